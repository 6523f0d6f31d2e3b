"""Items of every kind in a real browser; and practice without an account that moves into one."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from studyapp.tests.browser.conftest import MARKS, Visitor

pytestmark = MARKS


def answers_first(page: Page) -> None:
    page.goto("/practice/topic/2.8/")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    expect(page.locator("[data-verdict]")).to_be_focused()
    # The pages' policy forbids the evaluation that waiting for a function is made of.
    while page.evaluate("sessionStorage.getItem('practiced')") is None:
        page.wait_for_timeout(50)


def signs_up(page: Page, name: str) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("Username").fill(name)
    for box in page.locator("input[type=password]").all():
        box.fill("a long password for this test")
    page.get_by_role("button", name="Make").click()
    page.locator("body:not([data-reader=''])").wait_for()


def test_what_was_practiced_moves_into_the_new_account_when_asked(visitor: Visitor) -> None:
    page = visitor.page
    answers_first(page)
    assert visitor.context.cookies() == []
    signs_up(page, "moves-in")
    page.get_by_role("button", name="Yes, they are mine").click()
    page.get_by_role("link", name="See your progress").click()
    expect(page.locator("main")).to_contain_text("1 answer")
    assert page.evaluate("sessionStorage.getItem('practiced')") is None


def test_somebody_else_at_the_same_computer_can_refuse_them(visitor: Visitor) -> None:
    page = visitor.page
    answers_first(page)
    signs_up(page, "somebody-else")
    page.get_by_role("button", name="No, forget them").click()
    page.goto("/progress/")
    expect(page.get_by_role("button", name="Yes, they are mine")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Nothing yet")


def test_steps_move_by_buttons_and_by_their_places(visitor: Visitor) -> None:
    page = visitor.opens("/practice/item/u2-2.1-102/")
    steps = page.locator("[data-step]")
    last = steps.last.locator("label").inner_text()
    up = steps.last.get_by_role("button", name="up")
    up.focus()
    page.keyboard.press("Enter")
    expect(steps.nth(4).locator("label")).to_have_text(last)
    expect(steps.nth(4).get_by_role("button", name="up")).to_be_focused()
    steps.nth(4).locator("select").select_option("1")
    expect(steps.first.locator("label")).to_have_text(last)
    assert [step.locator("select").input_value() for step in steps.all()] == list("123456")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("[data-verdict]")).to_be_focused()


def test_a_prediction_by_keyboard_opens_its_run_then_its_explanation(visitor: Visitor) -> None:
    page = visitor.opens("/practice/item/u2-2.8-106/")
    page.keyboard.press("c")
    page.keyboard.press("Enter")
    expect(page.locator("[data-watch]")).to_be_focused()
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator("[data-verdict]")).to_contain_text("Right.")


@pytest.mark.parametrize(
    ("uid", "act"),
    [
        ("u2-2.1-102", "select"),
        ("u2-2.6-103", "select"),
        ("u2-2.1-104", "select"),
        ("u2-2.8-107", "type"),
        ("u2-2.1-101", "type"),
        ("u2-2.8-104", "type"),
        ("u2-2.8-103", "choose"),
        ("u2-2.4-102", "choose"),
    ],
)
def test_every_kind_is_answered_without_javascript(
    uid: str, act: str, browser: Any, site: str
) -> None:
    plain = Visitor(browser, site, java_script_enabled=False)
    page = plain.opens(f"/practice/item/{uid}/")
    if act == "select":
        for place, select in enumerate(page.locator("#practice-item select").all(), 1):
            select.select_option(index=place if uid == "u2-2.1-102" else 1)
    elif act == "type":
        for box in page.locator("#practice-item input[type=text]").all():
            box.fill("12")
    else:
        for group in page.locator("#practice-item fieldset:not(:has(fieldset))").all():
            group.locator("input").first.check()
    page.get_by_role("button", name="Check").click()
    expect(page.locator("[data-verdict]")).to_be_visible()
    plain.context.close()
