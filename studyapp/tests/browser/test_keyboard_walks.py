"""Whole errands without a pointer: nothing here clicks, checks or fills, it only presses keys."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from studyapp.tests.browser.conftest import MARKS, Visitor
from studyapp.tests.browser.work import given_quiz

pytestmark = MARKS
PUMP = "/terms/sodium-potassium-pump/"
MOST_TABS = 120


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """Press Tab until the focus is on an element that fits."""
    for _ in range(MOST_TABS):
        page.keyboard.press(key)
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{key} does not lead to {selector}")


def test_a_reader_searches_reads_and_answers(visitor: Visitor) -> None:
    page = visitor.opens("/")
    page.keyboard.press("/")
    page.keyboard.type("facilitated", delay=10)
    expect(page.locator("#found a").first).to_contain_text("Facilitated diffusion")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/terms/facilitated-diffusion/")
    tab_to(page, "main summary")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open")
    page.locator("#practice").scroll_into_view_if_needed()
    page.locator("#practice-item input[type=radio]").first.wait_for()
    tab_to(page, "#practice-item input[type=radio]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.locator("[data-verdict]").wait_for()
    tab_to(page, "[data-next]")
    page.keyboard.press("Enter")
    expect(page.locator("#practice-place")).to_contain_text("Item 2")


def test_a_student_poisons_the_pump_and_looks_back(visitor: Visitor) -> None:
    visitor.page.emulate_media(reduced_motion="reduce")
    page = visitor.opens("/sim/")
    page.locator("#lab:not([data-state=starting])").wait_for()
    page.locator("#charts .js-plotly-plot").first.wait_for()
    tab_to(page, "[data-control=ouabain] [data-switch]")
    page.keyboard.press("Space")
    expect(page.get_by_role("switch", name="Poison the pump")).to_be_checked()
    expect(page.locator("#event-list li")).to_have_count(1)
    tab_to(page, "#play")
    page.keyboard.press("Enter")
    expect(page.locator("#lab")).to_have_attribute("data-state", "playing")
    page.keyboard.press("Space")
    expect(page.locator("#lab")).to_have_attribute("data-state", "paused")
    tab_to(page, "#step")
    page.keyboard.press("Enter")
    tab_to(page, "#speed")
    before = page.locator("#rate").inner_text()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#rate")).not_to_have_text(before)
    tab_to(page, "#scrub")
    page.keyboard.press("Home")
    expect(page.locator("#clock")).to_have_text(re.compile("^00:00:00"))
    tab_to(page, "#describe")
    page.keyboard.press("Enter")
    expect(page.locator("#spoken")).to_contain_text("Membrane potential")


def test_a_student_takes_a_quiz(come: Any) -> None:
    page = given_quiz(come, "Keys only")
    for number in (1, 2):
        tab_to(page, f"[data-position='{number}'] input[type=radio]")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        expect(page.locator("[data-saved]").nth(number - 1)).to_contain_text("saved")
    tab_to(page, ".hand-in button.primary")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("of 2")


def test_a_teacher_makes_and_assigns_a_quiz(come: Any) -> None:
    page = come("teacher").opens("/quizzes/new/?topic=2.3")
    tab_to(page, "[name=title]")
    page.keyboard.type("Made with keys")
    tab_to(page, "[name=items]")
    page.keyboard.press("Space")
    tab_to(page, "main button.primary")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Made with keys")
    page.goto("/classes/1/assign/")
    tab_to(page, "select")
    page.keyboard.type("Made")
    tab_to(page, "main button.primary")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("“Made with keys” is assigned")


def test_an_editor_changes_a_definition_and_takes_it_back(come: Any) -> None:
    page = come("editor").opens("/terms/tonicity/")
    tab_to(page, "a[href*='/admin/']:not(.top a)")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/terms/term/*/change/**")
    tab_to(page, "#id_definition")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Typed.")
    tab_to(page, "[name=_preview]")
    page.keyboard.press("Enter")
    expect(page.locator(".definition p")).to_contain_text("Typed.")
    page.go_back()
    page.reload()
    tab_to(page, ".submit-row a[href*='take-back']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/take-back/**")
    tab_to(page, "main button, main [type=submit], #content button, #content [type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("#id_definition")).not_to_contain_text("Typed.")
