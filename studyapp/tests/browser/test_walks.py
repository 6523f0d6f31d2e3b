"""The roads through the house: a student reads, practices and experiments; a class at work."""

import itertools
from typing import Any

from playwright.sync_api import Page, expect

from studyapp.tests.browser.conftest import MARKS, Visitor
from studyapp.tests.browser.test_laboratory import (
    assert_the_curves_met_and_came_back,
    poisoned_and_freed,
)

pytestmark = MARKS

PUMP = "/terms/sodium-potassium-pump/"


def answer(page: Page, letter: str) -> None:
    page.locator(f"input[data-letter={letter}]").check()
    page.get_by_role("button", name="Check").click()
    page.locator("[data-verdict]").wait_for()


def shown_in(page: Page, scenario: str) -> Any:
    """The link by which the feedback on a wrong answer opens the laboratory in that state."""
    links = page.get_by_role("link", name="Show me in the laboratory")
    return links.and_(page.locator(f"[href^='/sim/{scenario}/']"))


def wrong_answer_shown_in(page: Page, scenario: str) -> Any:
    """Answer items of the pump's topic until the feedback on one leads to `scenario`."""
    for number, (place, letter) in itertools.product(range(1, 25), enumerate("ABCD")):
        page.goto(f"/practice/topic/2.8/?n={number}&choice={place}")
        if shown_in(page, scenario).count():
            page.goto(f"/practice/topic/2.8/?n={number}")
            answer(page, letter)
            return shown_in(page, scenario)
    raise AssertionError(f"no wrong answer leads to {scenario}")


def test_from_the_pumps_page_through_three_items_into_the_laboratory_and_back(
    visitor: Visitor,
) -> None:
    page = visitor.opens(PUMP)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sodium–potassium pump")
    page.locator("#practice").scroll_into_view_if_needed()
    for _ in range(3):
        page.locator("input[data-letter=A]").wait_for()
        answer(page, "A")
        expect(page.locator(".answered .option")).to_have_count(4)
        if page.locator("[data-next]").count():
            page.locator("[data-next]").click()
    show = wrong_answer_shown_in(page, "healthy-cell")
    came_from = page.url
    show.click()
    page.locator("#lab:not([data-state=starting])").wait_for()
    assert_the_curves_met_and_came_back(poisoned_and_freed(page))
    expect(page.locator("#event-list li")).to_have_count(2)
    page.get_by_role("link", name="Back to where you were").click()
    page.wait_for_url(came_from)
    expect(page.locator("[data-verdict]")).to_be_visible()


def test_a_topics_own_items_are_answered_on_its_page(visitor: Visitor) -> None:
    page = visitor.opens("/topics/2.8/")
    page.locator("#practice").scroll_into_view_if_needed()
    page.locator("input[data-letter=A]").wait_for()
    answer(page, "A")
    expect(page.locator("[data-verdict]")).to_be_focused()
    page.locator("[data-next]").click()
    expect(page.locator("#practice-place")).to_contain_text("Item 2")
    assert page.url.endswith("/topics/2.8/")


def test_letters_and_enter_answer_an_item(visitor: Visitor) -> None:
    page = visitor.opens("/practice/topic/2.8/")
    page.keyboard.press("b")
    expect(page.locator("input[data-letter=B]")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("[data-verdict]")).to_be_focused()


def test_practice_works_without_javascript(visitor: Visitor, browser: Any, site: str) -> None:
    plain = Visitor(browser, site, java_script_enabled=False)
    page = plain.opens("/practice/topic/2.8/")
    page.locator("input[data-letter=C]").check()
    page.get_by_role("button", name="Check").click()
    expect(page.locator("[data-verdict]")).to_be_visible()
    plain.context.close()


def test_teacher_assigns_student_takes_teacher_sees(come: Any) -> None:
    teacher, student = come("teacher"), come("student")
    page = teacher.opens("/quizzes/new/?topic=2.8")
    page.get_by_label("Title").fill("Three about the pump")
    for box in page.locator("input[name=items]").all()[:3]:
        box.check()
    page.get_by_role("button", name="Make the quiz").click()
    page.goto("/classes/1/assign/")
    page.get_by_label("What to assign").select_option(label="Three about the pump")
    page.get_by_label("Due").fill("2099-05-03T08:00")
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_role("status")).to_contain_text("assigned")

    work = student.opens("/classes/")
    row = work.locator(".todo li", has_text="Three about the pump")
    row.get_by_role("button", name="Open").click()
    expect(work.locator(".question")).to_have_count(3)
    for question in work.locator(".question").all():
        question.locator("input[type=radio]").first.check()
        expect(question.locator("[data-saved]")).to_contain_text("saved")
    work.reload()
    expect(work.locator("input[type=radio]:checked")).to_have_count(3)
    work.get_by_role("button", name="Hand in").click()
    expect(work.get_by_role("heading", level=1)).to_contain_text("of 3")
    expect(work.locator(".answered .why")).to_have_count(12)
    reached = work.get_by_role("heading", level=1).inner_text().split(": ")[1]

    page.goto("/classes/1/")
    page.get_by_role("link", name="Three about the pump").click()
    expect(page.locator("tbody")).to_contain_text(reached)
    page.get_by_role("link", name=reached).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(reached)


def test_answers_given_while_the_network_is_gone_are_sent_when_it_is_back(come: Any) -> None:
    student = come("student")
    page = student.opens("/classes/")
    page.locator(".todo li", has_text="The pump and its gradients").get_by_role("button").click()
    page.wait_for_url("**/attempts/*/", wait_until="networkidle")
    student.context.set_offline(True)
    page.locator(".question").first.locator("input[type=radio]").nth(2).check()
    expect(page.locator("[data-save-state]")).to_contain_text("No connection")
    student.context.set_offline(False)
    expect(page.locator("[data-saved]").first).to_contain_text("saved", timeout=20_000)
    page.reload()
    expect(page.locator(".question").first.locator("input[type=radio]").nth(2)).to_be_checked()
    student.faults = [fault for fault in student.faults if "ERR_INTERNET_DISCONNECTED" not in fault]


def test_a_student_joins_with_the_code(come: Any) -> None:
    teacher = come("teacher")
    code = teacher.opens("/classes/1/").locator(".code").inner_text()
    editor = come("editor")
    page = editor.opens("/classes/")
    page.get_by_label("Join code").fill(code.lower())
    page.get_by_role("button", name="Look it up").click()
    expect(page.get_by_text("Taught by Ms. Rivera")).to_be_visible()
    page.get_by_role("button", name="Yes, join").click()
    expect(page.get_by_role("status")).to_contain_text("You are in")


def test_editor_edits_previews_publishes_and_restores(come: Any, visitor: Visitor) -> None:
    new = "A pump that a browser test has rewritten, and will put back again."
    old = visitor.opens(PUMP).locator(".definition p").inner_text()
    page = come("editor").opens(PUMP)
    page.get_by_role("link", name="Edit this page").click()
    page.locator("#id_definition").fill(new)
    page.get_by_role("button", name="Save and preview").click()
    expect(page.get_by_text("Preview: not published.")).to_be_visible()
    expect(page.locator(".definition p")).to_have_text(new)
    visitor.page.reload()
    expect(visitor.page.locator(".definition p")).to_have_text(old)

    with page.expect_navigation():
        page.get_by_role("button", name="Publish").click()
    visitor.page.reload()
    expect(visitor.page.locator(".definition p")).to_have_text(new)

    page.goto(PUMP)
    page.get_by_role("link", name="Edit this page").click()
    page.get_by_role("link", name="History").click()
    page.get_by_role("link", name="Open or restore this version").last.click()
    page.get_by_role("button", name="Restore this version").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Publish").click()
    visitor.page.reload()
    expect(visitor.page.locator(".definition p")).to_have_text(old)
