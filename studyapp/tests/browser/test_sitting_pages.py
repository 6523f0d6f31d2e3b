"""The tools of an open attempt and the teacher's pages beside it: by keyboard, and asked by axe."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from studyapp.tests.browser.conftest import MARKS
from studyapp.tests.browser.sitting import Database, Sitter, assigned
from studyapp.tests.browser.test_long_attempt import begun
from studyapp.tests.browser.test_pages import PHONE, problems_in_both_colors, problems_of

pytestmark = MARKS


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def remembered(page: Page) -> Any:
    page.wait_for_timeout(300)
    key = "Object.keys(localStorage).find((name) => name.startsWith('tools:'))"
    return page.evaluate(f"JSON.parse(localStorage[{key}])")


def test_every_tool_works_by_keyboard_and_is_remembered(sitter: Sitter) -> None:
    page = sitter.page
    tools = page.locator("summary", has_text="Tools")
    tools.focus()
    press(page, "Enter", "Tab")  # onto “One question at a time”
    press(page, "Space", "Tab", "Space", "Tab", "Space")  # and crossing out, and the line reader
    expect(page.locator("[data-line-reader]")).to_be_visible()
    press(page, "Alt+ArrowDown", "Space")
    page.get_by_role("button", name="Larger text").focus()
    press(page, "Enter", "Escape")
    expect(tools).to_be_focused()
    page.get_by_role("button", name="Mark for review: question 1").focus()
    press(page, "Enter")
    page.get_by_role("button", name="Cross out A").first.focus()
    press(page, "Enter")
    expect(page.locator(".option").first).to_have_class("option is-out")
    page.locator("[data-note] summary").first.focus()
    press(page, "Enter")
    page.locator("[data-note] textarea").wait_for()
    press(page, "Tab")
    page.keyboard.type("Think of the gradient")
    page.locator("[data-sentences] summary").first.focus()
    press(page, "Enter")
    page.locator("[data-sentences] input").first.wait_for()
    press(page, "Tab", "Space")
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_role("button", name="Next").focus()
    press(page, "Enter")
    expect(page.locator("#q-2")).to_be_focused()
    kept = remembered(page)
    assert kept["notes"] == {"1": "Think of the gradient"}
    assert (kept["marked"], kept["at"], kept["size"]) == (["1"], "2", 2)
    assert sitter.kept() == {}
    page.reload()
    expect(page.locator("mark").first).to_be_attached()
    expect(page.locator("#q-2")).to_be_visible()
    link = page.locator('[data-map-link="1"]')
    assert link.inner_text() == "1" or "marked for review" in (link.text_content() or "")


def test_selected_text_is_highlighted_and_back_again(sitter: Sitter) -> None:
    page = sitter.page
    select = (
        "() => {const text = document.querySelector('[data-reading]');"
        "getSelection().selectAllChildren(text);}"
    )
    page.locator("summary", has_text="Tools").click()
    for count in (1, 0):
        page.evaluate(select)
        page.get_by_role("button", name="Highlight the selection").click()
        assert (page.locator("mark").count() > 0) == bool(count)


def test_the_formulas_open_beside_the_question_and_close_by_escape(sitter: Sitter) -> None:
    page = sitter.page
    button = page.get_by_role("button", name="Formulas")
    button.focus()
    press(page, "Enter")
    panel = page.get_by_role("dialog", name="Formulas")
    expect(panel).to_contain_text("Hardy–Weinberg")
    expect(panel).to_contain_text("calculator")
    press(page, "Escape")
    expect(panel).to_be_hidden()
    expect(button).to_be_focused()


def test_axe_finds_nothing_with_every_tool_open(sitter: Sitter) -> None:
    page = sitter.page
    page.emulate_media(reduced_motion="reduce")
    page.locator("summary", has_text="Tools").click()
    page.get_by_role("button", name="Cross out options").click()
    assert problems_of(page) == []
    press(page, "Escape")
    page.locator("[data-map] summary").click()
    page.locator("[data-note] summary").first.click()
    page.locator("[data-sentences] summary").first.click()
    page.get_by_role("button", name="Formulas").click()
    assert problems_of(page) == []


def test_axe_finds_nothing_on_the_teachers_pages_beside_it(sitter: Sitter) -> None:
    page = sitter.teacher.page
    query = "SELECT assignment_id FROM quizzes_attempt WHERE id = ?"
    (given,) = sitter.database.rows(query, sitter.attempt)[0]
    student = sitter.page.locator("[data-attempt]").get_attribute("data-user")
    for path in (
        f"/attempts/sitting/{given}/?code=17",
        f"/attempts/{sitter.attempt}/manage/",
        f"/classes/1/assignments/{given}/times/",
        f"/classes/1/students/{student}/time/",
    ):
        page.goto(path)
        assert (path, problems_in_both_colors(page)) == (path, [])


def test_a_title_of_one_long_word_is_no_wider_than_a_phone(sitter: Sitter) -> None:
    query = "SELECT assignment_id FROM quizzes_attempt WHERE id = ?"
    (given,) = sitter.database.rows(query, sitter.attempt)[0]
    paths = {
        sitter.teacher.page: ("/quizzes/", "/classes/1/", f"/classes/1/assignments/{given}/"),
        sitter.page: ("/progress/", "/classes/", "/classes/1/", f"/attempts/{sitter.attempt}/"),
    }
    wide = []
    for page, seen in paths.items():
        page.set_viewport_size(PHONE)
        for path in seen:
            page.goto(path)
            wide.append((path, page.evaluate("document.documentElement.scrollWidth - innerWidth")))
    assert [found for found in wide if found[1] > 0] == []


def test_axe_finds_nothing_on_an_attempt_with_every_kind(come: Any, site_folder: Path) -> None:
    attempt, _ = begun(site_folder, "KINDS")
    page = come("student").opens(f"/attempts/{attempt}/")
    page.locator("summary", has_text="Tools").click()
    page.get_by_role("button", name="One question at a time").click()
    assert problems_in_both_colors(page) == []
    assert page.locator("[data-question]:visible").count() > 5


def test_axe_finds_nothing_where_a_timed_quiz_starts(come: Any, database: Database) -> None:
    given = assigned(come("teacher"), database, "Starts", ["u2-2.1-101"])
    page = come("student").opens(f"/attempts/begin/{given}/")
    expect(page.get_by_role("button", name="Start: the clock runs from now")).to_be_visible()
    assert problems_in_both_colors(page) == []


CARDS = "front,back,topic\nWhat pumps?,The sodium–potassium pump,2.8\nNothing behind,,2.8\n"


def test_axe_finds_nothing_on_the_page_of_imported_cards(come: Any, tmp_path: Path) -> None:
    file = tmp_path / "cards.csv"
    file.write_text(CARDS)
    page = come("student").opens("/review/cards/")
    page.get_by_label("A file of cards").set_input_files(file)
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("heading", name="1 card imported")).to_be_visible()
    assert problems_in_both_colors(page) == []
    expect(page.get_by_role("heading", name="No new cards")).to_be_visible()  # sent once more


def test_the_keyboard_stays_where_it_was_when_the_table_is_renewed(sitter: Sitter) -> None:
    query = "SELECT assignment_id FROM quizzes_attempt WHERE id = ?"
    (given,) = sitter.database.rows(query, sitter.attempt)[0]
    page = sitter.teacher.opens(f"/attempts/sitting/{given}/")
    link = page.locator(f"#manage-{sitter.attempt}")
    link.focus()
    with page.expect_response(f"**/attempts/sitting/{given}/"):
        pass
    page.wait_for_timeout(500)
    expect(link).to_be_focused()
