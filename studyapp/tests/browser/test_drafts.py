"""Drafts of written answers on a shared computer: each reader finds her own or none."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route

from studyapp.tests.browser.conftest import MARKS, PATIENCE_MS

pytestmark = MARKS
SITE = "http://drafts.test"
PAGE = """<!doctype html><body data-reader="{reader}">
<textarea data-keep="u2-fr-001-A"></textarea>
<script src="/practice.js" type="module"></script>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab on a page with one written answer; `/7` is the page as reader 7 gets it."""
    context = browser.new_context(base_url=SITE)
    context.set_default_timeout(PATIENCE_MS)

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(f"{SITE}/")
        if name.endswith(".js"):
            path = settings.BASE_DIR / "static" / "js" / name
            route.fulfill(content_type="text/javascript", body=path.read_text())
        else:
            route.fulfill(content_type="text/html", body=PAGE.format(reader=name))

    context.route("**/*", answer)
    yield context.new_page()
    context.close()


def opened(page: Page, reader: str) -> Any:
    page.goto(f"/{reader}")
    return page.locator("textarea")


def test_a_reader_finds_her_draft_again(page: Page) -> None:
    opened(page, "7").fill("Sodium leaves.")
    assert opened(page, "7").input_value() == "Sodium leaves."


@pytest.mark.parametrize("other", ["8", "77", ""])
def test_another_reader_finds_none_and_leaves_none_behind(page: Page, other: str) -> None:
    opened(page, "7").fill("Sodium leaves.")
    assert opened(page, other).input_value() == ""
    assert page.evaluate("sessionStorage.length") == 0
    assert opened(page, "7").input_value() == ""


def test_a_draft_without_an_account_is_not_shown_to_the_next_who_signs_in(page: Page) -> None:
    opened(page, "").fill("Sodium leaves.")
    assert opened(page, "").input_value() == "Sodium leaves."
    assert opened(page, "7").input_value() == ""


def test_what_else_the_tab_keeps_is_left_alone(page: Page) -> None:
    opened(page, "7")
    page.evaluate(
        "sessionStorage.setItem('theme', 'dark'), sessionStorage.setItem('draft:u2', 'x')"
    )
    opened(page, "7")
    assert page.evaluate("Object.keys(sessionStorage)") == ["theme"]
