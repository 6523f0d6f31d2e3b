"""Every type of page: accessible in light and dark, no wider than a phone, quiet, and light."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from studyapp.tests.browser.conftest import MARKS, ROOT, Visitor
from studyapp.tests.browser.work import given_quiz, previewed

pytestmark = MARKS

AXE = Path(ROOT / "var" / "npm" / "node_modules" / "axe-core" / "axe.min.js")
PAGES = [
    "/",
    "/units/",
    "/units/2/",
    "/topics/2.8/",
    "/topics/7.3/",
    "/terms/",
    "/terms/sodium-potassium-pump/",
    "/questions/",
    "/questions/why-is-solute-potential-negative/",
    "/search/?q=osmosys",
    "/practice/",
    "/practice/item/u2-2.1-102/",
    "/practice/item/u2-2.6-103/?n=1&choice.0=4&choice.1=2",
    "/practice/item/u2-2.1-104/",
    "/practice/item/u2-2.8-103/?n=1&choice.answer=0&choice.reason=0",
    "/practice/item/u2-2.8-107/?n=1&choice.value=about",
    "/practice/item/u2-2.5-104/?n=1&choice.prediction=0",
    "/practice/topic/2.8/",
    "/practice/topic/2.8/?n=2&choice=0",
    "/practice/topic/2.7/?n=9",
    "/practice/misconceptions/",
    "/practice/misconceptions/any-hydrogen-makes-hydrogen-bonds/",
    "/practice/objective/2.8.A/",
    "/practice/mixed/",
    "/practice/item/u2-frq-beet-roots-and-salt/",
    "/exam/",
    "/review/",
    "/progress/",
    "/classes/",
    "/join/NOTACODE/",
    "/sim/",
    "/sim/ouabain/",
    "/sim/one-spike/",
    "/sim/validation/",
    "/sim/tasks/",
    "/sim/tasks/least-atp/",
    "/sim/tasks/least-atp/try/",
    "/sim/tasks/least-atp/try/?prediction=0",
    "/accounts/login/",
    "/accounts/signup/",
    "/privacy/",
    "/nowhere/",
]
SIGNED_IN = {
    "teacher": [
        "/classes/",
        "/classes/1/",
        "/classes/1/assign/",
        "/quizzes/",
        "/quizzes/1/",
        "/quizzes/new/?topic=2.8",
        "/classes/new/",
        "/classes/1/assignments/1/",
        "/accounts/you/",
    ],
    "editor": ["/admin/", "/admin/terms/term/", "/admin/quizzes/item/"],
    "student": [
        "/",
        "/classes/",
        "/classes/1/",
        "/progress/",
        "/review/",
        "/review/cards/",
        "/review/plan/",
        "/accounts/you/erase/",
        "/practice/weak/",
        "/accounts/password/change/",
        "/accounts/logout/",
    ],
}


def problems_of(page: Any) -> list[str]:
    """What axe finds, one line for each place."""
    page.evaluate(AXE.read_text())
    # Fetching style sheets anew, axe breaks the policy on the admin's pages: not their fault.
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def silent_but_for_404(person: Visitor, path: str) -> list[str]:
    if path in {"/nowhere/", "/join/NOTACODE/"}:
        return [fault for fault in person.faults if "404" not in fault]
    return person.faults


PHONE = {"width": 390, "height": 800}


def problems_in_both_colors(page: Any) -> list[str]:
    """What axe finds in light and in dark, and whether the page is wider than a phone."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.reload()  # the admin's links would still be on their way from one color to the other
        found += [f"{scheme}: {problem}" for problem in problems_of(page)]
    usual = page.viewport_size
    page.set_viewport_size(PHONE)
    page.reload()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.set_viewport_size(usual)
    return found if wide <= 0 else [*found, f"{wide} px wider than a phone"]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(
    browser: Browser, site: str, path: str
) -> None:
    person = Visitor(browser, site)
    page = person.opens(path)
    assert problems_in_both_colors(page) == []
    assert silent_but_for_404(person, path) == []
    person.context.close()


@pytest.mark.parametrize("name", sorted(SIGNED_IN))
def test_axe_finds_nothing_on_the_pages_of(come: Any, name: str) -> None:
    person = come(name)
    for path in SIGNED_IN[name]:
        page = person.opens(path)
        assert (path, problems_in_both_colors(page)) == (path, [])


def test_axe_finds_nothing_on_an_attempt_and_its_result_for_student_and_teacher(
    come: Any,
) -> None:
    page = given_quiz(come, "Seen by axe")
    assert problems_in_both_colors(page) == []
    page.get_by_role("button", name="Hand in", exact=True).click()
    page.get_by_role("group", name="Hand in all the same?").wait_for()
    assert problems_of(page) == []
    page.get_by_role("button", name="Hand in all the same").click()
    page.get_by_role("heading", level=1).filter(has_text="of 2").wait_for()
    assert problems_in_both_colors(page) == []
    teachers = come("teacher").opens(page.url)
    teachers.get_by_role("heading", level=1).filter(has_text="of 2").wait_for()
    assert problems_in_both_colors(teachers) == []


def test_axe_finds_nothing_where_an_editor_works(come: Any) -> None:
    page = come("editor").page
    for _ in previewed(page, "/terms/aquaporin/"):
        assert (page.url, problems_in_both_colors(page)) == (page.url, [])


@pytest.mark.parametrize("path", ["/terms/sodium-potassium-pump/", "/topics/2.8/"])
def test_a_page_of_the_course_with_all_its_files_is_under_60_kB_on_the_wire(
    browser: Browser, site: str, path: str
) -> None:
    person = Visitor(browser, site)
    session = person.context.new_cdp_session(person.page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    person.page.goto(path, wait_until="networkidle")
    assert 20_000 < sum(sizes) <= 60_000
    person.context.close()


def test_the_first_key_leads_past_the_header(visitor: Visitor) -> None:
    page = visitor.opens("/terms/osmosis/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_search_answers_while_typing_and_by_keyboard(visitor: Visitor) -> None:
    page = visitor.opens("/")
    page.keyboard.press("/")
    page.keyboard.type("sodum potas", delay=20)
    first = page.locator("#found a").first
    expect(first).to_contain_text("Sodium–potassium pump")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/terms/sodium-potassium-pump/")


def test_the_choice_of_colours_is_kept(visitor: Visitor) -> None:
    page = visitor.opens("/terms/")
    page.get_by_role("button", name="Dark colors").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
