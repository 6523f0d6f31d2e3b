"""Work of its own for a test: the demonstration class belongs to all of them."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page


def given_quiz(come: Any, title: str, items: int = 2) -> Page:
    """A quiz that the teacher has just made and assigned; the student's page with it open."""
    teacher, student = come("teacher"), come("student")
    page = teacher.opens("/quizzes/new/?topic=2.8")
    page.get_by_label("Title").fill(title)
    for box in page.locator("input[name=items]").all()[:items]:
        box.check()
    page.get_by_role("button", name="Make the quiz").click()
    page.goto("/classes/1/assign/")
    page.get_by_label("What to assign").select_option(label=title)
    page.get_by_role("button", name="Assign").click()
    work: Page = student.opens("/classes/")
    work.locator(".todo li", has_text=title).get_by_role("button", name="Open").click()
    work.wait_for_url("**/attempts/*/", wait_until="networkidle")
    return work


def hands_in(page: Page) -> None:
    """Press the button, and the one of the step that asks as questions have no answer."""
    page.get_by_role("button", name="Hand in", exact=True).click()
    page.get_by_role("button", name="Hand in all the same").click()


def previewed(page: Page, address: str) -> Iterator[None]:
    """Stops at the form of a term, at the preview of its unchanged working copy, at its history."""
    page.goto(address)
    page.get_by_role("link", name="Edit this page").click()
    page.wait_for_url("**/change/**")
    form = page.url
    yield
    page.get_by_role("button", name="Save and preview").click()
    page.wait_for_url("**/preview/**")
    yield
    page.goto(form)
    page.get_by_role("link", name="History").click()
    page.wait_for_url("**/history/**")
    yield
