"""In an attempt a letter key chooses an option of the question one is at, and only there."""

from playwright.sync_api import expect

from studyapp.tests.browser.conftest import MARKS
from studyapp.tests.browser.sitting import Sitter, all_on_one_page

pytestmark = MARKS


def test_a_letter_chooses_an_option_of_the_question_that_has_the_focus(sitter: Sitter) -> None:
    sitter.page.locator("#q-2").focus()
    sitter.page.keyboard.press("b")
    expect(sitter.radio(2, 1)).to_be_checked()
    expect(sitter.radio(2, 1)).to_be_focused()
    sitter.page.keyboard.press("D")
    sitter.is_saved()
    assert sitter.kept() == {2: 3}


def test_a_letter_that_is_typed_chooses_nothing(sitter: Sitter) -> None:
    note = sitter.page.locator("[data-note='1']")
    note.locator("summary").click()
    note.locator("textarea").focus()
    sitter.page.keyboard.type("abcd")
    expect(note.locator("textarea")).to_have_value("abcd")
    sitter.page.locator("#q-1").focus()
    for keys in ("Control+b", "Alt+c", "z"):
        sitter.page.keyboard.press(keys)
    expect(sitter.page.locator("input[type=radio]:checked")).to_have_count(0)
    assert sitter.kept() == {}


def test_without_the_focus_anywhere_it_is_the_question_that_is_shown(sitter: Sitter) -> None:
    page = sitter.page
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("c")
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)
    all_on_one_page(page)  # the switch once more: one at a time
    page.keyboard.press("c")
    expect(sitter.radio(1, 2)).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("#q-2")).to_be_focused()
    page.keyboard.press("a")
    sitter.is_saved()
    assert sitter.kept() == {1: 2, 2: 0}


def test_letter_keys_can_be_switched_off(sitter: Sitter) -> None:
    sitter.page.locator("summary", has_text="Tools").click()
    switch = sitter.page.get_by_role("button", name="Letter keys")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    sitter.page.locator("#q-1").focus()
    sitter.page.keyboard.press("b")
    expect(sitter.radio(1, 1)).not_to_be_checked()
    expect(switch).to_have_attribute("aria-pressed", "false")
