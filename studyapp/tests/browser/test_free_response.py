"""Free response in a real browser: written and scored in an account, ticked and counted without."""

from playwright.sync_api import expect

from studyapp.tests.browser.conftest import MARKS, Visitor
from studyapp.tests.browser.test_mock_exam import faults_of, newcomer, pressed, tab_to

pytestmark = MARKS
QUESTION = "/practice/item/u2-frq-beet-roots-and-salt/"


def test_an_answer_is_saved_as_it_is_typed_and_scored_by_keyboard(visitor: Visitor) -> None:
    page = newcomer(visitor, "writes.answers")
    page.goto(QUESTION)
    assert faults_of(page) == []
    pressed(page, "form[action$='/write/'] button")
    page.wait_for_url("**/attempts/*/", wait_until="networkidle")
    tab_to(page, "textarea[name='choice-1.A']")
    page.keyboard.type("Water leaves the cells.")
    expect(page.locator("[data-save-state]")).to_have_text("All answers are saved.")
    page.goto(QUESTION)
    page.get_by_role("button", name="Go on writing").click()
    page.wait_for_url("**/attempts/*/", wait_until="networkidle")
    expect(page.locator("textarea[name='choice-1.A']")).to_have_value("Water leaves the cells.")
    pressed(page, ".hand-in .primary")
    page.wait_for_url("**/practice/written/*/")
    expect(page.get_by_text("Water leaves the cells.")).to_be_visible()
    assert faults_of(page) == []
    tab_to(page, "input[name=earned-A]")
    page.keyboard.press("Space")
    pressed(page, ".next-row .primary")
    page.wait_for_url(f"**{QUESTION}")
    expect(page.get_by_role("status")).to_contain_text("1 of")
    expect(page.get_by_role("button", name="Write it once more")).to_be_visible()
    assert faults_of(page) == []


def test_ticks_are_counted_without_an_account(visitor: Visitor) -> None:
    page = visitor.opens(QUESTION)
    told = page.locator("[data-points-sum]")
    expect(told).to_be_hidden()
    page.get_by_text("Rubric and model answer").first.click()
    page.locator("[data-point]").first.check()
    expect(told).to_contain_text("You give yourself 1 of")
    assert faults_of(page) == []
