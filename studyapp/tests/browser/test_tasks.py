"""A laboratory task from the prediction to the marks, by a student and without an account."""

from typing import Any

from playwright.sync_api import Page, expect

from studyapp.tests.browser.conftest import MARKS, Visitor
from studyapp.tests.browser.test_pages import problems_of

pytestmark = MARKS


def opened(page: Page) -> Page:
    page.get_by_label("When it comes at once").check()
    page.get_by_role("button", name="Lock in").click()
    page.wait_for_selector("#lab[data-state=playing]")
    return page


def plugged(page: Page) -> None:
    """Tetrodotoxin, and the goals as the server replays them."""
    page.get_by_role("switch", name="Plug Na⁺ gates").check()
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Check the run").click()
    expect(page.locator("#task-status")).to_contain_text("of 2 reached")


def test_a_student_does_a_task_on_a_cell_of_her_own(come: Any) -> None:
    person = come("student")
    page = person.opens("/sim/tasks/least-atp/")
    page.get_by_role("button", name="Begin with a cell").click()
    opened(page)
    plugged(page)
    expect(page.locator("#task-status")).to_contain_text("2 of 2")
    page.reload()  # nothing that was done is lost
    expect(page.locator("#event-list")).to_contain_text("Tetrodotoxin plugs")
    assert page.get_by_role("switch", name="Plug Na⁺ gates").is_checked()
    page.wait_for_load_state("networkidle")
    page.get_by_label("What was the highest Na⁺").fill("140")
    page.get_by_label("Na⁺ runs down its electrochemical").check()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("of 5")
    assert problems_of(page) == []
    # The link leads to the same cell with the same changes.
    page.get_by_role("link", name="Open this run in the laboratory").click()
    expect(page.locator("#event-list")).to_contain_text("Tetrodotoxin plugs")


def test_without_an_account_a_task_is_done_and_not_kept(visitor: Visitor) -> None:
    page = visitor.opens("/sim/tasks/least-atp/")
    page.get_by_role("link", name="Try it now").click()
    opened(page)
    plugged(page)
    page.get_by_label("The pump turns around").check()
    page.get_by_role("button", name="Mark my trial").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("3 of 5")
    expect(page.get_by_text("a trial", exact=False).first).to_be_visible()


def test_the_run_can_be_begun_again(visitor: Visitor) -> None:
    page = opened(visitor.opens("/sim/tasks/least-atp/try/"))
    page.get_by_role("switch", name="Plug Na⁺ gates").check()
    page.get_by_role("button", name="Restart").click()
    expect(page.get_by_role("switch", name="Plug Na⁺ gates")).not_to_be_checked()
    page.reload()
    page.wait_for_selector("#lab[data-state]:not([data-state=starting])")
    assert not page.get_by_role("switch", name="Plug Na⁺ gates").is_checked()
