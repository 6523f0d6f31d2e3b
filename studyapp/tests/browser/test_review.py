"""Cards in a real browser: by keyboard, for a screen reader, on a phone, without scripts."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from studyapp.tests.browser.conftest import MARKS, PASSWORD, Visitor
from studyapp.tests.browser.test_keyboard import faults_there_and_back
from studyapp.tests.browser.test_pages import problems_in_both_colors

pytestmark = MARKS
NUMBERS = itertools.count(1)
QUESTION = """
- article "Card":
  - paragraph: /topic/
  - paragraph: What is it?
  - button "Show the answer"
  - button "Put aside"
"""
ANSWER = """
- article "Card":
  - paragraph: /topic/
  - paragraph: What is it?
  - group "Answer":
    - paragraph
    - paragraph:
      - link "Read the page"
  - button "Not yet"
  - button "I knew it"
"""


@pytest.fixture
def newcomer(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """`newcomer()`: the review page of a student with a new account, Unit 2 in her plan."""
    people: list[Visitor] = []

    def come(**options: Any) -> Page:
        person = Visitor(browser, site, reduced_motion="reduce", **options)
        people.append(person)
        page = person.opens("/accounts/signup/")
        page.get_by_label("Username").fill(f"card.reader.{next(NUMBERS)}")
        for field in page.locator("input[type=password]").all():
            field.fill(PASSWORD)
        page.locator("main form button").first.click()
        page.wait_for_url(lambda url: "signup" not in url)
        page.goto("/review/plan/")
        page.get_by_label("Unit 2: Cells").check()
        page.get_by_role("button", name="Keep the plan").click()
        page.wait_for_url("**/review/", wait_until="networkidle")
        return page

    yield come
    for person in people:
        person.context.close()
        assert person.faults == []


def place(page: Page) -> Any:
    return page.locator("#review-place")


def front(page: Page) -> Any:
    return page.locator("[data-front]")


def test_a_round_by_keys_alone(newcomer: Callable[..., Page]) -> None:
    page = newcomer()
    first = front(page).inner_text()
    page.keyboard.press("Space")
    expect(page.locator("[data-back]")).to_be_focused()
    page.keyboard.press("2")
    expect(place(page)).to_contain_text("1 of")
    expect(front(page)).to_be_focused()
    assert front(page).inner_text() != first
    page.keyboard.press("u")
    expect(front(page)).to_have_text(first, use_inner_text=True)
    page.keyboard.press("Enter")
    expect(page.locator("[data-back]")).to_be_focused()
    page.keyboard.press("1")
    expect(place(page)).to_contain_text("0 of")
    page.keyboard.press("s")
    expect(page.get_by_text("put aside. “All your cards”")).to_be_visible()


def test_a_note_is_written_by_keys_and_its_letters_grade_nothing(
    newcomer: Callable[..., Page],
) -> None:
    page = newcomer()
    page.keyboard.press("Space")
    expect(page.locator("[data-back]")).to_be_focused()
    page.keyboard.press("n")
    expect(page.get_by_label("Your note on this card")).to_be_focused()
    page.keyboard.type("2 sun u 1")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(".card-note")).to_contain_text("2 sun u 1")
    expect(place(page)).to_contain_text("Today:")


def test_before_the_answer_no_key_grades(newcomer: Callable[..., Page]) -> None:
    page = newcomer()
    before = front(page).inner_text()
    for key in ("1", "2", "3", "4", "n", "u"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    expect(front(page)).to_have_text(before, use_inner_text=True)
    expect(place(page)).to_contain_text("Today:")


def test_a_screen_reader_hears_what_the_card_asks_and_what_can_be_done(
    newcomer: Callable[..., Page],
) -> None:
    page = newcomer()
    expect(page.locator("#review")).to_match_aria_snapshot(QUESTION)
    page.get_by_role("button", name="Show the answer").click()
    page.get_by_role("button", name="I knew it").wait_for()
    expect(page.locator("#review")).to_match_aria_snapshot(ANSWER)


def test_axe_finds_nothing_from_the_first_card_to_the_end(newcomer: Callable[..., Page]) -> None:
    page = newcomer()
    assert problems_in_both_colors(page) == []
    page.goto("/review/plan/")
    page.get_by_label("Minutes a day").fill("2")
    page.get_by_role("button", name="Keep the plan").click()
    page.wait_for_url("**/review/")
    while not page.locator("[data-end]").count():
        page.get_by_role("button", name="Show the answer").click()
        page.get_by_role("button", name="I knew it").wait_for()
        assert problems_in_both_colors(page) == []  # the page is made anew: asked for again
        page.goto("/review/")
        page.get_by_role("button", name="Show the answer").click()
        page.get_by_role("button", name="I knew it").click()
        page.locator("[data-reveal], [data-end]").wait_for()
    expect(page.get_by_role("heading", name="Done for today")).to_be_visible()
    assert problems_in_both_colors(page) == []
    assert faults_there_and_back(page) == []


def test_the_keyboard_reaches_all_of_a_card(newcomer: Callable[..., Page]) -> None:
    page = newcomer()
    assert faults_there_and_back(page) == []
    page.get_by_role("button", name="Show the answer").click()
    page.get_by_role("button", name="I knew it").wait_for()
    assert faults_there_and_back(page) == []


def test_a_card_is_no_wider_than_a_phone(newcomer: Callable[..., Page]) -> None:
    page = newcomer(viewport={"width": 390, "height": 800})
    wide = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(wide) <= 0
    page.get_by_role("button", name="Show the answer").click()
    page.get_by_role("button", name="I knew it").wait_for()
    assert page.evaluate(wide) <= 0
    page.goto("/review/cards/")
    assert page.evaluate(wide) <= 0


def test_without_scripts_a_card_is_answered_and_undone(newcomer: Callable[..., Page]) -> None:
    page = newcomer(java_script_enabled=False)
    first = front(page).inner_text()
    page.get_by_role("button", name="Show the answer").click()
    page.get_by_role("button", name="I knew it").click()
    expect(place(page)).to_contain_text("1 of")
    page.get_by_role("button", name="Undo").click()
    assert front(page).inner_text() == first
