"""An attempt under bad conditions: two tabs, a lost session, a failing site, a full outbox."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from studyapp.tests.browser.conftest import MARKS, PASSWORD, Visitor
from studyapp.tests.browser.sitting import LATER_MS, SAVED, SAVES, Sitter
from studyapp.tests.browser.work import hands_in

pytestmark = MARKS


@pytest.fixture
def begun(sitter: Sitter) -> Visitor:
    """The student with a fresh attempt at three questions open."""
    return sitter.person


def radio(page: Page, question: int, place: int) -> Any:
    return page.locator(f'input[name=choice-{question}][value="{place}"]')


def line(page: Page, question: int) -> Any:
    return page.locator(".question").nth(question - 1).locator("[data-saved]")


def banner(page: Page) -> Any:
    return page.locator("[data-save-state]")


def choose(page: Page, question: int, place: int, saved: bool = True) -> None:
    radio(page, question, place).check()
    if saved:
        expect(line(page, question)).not_to_have_text("saving …")
        expect(banner(page)).to_have_text(SAVED)


def other_tab(person: Visitor, path: str) -> Page:
    page = person.context.new_page()
    page.goto(path)
    return page


def deaf_tab(person: Visitor, path: str) -> Page:
    """One that hears nothing of the others, as on another device."""
    page = person.context.new_page()
    page.add_init_script("delete window.BroadcastChannel")
    page.goto(path)
    return page


def sign_in(person: Visitor, name: str) -> None:
    page = other_tab(person, "/accounts/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Classes").wait_for()
    page.close()


def kept(person: Visitor) -> list[str]:
    """What the server has, question by question."""
    page = other_tab(person, person.page.url)
    checked = page.locator("input[type=radio][checked]").all()
    found = [f"{r.get_attribute('name')}={r.get_attribute('value')}" for r in checked]
    page.close()
    return found


def forgive(person: Visitor) -> None:
    """The browser itself notes each refused request: these are meant."""
    meant = ("Failed to load resource",)
    assert [fault for fault in person.faults if meant[0] not in fault] == []
    person.faults.clear()
    person.meant = meant


def test_two_tabs_the_older_one_shows_what_is_kept_and_goes_on_from_there(begun: Visitor) -> None:
    first = begun.page
    second = deaf_tab(begun, first.url)
    choose(first, 1, 1)
    choose(first, 1, 2)
    radio(second, 1, 0).click()  # the answer may come before `check` has looked
    expect(line(second, 1)).to_contain_text("changed in another tab or device")
    expect(radio(second, 1, 2)).to_be_checked()
    expect(banner(second)).to_contain_text("Changed in another tab or device: question 1")
    choose(second, 1, 3)
    assert kept(begun) == ["choice-1=3"]
    # Counting further than the other tab is no license to overwrite it.
    first.route(SAVES, lambda route: route.abort())
    for place in (0, 1, 0):
        choose(first, 1, place, saved=False)
    first.unroute(SAVES)
    expect(line(first, 1)).to_contain_text("changed in another tab", timeout=LATER_MS)
    expect(radio(first, 1, 3)).to_be_checked()
    assert kept(begun) == ["choice-1=3"]
    forgive(begun)


def test_a_stale_tab_hands_in_what_is_kept(begun: Visitor) -> None:
    stale = deaf_tab(begun, begun.page.url)
    choose(begun.page, 1, 2)
    choose(begun.page, 2, 2)
    stale.get_by_role("button", name="Save and go on later").click()
    stale.get_by_text("Your answers are saved").wait_for()
    assert kept(begun) == ["choice-1=2", "choice-2=2"]


def test_after_the_session_is_gone_signing_in_elsewhere_saves_the_answer(begun: Visitor) -> None:
    page = begun.page
    choose(page, 1, 1)
    begun.context.clear_cookies(name="sessionid")
    radio(page, 2, 3).check()
    expect(banner(page)).to_have_text(
        "You have been signed out. Sign in again (opens in a new tab); your answers are kept here."
    )
    again = banner(page).get_by_role("link")
    expect(again).to_have_attribute("target", "_blank")
    sign_in(begun, "student")
    expect(banner(page)).to_have_text(SAVED, timeout=LATER_MS)
    assert kept(begun) == ["choice-1=1", "choice-2=3"]
    hands_in(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("of 3")
    forgive(begun)


def test_nothing_is_sent_while_somebody_else_is_signed_in(begun: Visitor) -> None:
    page = begun.page
    sent: list[str] = []
    begun.context.clear_cookies()
    sign_in(begun, "editor")
    radio(page, 1, 1).check()
    expect(banner(page)).to_contain_text("Somebody else is signed in")
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else 0)
    hands_in(page)
    radio(page, 2, 2).check()
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(1500)
    assert sent == []
    expect(banner(page)).to_contain_text("Somebody else is signed in")
    begun.context.clear_cookies()
    sign_in(begun, "student")
    expect(banner(page)).to_have_text(SAVED, timeout=LATER_MS)
    assert kept(begun) == ["choice-1=1", "choice-2=2"]
    forgive(begun)


def cut(route: Route) -> None:
    route.abort("connectionreset")


def failing(status: int) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, content_type="text/html", body="<h1>No</h1>")


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (failing(500), "The site cannot save just now"),
        (failing(503), "The site cannot save just now"),
        (cut, "No connection"),
    ],
    ids=["500", "503", "cut"],
)
def test_what_could_not_be_saved_is_saved_later(begun: Visitor, trouble: Any, told: str) -> None:
    page = begun.page
    page.route(SAVES, trouble)
    choose(page, 1, 1, saved=False)
    expect(banner(page)).to_contain_text(told)
    expect(line(page, 1)).to_have_text("saving …")
    choose(page, 1, 2, saved=False)
    choose(page, 3, 0, saved=False)
    page.unroute(SAVES)
    expect(banner(page)).to_have_text(SAVED, timeout=LATER_MS)
    assert kept(begun) == ["choice-1=2", "choice-3=0"]
    forgive(begun)


def test_a_reload_keeps_what_was_not_sent_yet(begun: Visitor) -> None:
    page = begun.page
    page.route(SAVES, failing(503))
    choose(page, 1, 1, saved=False)
    choose(page, 2, 3, saved=False)
    expect(banner(page)).to_contain_text("cannot save just now")
    keys = page.evaluate(
        "Object.keys(localStorage).filter((key) => key.startsWith('outbox')).sort()"
    )
    attempt = page.url.rstrip("/").rsplit("/", 1)[1]
    user = page.locator("[data-attempt]").get_attribute("data-user")
    assert keys == [f"outbox:{user}:{attempt}:{position}" for position in (1, 2)]
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(radio(page, 2, 3)).to_be_checked()
    page.unroute(SAVES)
    expect(banner(page)).to_have_text(SAVED, timeout=LATER_MS)
    assert kept(begun) == ["choice-1=1", "choice-2=3"]
    forgive(begun)


def test_an_answer_after_handing_in_elsewhere_is_listed_as_not_saved(begun: Visitor) -> None:
    page = begun.page
    other = other_tab(begun, page.url)
    choose(page, 1, 1)
    hands_in(other)
    expect(other.get_by_role("heading", level=1)).to_contain_text("of 3")
    radio(page, 2, 2).check()
    expect(line(page, 2)).to_contain_text("not saved")
    expect(banner(page)).to_contain_text("Not saved: question 2")
    expect(banner(page)).not_to_contain_text("All answers are saved")
    banner(page).get_by_role("link", name="See the result").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("of 3")
    forgive(begun)


def test_a_double_click_hands_in_once(begun: Visitor) -> None:
    choose(begun.page, 1, 1)
    begun.page.get_by_role("button", name="Hand in", exact=True).dblclick()
    begun.page.get_by_role("button", name="Hand in all the same").dblclick()
    expect(begun.page.get_by_role("heading", level=1)).to_contain_text("of 3")


def ready_tab(person: Visitor) -> Page:
    page = other_tab(person, person.page.url)
    page.locator("[data-attempt-page][data-ready]").wait_for()
    return page


def test_an_answer_saved_in_one_tab_shows_up_in_the_other(begun: Visitor) -> None:
    first, second = begun.page, ready_tab(begun)
    choose(first, 1, 2)
    expect(radio(second, 1, 2)).to_be_checked()
    expect(line(second, 1)).to_contain_text("in another tab")
    expect(second.locator(".hand-in [data-count]")).to_have_text("1 of 3 answered")
    choose(second, 1, 3)
    expect(line(second, 1)).not_to_contain_text("another tab")
    expect(radio(first, 1, 3)).to_be_checked()
    assert kept(begun) == ["choice-1=3"]


def test_a_question_that_is_being_answered_is_not_changed_by_another_tab(begun: Visitor) -> None:
    first, second = begun.page, ready_tab(begun)
    second.route(SAVES, lambda route: route.abort())
    choose(second, 1, 0, saved=False)
    expect(banner(second)).to_contain_text("No connection")
    choose(first, 1, 2)
    choose(first, 2, 1)
    # Heard after the one before it.
    expect(radio(second, 2, 1)).to_be_checked()
    expect(radio(second, 1, 0)).to_be_checked()
    second.unroute(SAVES)
    expect(line(second, 1)).to_contain_text("changed in another tab", timeout=LATER_MS)
    expect(radio(second, 1, 2)).to_be_checked()
    assert kept(begun) == ["choice-1=2", "choice-2=1"]
    forgive(begun)
