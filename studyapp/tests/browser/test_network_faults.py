"""A student sits a quiz and the connection, the site or the page is gone at some moment.

After each fault the server keeps what the page last said was saved, and the points are those of
the answers. Two tabs, lost sessions, 500 and 503 are in `test_attempts`.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from studyapp.tests.browser.conftest import MARKS
from studyapp.tests.browser.sitting import LATER_MS, SAVES, Sitter, all_on_one_page, post
from studyapp.tests.browser.work import hands_in

pytestmark = MARKS


def test_network_cut_at_load_loses_nothing(sitter: Sitter) -> None:
    sitter.choose(1, 2)
    sitter.is_saved()
    sitter.offline()
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        sitter.page.goto(f"/attempts/{sitter.attempt}/")
    sitter.offline(False)
    sitter.page.goto(f"/attempts/{sitter.attempt}/")
    expect(sitter.radio(1, 2)).to_be_checked()
    assert sitter.kept() == {1: 2}
    sitter.forgive()


def test_network_cut_at_answer_keeps_it_until_it_is_back(sitter: Sitter) -> None:
    sitter.offline()
    sitter.choose(1, 1)
    expect(sitter.banner).to_contain_text("No connection. Go on answering.")
    assert sitter.shown_as_saved() == sitter.kept() == {}
    sitter.offline(False)
    sitter.is_saved()
    sitter.assert_true()
    assert sitter.kept() == {1: 1}
    sitter.forgive()


def test_network_cut_at_next_still_turns_the_page(sitter: Sitter) -> None:
    all_on_one_page(sitter.page)
    sitter.offline()
    sitter.choose(1, 1)
    sitter.page.get_by_role("button", name="Next").click()
    expect(sitter.page.locator("#q-2")).to_be_focused()
    sitter.choose(2, 3)
    sitter.offline(False)
    sitter.is_saved()
    assert sitter.kept() == {1: 1, 2: 3}
    sitter.forgive()


def test_network_cut_at_submit_hands_in_when_it_is_back(sitter: Sitter) -> None:
    sitter.choose(1, 1)
    sitter.is_saved()
    sitter.offline()
    sitter.choose(2, 2)
    hands_in(sitter.page)
    expect(sitter.banner).to_contain_text("Not handed in yet")
    assert sitter.database.finisher(sitter.attempt) == ""
    sitter.offline(False)
    sitter.result()
    assert sitter.kept() == {1: 1, 2: 2}
    assert sitter.database.finisher(sitter.attempt) == "student"
    sitter.forgive()


def test_network_cut_five_seconds_before_the_end_is_within_the_grace(sitter: Sitter) -> None:
    sitter.choose(1, 1)
    sitter.is_saved()
    sitter.database.leave(sitter.attempt, 5)
    sitter.page.reload()
    sitter.offline()
    sitter.choose(2, 2)
    expect(sitter.banner).to_contain_text("Not handed in yet", timeout=LATER_MS)
    expect(sitter.radio(3, 0)).to_be_disabled()
    sitter.page.wait_for_timeout(500)
    sitter.offline(False)
    sitter.result()
    assert sitter.kept() == {1: 1, 2: 2}
    assert sitter.database.finisher(sitter.attempt) == "deadline"
    sitter.forgive()


def test_time_over_while_offline_and_past_the_grace_goes_to_the_teacher(sitter: Sitter) -> None:
    sitter.page.route(SAVES, lambda route: route.abort())
    sitter.choose(1, 1)
    expect(sitter.banner).to_contain_text("No connection")
    key = sitter.page.evaluate(
        "() => {const k = Object.keys(localStorage).find((name) => name.startsWith('outbox:'));"
        "const v = JSON.parse(localStorage[k]); v.made_at -= 200000;"
        "localStorage[k] = JSON.stringify(v); return k;}"
    )
    assert key.endswith(f":{sitter.attempt}:1")
    sitter.database.leave(sitter.attempt, -100)
    sitter.page.unroute(SAVES)
    # The reload forgets what only the page knew.
    sitter.page.on("dialog", lambda dialog: dialog.accept())
    sitter.page.evaluate("document.querySelector('[data-attempt]').dataset.leaving = 'yes'")
    sitter.page.goto(f"/attempts/{sitter.attempt}/")
    expect(sitter.page.locator("[data-leftovers]")).to_contain_text("kept for your teacher")
    assert sitter.kept() == {}
    post(sitter.teacher, f"/attempts/{sitter.attempt}/late/")
    assert sitter.kept() == {1: 1}
    sitter.result()
    sitter.forgive()


def failing(status: int) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, content_type="text/html", body="<h1>No</h1>")


@pytest.mark.parametrize("status", [502, 413])
def test_a_refusal_on_the_way_is_tried_again_and_holds_up_no_other(
    sitter: Sitter, status: int
) -> None:
    first = f"**/attempts/{sitter.attempt}/answers/1/"
    sitter.page.route(first, failing(status))
    sitter.choose(1, 1)
    expect(sitter.banner).to_contain_text("The site cannot save just now")
    sitter.choose(2, 2)
    expect(sitter.line(2)).to_contain_text("saved", timeout=LATER_MS)
    sitter.assert_true()
    assert sitter.kept() == {2: 2}
    sitter.page.unroute(first)
    sitter.is_saved()
    assert sitter.kept() == {1: 1, 2: 2}
    sitter.forgive()


def test_handing_in_brings_along_what_could_not_be_saved_by_itself(sitter: Sitter) -> None:
    sitter.page.route(SAVES, failing(502))
    sitter.choose(1, 1)
    expect(sitter.banner).to_contain_text("The site cannot save just now")
    hands_in(sitter.page)
    sitter.result()
    assert sitter.kept() == {1: 1}
    sitter.forgive()


def test_a_lost_token_is_renewed_without_a_word(sitter: Sitter) -> None:
    sitter.person.context.clear_cookies(name="csrftoken")
    sitter.choose(1, 3)
    sitter.is_saved()
    sitter.assert_true()
    assert sitter.kept() == {1: 3}
    sitter.forgive()


@pytest.mark.parametrize("how", ["close", "back"])
def test_leaving_with_unsent_answers_sends_them_when_she_is_back(sitter: Sitter, how: str) -> None:
    context: BrowserContext = sitter.person.context
    sitter.page.on("dialog", lambda dialog: dialog.accept())
    if how == "back":
        sitter.page.goto("/progress/")
        sitter.page.goto(f"/attempts/{sitter.attempt}/")
    context.route(SAVES, lambda route: route.abort())
    sitter.choose(1, 1)
    expect(sitter.banner).to_contain_text("No connection")
    if how == "back":
        sitter.page.go_back()
        context.unroute(SAVES)
        sitter.page.go_forward()
    else:
        sitter.page.close()
        context.unroute(SAVES)
        sitter.page = context.new_page()
        sitter.page.goto(f"/attempts/{sitter.attempt}/")
    sitter.is_saved()
    expect(sitter.radio(1, 1)).to_be_checked()
    sitter.assert_true()
    assert sitter.kept() == {1: 1}
    sitter.forgive()


def test_an_answer_is_sent_on_its_way_when_the_page_goes(sitter: Sitter) -> None:
    sitter.page.evaluate(
        "() => {const box = document.querySelector('input[name=choice-1]'); box.checked = true;"
        "box.dispatchEvent(new Event('change', {bubbles: true})); location.assign('/progress/');}"
    )
    sitter.page.on("dialog", lambda dialog: dialog.accept())
    sitter.page.wait_for_url("**/progress/")
    sitter.page.goto(f"/attempts/{sitter.attempt}/")
    sitter.is_saved() if sitter.page.locator(".is-offline").count() else None
    assert sitter.kept() == {1: 0}
    sitter.forgive()


def test_when_a_part_of_the_script_does_not_come_the_page_says_how_to_save(sitter: Sitter) -> None:
    page = sitter.page
    expect(sitter.banner).to_have_text("Each answer is saved as you give it.")
    page.route("**/js/attempt/clock*.js", lambda route: route.abort())
    page.goto(f"/attempts/{sitter.attempt}/")
    expect(sitter.banner).to_have_text("Press “Save and go on later” to keep your answers.")
    sitter.choose(1, 2)
    page.get_by_role("button", name="Save and go on later").click()
    expect(page.get_by_text("Your answers are saved. The quiz is still open.")).to_be_visible()
    expect(sitter.radio(1, 2)).to_be_checked()
    assert sitter.kept() == {1: 2}
    expect(page.locator("[data-attempt-page]:not([data-ready])")).to_be_visible()
    page.get_by_role("button", name="Hand in").click()
    page.get_by_role("button", name="Hand in all the same").click()
    sitter.result()
    sitter.forgive()
