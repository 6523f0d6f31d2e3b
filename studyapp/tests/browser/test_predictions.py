"""A scenario asks first: the prediction is locked, the run answers, the page compares."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from studyapp.tests.browser.conftest import MARKS, Visitor

pytestmark = MARKS


def opened(visitor: Visitor, path: str = "/sim/ouabain/") -> Page:
    page = visitor.opens(path)
    page.locator("#lab:not([data-state=starting])").wait_for()
    page.locator("#charts .js-plotly-plot").first.wait_for()
    return page


def predict(page: Page, place: int) -> None:
    page.locator("#predict input").nth(place).check()
    page.get_by_role("button", name="Lock in my prediction").click()


def test_the_run_waits_for_the_prediction_and_then_answers_it(visitor: Visitor) -> None:
    page = opened(visitor)
    expect(page.locator("#lab")).to_have_attribute("data-state", "paused")
    assert page.locator("#lab").get_attribute("data-t") == "0"
    predict(page, 0)
    expect(page.locator("#lab")).to_have_attribute("data-state", "playing")
    expect(page.locator("#predict-told")).to_be_hidden()
    page.locator("#speed").select_option(label="1 s = 15 min")
    told = page.locator("#predict-told")
    expect(told).to_be_visible()
    expect(told).to_contain_text("The run says otherwise.")
    expect(told).to_contain_text("some six millivolts")
    assert page.locator("#explained").evaluate("e => e.open")


def test_a_locked_prediction_cannot_be_changed_and_survives_a_reload(visitor: Visitor) -> None:
    page = opened(visitor)
    predict(page, 1)
    expect(page.locator("#predict input").first).to_be_hidden()
    page.reload()
    expect(page.locator("#predict-mine")).to_contain_text("drops by some millivolts at once")
    expect(page.locator("#predict input").first).to_be_hidden()
    page.locator("#speed").select_option(label="1 s = 15 min")
    expect(page.locator("#predict-told")).to_contain_text("As you said.")
    page.get_by_role("button", name="Predict again").click()
    expect(page.locator("#predict input").first).to_be_focused()


def test_it_can_be_left_out(visitor: Visitor) -> None:
    page = opened(visitor)
    page.get_by_role("button", name="Just run it").click()
    expect(page.locator("#lab")).to_have_attribute("data-state", "playing")
    expect(page.locator("#predict")).to_be_hidden()


@pytest.mark.parametrize("path", ["/sim/", "/sim/ouabain/?return=/practice/"])
def test_nothing_stands_between_the_first_visit_or_a_mistake_and_the_run(
    visitor: Visitor, path: str
) -> None:
    page = opened(visitor, path)
    expect(page.locator("#lab")).to_have_attribute("data-state", "playing")


def test_without_javascript_the_predictions_are_a_list(browser: Any, site: str) -> None:
    plain = Visitor(browser, site, java_script_enabled=False)
    page = plain.opens("/sim/ouabain/")
    expect(page.locator(".predict-list li")).to_have_count(4)
    expect(page.get_by_role("button", name="Lock in my prediction")).to_be_hidden()
    plain.context.close()
