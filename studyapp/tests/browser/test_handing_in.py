"""Handing in asks when questions have no answer; the Enter key keeps an answer and ends nothing."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from studyapp.tests.browser.conftest import MARKS, Visitor
from studyapp.tests.browser.sitting import LATER_MS, Database, Sitter, all_on_one_page, begin
from studyapp.tests.browser.test_keyboard_walks import tab_to
from studyapp.tests.browser.test_long_attempt import begun
from studyapp.tests.browser.test_pages import PHONE

pytestmark = MARKS
NUMBER, WORDS = "u2-2.8-107", "u2-2.1-101"


def step(sitter: Sitter) -> Any:
    return sitter.page.get_by_role("group", name="Hand in all the same?")


def hand_in(sitter: Sitter) -> Any:
    return sitter.page.get_by_role("button", name="Hand in", exact=True)


def is_open(sitter: Sitter) -> bool:
    return sitter.database.finisher(sitter.attempt) == ""


def test_enter_saves_the_answer_and_hands_nothing_in(sitter: Sitter) -> None:
    sitter.radio(2, 1).focus()
    sitter.page.keyboard.press("Space")
    sitter.page.keyboard.press("Enter")
    sitter.is_saved()
    expect(step(sitter)).to_be_hidden()
    expect(sitter.radio(2, 1)).to_be_focused()
    assert sitter.kept() == {2: 1}
    assert is_open(sitter)


def test_enter_leads_on_to_the_next_question_where_one_is_shown(sitter: Sitter) -> None:
    all_on_one_page(sitter.page)  # the switch once more: one at a time
    for position in (1, 2, 3):
        sitter.radio(position, 0).focus()
        sitter.page.keyboard.press("Space")
        sitter.page.keyboard.press("Enter")
        if position < 3:
            expect(sitter.page.locator(f"#q-{position + 1}")).to_be_focused()
    sitter.is_saved()
    assert sitter.kept() == {1: 0, 2: 0, 3: 0}
    assert is_open(sitter)


def test_enter_in_a_field_that_is_typed_in_saves_at_once(come: Any, database: Database) -> None:
    sitter = begin(come, database, "Typed and entered", uids=[WORDS, NUMBER])
    for place, field in enumerate(("choice-1", "choice-2.value"), 1):
        box = sitter.page.locator(f"input[name='{field}']")
        box.focus()
        sitter.page.keyboard.type("12")
        sitter.page.keyboard.press("Enter")
        expect(sitter.line(place)).to_contain_text("saved ")
        expect(box).to_be_focused()
    assert sorted(sitter.kept()) == [1, 2]
    assert is_open(sitter)


def test_it_asks_by_keyboard_and_leads_back_to_what_is_open(sitter: Sitter) -> None:
    sitter.choose(2, 1)
    sitter.is_saved()
    tab_to(sitter.page, "[data-hand-in]")
    sitter.page.keyboard.press("Enter")
    expect(step(sitter)).to_be_focused()
    expect(step(sitter)).to_contain_text(
        "2 questions are not answered: 1, 3. Hand in all the same?"
    )
    sitter.page.keyboard.press("Escape")
    expect(step(sitter)).to_be_hidden()
    expect(hand_in(sitter)).to_be_focused()
    sitter.page.keyboard.press("Enter")
    tab_to(sitter.page, "[data-go-on]")
    sitter.page.keyboard.press("Enter")
    expect(sitter.page.locator("#q-1")).to_be_focused()
    expect(step(sitter)).to_be_hidden()
    assert is_open(sitter)
    tab_to(sitter.page, "[data-hand-in]")
    sitter.page.keyboard.press("Enter")
    tab_to(sitter.page, "[name=sure]")
    sitter.page.keyboard.press("Enter")
    sitter.result()
    assert sitter.kept() == {2: 1}


def test_an_answer_given_while_it_asks_is_counted_and_with_all_of_them_it_does_not_ask(
    sitter: Sitter,
) -> None:
    sitter.choose(1, 1)
    hand_in(sitter).click()
    sitter.choose(3, 1)
    expect(step(sitter)).to_contain_text("1 question is not answered: 2. Hand in all the same?")
    sitter.choose(2, 1)
    expect(step(sitter)).to_be_hidden()
    hand_in(sitter).click()
    sitter.result()
    assert sitter.kept() == {1: 1, 2: 1, 3: 1}


def test_a_double_click_does_not_answer_what_it_asks(sitter: Sitter) -> None:
    hand_in(sitter).dblclick()
    expect(step(sitter)).to_be_visible()
    # The button of the step is off as long as the second click may come.
    sitter.page.locator("[data-hand-in], [name=sure]").evaluate_all(
        "([first, sure]) => {first.click(); sure.click();}"
    )
    expect(sitter.page.get_by_role("button", name="Hand in all the same")).to_be_enabled()
    assert is_open(sitter)


def test_at_the_end_of_the_time_it_does_not_ask(sitter: Sitter) -> None:
    sitter.choose(1, 1)
    sitter.is_saved()
    sitter.database.leave(sitter.attempt, 4)
    sitter.page.reload()
    sitter.result()
    assert sitter.database.finisher(sitter.attempt) == "deadline"
    sitter.forgive()


def test_without_a_script_enter_saves_and_the_button_asks(
    browser: Browser, site: str, sessions: dict[str, Any], sitter: Sitter
) -> None:
    plain = Visitor(browser, site, java_script_enabled=False, storage_state=sessions["student"])
    page = plain.opens(f"/attempts/{sitter.attempt}/")
    sitter.radio(1, 2, page).check()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your answers are saved. The quiz is still open.")).to_be_visible()
    assert sitter.kept() == {1: 2}
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("2 questions are not answered: 2, 3.")).to_be_visible()
    page.get_by_role("link", name="Go on answering").click()
    sitter.radio(2, 1, page).check()
    page.get_by_role("button", name="Hand in").click()
    assert is_open(sitter)
    page.get_by_role("button", name="Hand in all the same").click()
    expect(page.get_by_role("heading", name="Receipt")).to_be_visible(timeout=LATER_MS)
    assert sitter.kept() == {1: 2, 2: 1}
    assert plain.faults == []
    plain.context.close()


HAS_SETTLED = """() => new Promise((done) => {
  let [seen, since] = ["", 0];
  const look = (now) => {
    const sight = `${document.body.offsetHeight} ${scrollY}`;
    if (sight !== seen) since = now;
    seen = sight;
    if (now - since > 500) done(true);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""


@pytest.fixture
def long_page(come: Any, site_folder: Path) -> Page:
    """An attempt with every kind of item, all on one page of a phone: what is not in sight has a
    guessed height."""
    attempt, _ = begun(site_folder, "KINDS")
    page: Page = come("student").page
    page.set_viewport_size(PHONE)
    page.goto(f"/attempts/{attempt}/")
    all_on_one_page(page)
    page.reload()
    page.locator(".attempt[data-ready]").wait_for(state="attached")
    return page


def test_the_step_stays_in_sight_while_questions_above_get_their_height(long_page: Page) -> None:
    # From the top to the button at once: what is passed was never drawn.
    long_page.locator("[data-hand-in]").evaluate(
        "(button) => {button.scrollIntoView(); button.click();}"
    )
    long_page.wait_for_function(HAS_SETTLED)
    expect(long_page.get_by_role("button", name="Hand in all the same")).to_be_in_viewport()


def test_the_map_leads_to_the_question_itself(long_page: Page) -> None:
    for position in (6, 4):
        long_page.evaluate(f"document.querySelector('[data-map-link=\"{position}\"]').click()")
        long_page.wait_for_function(HAS_SETTLED)
        heading = long_page.locator(f"[data-question='{position}'] h2")
        expect(heading).to_be_focused()
        expect(heading).to_be_in_viewport()
