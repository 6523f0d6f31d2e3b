"""A prediction in an attempt: chosen freely, saved by its button, then final, and then its run."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from studyapp.tests.browser.conftest import MARKS, Visitor

pytestmark = MARKS
ITEM = "u2-2.8-106"
BUTTON = "Predict and see the run"


@pytest.fixture
def begun(come: Any, request: Any) -> Visitor:
    """The student with a fresh attempt at one prediction open."""
    title = request.node.name[5:100]
    page = come("teacher").opens("/quizzes/new/?topic=2.8")
    page.get_by_label("Title").fill(title)
    page.locator(f"input[name=items][value='{ITEM}']").check()
    page.get_by_role("button", name="Make the quiz").click()
    page.wait_for_url("**/quizzes/*/")
    page.goto("/classes/1/assign/")
    page.get_by_label("What to assign").select_option(label=title)
    page.get_by_role("button", name="Assign").click()
    page.wait_for_url("**/classes/1/")
    student = come("student")
    row = student.opens("/classes/").locator(".todo li", has_text=title)
    row.get_by_role("button", name="Open").click()
    student.page.wait_for_url("**/attempts/*/")
    student.page.locator("[data-attempt-page][data-ready]").wait_for()
    return student


def line(page: Page) -> Any:
    return page.locator("[data-saved]")


def test_a_prediction_is_chosen_by_arrows_and_its_run_comes_once_it_is_saved(
    begun: Visitor,
) -> None:
    page = begun.page
    expect(page.locator("[data-chart], [data-watch]")).to_have_count(0)
    first = page.locator("input[name='choice-1.prediction']").first
    first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(line(page)).to_be_empty()
    page.get_by_role("button", name=BUTTON).focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-watch]")).to_be_focused()
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    expect(line(page)).to_contain_text("saved ")
    expect(page.locator("input[name='choice-1.prediction']")).to_have_value("2")
    page.locator("input[name='choice-1.explanation']").nth(1).check()
    expect(line(page)).not_to_have_text("saving …")
    page.reload()
    expect(page.locator("input[name='choice-1.explanation']").nth(1)).to_be_checked()


def test_a_second_tab_is_shown_the_prediction_that_stands(begun: Visitor) -> None:
    page = begun.page
    other = begun.context.new_page()
    other.add_init_script("delete window.BroadcastChannel")  # it hears nothing of the first
    other.goto(page.url)
    page.locator("input[name='choice-1.prediction']").first.check()
    page.get_by_role("button", name=BUTTON).click()
    page.locator("[data-watch]").wait_for()
    other.locator("input[name='choice-1.prediction']").nth(1).check()
    other.get_by_role("button", name=BUTTON).click()
    other.locator("[data-watch]").wait_for()
    expect(other.locator("input[name='choice-1.prediction']")).to_have_value("0")
    expect(line(other)).to_contain_text("changed in another tab")


def test_handing_in_brings_a_prediction_that_was_chosen_only(begun: Visitor) -> None:
    page = begun.page
    page.get_by_role("button", name=BUTTON).click()
    expect(line(page)).to_have_text("Choose a prediction first.")
    page.locator("input[name='choice-1.prediction']").first.check()
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator("main")).to_contain_text("Receipt", timeout=20_000)


def test_a_prediction_opens_its_run_in_the_other_tab_too(begun: Visitor) -> None:
    page = begun.page
    other = begun.context.new_page()
    other.goto(page.url)
    other.locator("[data-attempt-page][data-ready]").wait_for()
    page.locator("input[name='choice-1.prediction']").first.check()
    page.get_by_role("button", name=BUTTON).click()
    page.locator("[data-watch]").wait_for()
    other.locator("[data-watch]").wait_for()
    other.locator("input[name='choice-1.explanation']").nth(1).check()
    expect(page.locator("input[name='choice-1.explanation']").nth(1)).to_be_checked()
