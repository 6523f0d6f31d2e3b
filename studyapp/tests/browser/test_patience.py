"""The site takes longer than the page waits for it; saves come late, twice and after newer ones."""

from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from studyapp.tests.browser.conftest import MARKS
from studyapp.tests.browser.sitting import LATER_MS, SAVES, Database, Sitter, begin, until

pytestmark = MARKS
PATIENCE_MS = 15_000

# The page's own signal, five times as soon; `patience` is what it asked for.
SOONER = """
window.patience = new Set();
const after = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (ms) => { window.patience.add(ms); return after(ms / 5); };
"""
# The server is done with each of its four threads' saves well within this.
SETTLE_MS = 1000


def hasty(come: Any, database: Database, title: str) -> Sitter:
    """Her page waits three seconds for a reply."""
    return begin(come, database, title, lambda context: context.add_init_script(SOONER))


def saves_of(page: Page) -> list[Request]:
    """The saves that the page sends from now on."""
    found: list[Request] = []
    page.on("request", lambda sent: found.append(sent) if "/answers/" in sent.url else None)
    return found


def hang(route: Route) -> None:
    """Never answered."""


def test_a_site_that_never_answers_is_given_up_and_asked_again(
    come: Any, database: Database
) -> None:
    sitter = hasty(come, database, "never answers")
    given_up: list[str | None] = []
    sitter.page.on("requestfailed", lambda request: given_up.append(request.failure))
    sitter.page.route(SAVES, hang)
    sitter.choose(1, 1)
    expect(sitter.line(1)).to_have_text("saving …")
    expect(sitter.banner).to_contain_text("No connection. Go on answering.", timeout=LATER_MS)
    assert given_up[0] == "net::ERR_ABORTED"
    assert sitter.page.evaluate("[...window.patience]") == [PATIENCE_MS]
    assert sitter.shown_as_saved() == sitter.kept() == {}
    sitter.page.unroute(SAVES)
    sitter.is_saved()
    sitter.assert_true()
    for question in (2, 3):
        sitter.choose(question, 1)
    sitter.is_saved()
    sitter.page.route("**/finish/", hang)
    sitter.page.get_by_role("button", name="Hand in").click()
    expect(sitter.banner).to_contain_text("Not handed in yet", timeout=LATER_MS)
    assert database.finisher(sitter.attempt) == ""
    sitter.page.unroute("**/finish/")
    sitter.result()
    assert sitter.kept() == {1: 1, 2: 1, 3: 1}
    sitter.forgive()


@pytest.mark.parametrize("then", ["same", "changed", "reloaded"])
def test_a_lock_that_outlasts_the_page_ends_with_the_last_choice(
    come: Any, database: Database, then: str
) -> None:
    sitter = hasty(come, database, f"long lock {then}")
    sent = saves_of(sitter.page)
    sitter.page.on("dialog", lambda dialog: dialog.accept())
    with database.locked():
        sitter.choose(1, 1)
        until(sitter.page, lambda: len(sent) == 1)
        if then == "reloaded":
            sitter.page.reload()
        if then != "same":
            sitter.choose(1, 2)
        expect(sitter.banner).to_contain_text("No connection", timeout=LATER_MS)
        before = len(sent)
        until(sitter.page, lambda: len(sent) > before)
        assert sitter.shown_as_saved() == sitter.kept() == {}
    # Both the saves that were given up and the last one are written now, in any order.
    sitter.is_saved()
    last = {1: 1 if then == "same" else 2}
    sitter.page.wait_for_timeout(SETTLE_MS)
    sitter.assert_true()
    assert sitter.kept() == last
    query = "SELECT sequence FROM quizzes_answer WHERE attempt_id = ? AND position = 1"
    assert database.rows(query, sitter.attempt) == [(last[1],)]
    sitter.choose(1, 3)
    sitter.is_saved()
    expect(sitter.line(1)).not_to_contain_text("changed in another tab")
    assert sitter.kept() == {1: 3}
    sitter.is_marked_as_kept()
    sitter.forgive()


def test_slow_replies_are_awaited_one_by_one_and_the_last_choice_stands(sitter: Sitter) -> None:
    sitter.page.evaluate(
        "() => {const waits = [600, 0, 300, 0], real = window.fetch; let open = 0; window.most = 0;"
        "window.fetch = async (...a) => {window.most = Math.max(window.most, ++open);"
        "const reply = await real(...a);"
        "await new Promise((go) => setTimeout(go, waits.shift() ?? 0)); open--; return reply;};}"
    )
    for place in (0, 1, 2, 3):
        sitter.choose(1, place)
    sitter.is_saved()
    sitter.assert_true()
    assert sitter.kept() == {1: 3}
    assert sitter.page.evaluate("window.most") == 1


def test_saves_that_arrive_again_and_after_newer_ones_change_nothing(sitter: Sitter) -> None:
    sent = saves_of(sitter.page)
    for place in (0, 1, 2):
        sitter.choose(1, place)
        sitter.is_saved()
    replies = [again(sitter, request) for request in (sent[2], sent[0], sent[1], sent[2])]
    assert replies == [200, 409, 409, 200]
    assert sitter.kept() == {1: 2}
    sitter.assert_true()
    sitter.choose(1, 3)
    sitter.is_saved()
    expect(sitter.line(1)).not_to_contain_text("changed in another tab")
    assert sitter.kept() == {1: 3}


def again(sitter: Sitter, request: Request) -> int:
    """The same save once more, as a network that repeats and delays may bring it."""
    headers = {name: request.headers[name] for name in ("content-type", "x-csrftoken")}
    data = request.post_data_buffer
    replied = sitter.person.context.request.post(request.url, data=data, headers=headers)
    return int(replied.status)
