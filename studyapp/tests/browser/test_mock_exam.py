"""A mock exam in a real browser: by keyboard from the choice of a form to the plan; its graph."""

import re
from typing import Any

from playwright.sync_api import Browser, Page, expect

from studyapp.tests.browser.conftest import MARKS, PASSWORD, Visitor
from studyapp.tests.browser.test_keyboard_walks import tab_to
from studyapp.tests.browser.test_pages import problems_in_both_colors
from studyapp.tests.browser.work import hands_in

pytestmark = MARKS
SETTLE_MS = 1500  # charts follow the width of the page after a moment
RESULT = re.compile("result$")


def newcomer(person: Visitor, name: str) -> Page:
    """Somebody with an account of her own, on the page of the exam."""
    page = person.opens("/accounts/signup/?next=/exam/")
    page.get_by_label("Username").fill(name)
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.locator("main form button").last.click()
    page.wait_for_url("**/exam/")
    return page


def faults_of(page: Page) -> list[str]:
    """What axe finds in both colors; nothing may be wider than a phone."""
    found = problems_in_both_colors(page)
    usual = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_timeout(SETTLE_MS)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.set_viewport_size(usual)
    return [*found, *([f"{wide} px too wide"] if wide > 0 else [])]


def pressed(page: Page, selector: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Enter")


def test_a_half_length_exam_by_keyboard(visitor: Visitor) -> None:
    page = newcomer(visitor, "sits.half")
    assert faults_of(page) == []
    pressed(page, "button[value=half]")
    page.wait_for_url("**/exam/*/")
    assert faults_of(page) == []
    pressed(page, "main form[action$='/section/'] button")
    page.wait_for_url("**/attempts/*/", wait_until="networkidle")
    for position in (1, 2, 3):
        tab_to(page, f"input[name=choice-{position}]")
        page.keyboard.press("Space")
        pressed(page, "[data-turn='1']")
    expect(page.locator("[data-save-state]")).to_contain_text("saved")
    pressed(page, ".hand-in .primary")
    pressed(page, "[name=sure]")
    expect(page.get_by_role("heading", name="Break")).to_be_visible()
    expect(page.locator("[data-break]")).to_contain_text("left")
    assert faults_of(page) == []
    pressed(page, "main form[action$='/section/'] button")
    page.wait_for_url("**/attempts/*/", wait_until="networkidle")
    assert problems_in_both_colors(page) == []
    tab_to(page, "textarea[name='choice-1.A']")
    page.keyboard.type("Water moves to where its potential is lower.")
    expect(page.locator("[data-save-state]")).to_contain_text("saved")
    pressed(page, ".hand-in .primary")
    pressed(page, "[name=sure]")
    expect(page.get_by_role("heading", level=1)).to_have_text(RESULT)
    scored_by_keyboard(page)
    expect(page.get_by_role("heading", name=re.compile("An AP score from 1 to 2"))).to_be_visible()
    expect(page.get_by_text("questions had no answer")).to_be_visible()
    assert faults_of(page) == []


def scored_by_keyboard(page: Page) -> None:
    pressed(page, "#to-score ~ p a")
    page.wait_for_url("**/score/1/")
    assert faults_of(page) == []
    tab_to(page, "input[name=earned-A]")
    page.keyboard.press("Space")
    pressed(page, ".next-row .primary")
    expect(page.get_by_role("heading", level=1)).to_have_text(RESULT)


def graphed(page: Page) -> Any:
    """A graph typed into the second question."""
    box = page.locator("[data-question='2'] [data-plot]")
    box.get_by_label("Kind of graph").select_option("line")
    for name, value in (
        ("Horizontal axis (x): What it shows", "Temperature"),
        ("Horizontal axis (x): Unit", "°C"),
        ("Vertical axis (y): What it shows", "Rate"),
        ("Vertical axis (y): From", "0"),
        ("Vertical axis (y): To", "20"),
        ("Vertical axis (y): Marks every", "5"),
        ("Points of series 1", "10, 4, 1\n20, 9, 1.5\n30, nine"),
    ):
        box.get_by_label(name).fill(value)
    return box


def test_a_typed_graph_is_drawn_told_kept_and_scored(visitor: Visitor) -> None:
    page = newcomer(visitor, "draws.graphs")
    page.get_by_role("button", name="Choose Section II only").click()
    page.get_by_role("button", name="Begin Section II").click()
    page.wait_for_url("**/attempts/*/", wait_until="networkidle")
    page.get_by_role("button", name="Next").click()
    box = graphed(page)
    told = "Line graph of Rate against Temperature (°C): 2 points in 1 series, 2 with an error bar."
    expect(box.get_by_role("img", name=told)).to_be_visible()
    expect(box.locator(".scatterlayer .point")).to_have_count(2)
    expect(box.locator("[data-plot-problems]")).to_contain_text("Series 1, line 3")
    expect(box.locator("[data-plot-rows] tr")).to_have_count(2)
    area = box.locator("[data-chart]").bounding_box()
    drawn = box.locator(".main-svg").first.bounding_box()
    assert abs(area["width"] - drawn["width"]) < 2
    expect(page.locator("[data-save-state]")).to_have_text("All answers are saved.")
    page.reload(wait_until="networkidle")
    assert faults_of(page) == []
    kept = page.locator("[data-question='2']").get_by_label("Points of series 1")
    expect(kept).to_have_value("10, 4, 1\n20, 9, 1.5\n30, nine")
    hands_in(page)
    page.get_by_role("link", name="Score your answers").click()
    expect(page.get_by_role("img", name=told)).to_be_visible()
    expect(page.locator(".checks")).to_contain_text("Both axes are labeled.")
    assert faults_of(page) == []


def test_without_a_script_a_graph_is_kept_and_told(browser: Browser, site: str) -> None:
    person = Visitor(browser, site, java_script_enabled=False)
    page = newcomer(person, "has.no.script")
    page.get_by_role("button", name="Choose Section II only").click()
    page.get_by_role("button", name="Begin Section II").click()
    graphed(page)
    page.get_by_role("button", name="Save and go on later").click()
    box = page.locator("[data-question='2'] [data-plot]")
    expect(box.get_by_label("Points of series 1")).to_have_value("10, 4, 1\n20, 9, 1.5\n30, nine")
    expect(box).to_contain_text("2 points in 1 series, 2 with an error bar")
    assert person.faults == []
    person.context.close()
