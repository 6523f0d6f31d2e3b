"""Marks, notes and highlights stay in the browser as long as their attempt, and no longer."""

from playwright.sync_api import expect

from studyapp.tests.browser.conftest import MARKS
from studyapp.tests.browser.sitting import Sitter
from studyapp.tests.browser.work import hands_in

pytestmark = MARKS
OLD = """(days) => Object.entries(days).forEach(([key, age]) => {
  localStorage.setItem(key, JSON.stringify({marked: ["1"], seenAt: Date.now() - age * 86_400_000}));
})"""


def keys(sitter: Sitter) -> list[str]:
    found: list[str] = sitter.page.evaluate(
        "Object.keys(localStorage).filter((key) => key.startsWith('tools:')).sort()"
    )
    return found


def own(sitter: Sitter) -> str:
    user = sitter.page.locator("[data-attempt]").get_attribute("data-user")
    return f"tools:{user}:{sitter.attempt}"


def test_marks_outlive_a_reload_and_are_gone_with_the_attempt(sitter: Sitter) -> None:
    mark = sitter.page.get_by_role("button", name="Mark for review: question 2")
    mark.click()
    sitter.page.reload()
    expect(mark).to_have_attribute("aria-pressed", "true")
    key = own(sitter)
    assert key in keys(sitter)
    hands_in(sitter.page)
    sitter.result()
    while key in keys(sitter):  # the page of the result tidies up once its script is there
        sitter.page.wait_for_timeout(50)


def test_what_belongs_to_attempts_of_long_ago_is_forgotten(sitter: Sitter) -> None:
    sitter.page.evaluate(OLD, {"tools:999:1": 31, "tools:999:2": 29})
    sitter.page.evaluate("localStorage.setItem('tools:999:3', '{\"marked\": [\"1\"]}')")
    sitter.page.evaluate("localStorage.setItem('tools:999:4', 'no JSON')")
    sitter.page.goto(f"/attempts/{sitter.attempt}/")
    sitter.page.locator("[data-attempt-page][data-ready]").wait_for()
    assert [key for key in keys(sitter) if ":999:" in key] == ["tools:999:2", "tools:999:3"]
