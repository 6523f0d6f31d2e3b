"""Every fault we could think of while a student sits a quiz with a time limit.

After each one the server keeps what the page last said was saved, and the points are those of the
answers. Two tabs, lost sessions, 500 and 503 are in `test_attempts`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from studyapp.tests.browser.conftest import MARKS, Visitor
from studyapp.tests.browser.sitting import LATER_MS, SAVES, Database, Sitter, post

pytestmark = MARKS
FINISH = "**/attempts/*/finish/"


@pytest.fixture(scope="module")
def database(site_folder: Path) -> Database:
    return Database(site_folder)


@pytest.fixture(scope="module")
def signed_in(browser: Browser, site: str) -> dict[str, Any]:
    """The sessions of teacher and student: signing in each time would take longest of all."""
    found = {}
    for name in ("teacher", "student"):
        person = Visitor(browser, site).signs_in(name)
        found[name] = person.context.storage_state()
        person.context.close()
    return found


@pytest.fixture
def come(browser: Browser, site: str, signed_in: dict[str, Any]) -> Any:
    people: list[Visitor] = []

    def person(name: str) -> Visitor:
        size = {"width": 1280, "height": 900}
        people.append(Visitor(browser, site, viewport=size, storage_state=signed_in[name]))
        return people[-1]

    yield person
    for one in people:
        one.context.close()
        assert one.faults == []


@pytest.fixture
def sitter(come: Any, database: Database, site: str, request: Any) -> Sitter:
    """The student with a fresh attempt at three questions, forty minutes, all on one page."""
    return begin(come, database, request.node.name[5:100])


def begin(come: Any, database: Database, title: str, before: Any = None) -> Sitter:
    teacher, student = come("teacher"), come("student")
    uids = [
        uid
        for (uid,) in database.rows(
            "SELECT uid FROM quizzes_item WHERE kind = 'single-choice' AND published IS NOT NULL"
            " AND topic = '2.8' ORDER BY uid LIMIT 3"
        )
    ]
    made = teacher.context.request.post(
        "/quizzes/new/", data=_form(teacher, title=title, minutes="40", items=uids),
        headers={"Content-Type": "application/x-www-form-urlencoded", "Referer": teacher.site},
    )  # fmt: skip
    quiz = made.url.strip("/").rsplit("/", 1)[1]
    post(teacher, "/classes/1/assign/", what=f"quiz:{quiz}")
    query = "SELECT id FROM classes_assignment WHERE activity = 'quiz' AND activity_id = ?"
    (given,) = database.rows(query, quiz)[0]
    reached = post(student, f"/attempts/begin/{given}/").url
    if before:
        before(student.context)
    student.page.goto(reached)
    sitter = Sitter(student, teacher, database)
    _all_on_one_page(student.page)
    return sitter


def _form(person: Visitor, *, items: list[str], **fields: str) -> str:
    from urllib.parse import urlencode  # noqa: PLC0415

    cookies = {c["name"]: c["value"] for c in person.context.cookies()}
    pairs = [("csrfmiddlewaretoken", cookies["csrftoken"]), *fields.items()]
    return urlencode([*pairs, *(("items", uid) for uid in items)])


def _all_on_one_page(page: Page) -> None:
    page.evaluate("document.querySelector('[data-switch=oneByOne]').click()")


def offline(sitter: Sitter, is_off: bool = True) -> None:
    sitter.person.context.set_offline(is_off)


def test_network_cut_at_load_loses_nothing(sitter: Sitter) -> None:
    sitter.choose(1, 2)
    sitter.is_saved()
    offline(sitter)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        sitter.page.goto(f"/attempts/{sitter.attempt}/")
    offline(sitter, False)
    sitter.page.goto(f"/attempts/{sitter.attempt}/")
    expect(sitter.radio(1, 2)).to_be_checked()
    assert sitter.kept() == {1: 2}
    sitter.forgive()


def test_network_cut_at_answer_keeps_it_until_it_is_back(sitter: Sitter) -> None:
    offline(sitter)
    sitter.choose(1, 1)
    expect(sitter.banner).to_contain_text("No connection. Go on answering.")
    assert sitter.shown_as_saved() == sitter.kept() == {}
    offline(sitter, False)
    sitter.is_saved()
    sitter.assert_true()
    assert sitter.kept() == {1: 1}
    sitter.forgive()


def test_network_cut_at_next_still_turns_the_page(sitter: Sitter) -> None:
    _all_on_one_page(sitter.page)
    offline(sitter)
    sitter.choose(1, 1)
    sitter.page.get_by_role("button", name="Next").click()
    expect(sitter.page.locator("#q-2")).to_be_focused()
    sitter.choose(2, 3)
    offline(sitter, False)
    sitter.is_saved()
    assert sitter.kept() == {1: 1, 2: 3}
    sitter.forgive()


def test_network_cut_at_submit_hands_in_when_it_is_back(sitter: Sitter) -> None:
    sitter.choose(1, 1)
    sitter.is_saved()
    offline(sitter)
    sitter.choose(2, 2)
    sitter.page.get_by_role("button", name="Hand in").click()
    expect(sitter.banner).to_contain_text("Not handed in yet")
    assert sitter.database.finisher(sitter.attempt) == ""
    offline(sitter, False)
    sitter.result()
    assert sitter.kept() == {1: 1, 2: 2}
    assert sitter.database.finisher(sitter.attempt) == "student"
    sitter.forgive()


def test_network_cut_five_seconds_before_the_end_is_within_the_grace(sitter: Sitter) -> None:
    sitter.choose(1, 1)
    sitter.is_saved()
    sitter.database.leave(sitter.attempt, 5)
    sitter.page.reload()
    offline(sitter)
    sitter.choose(2, 2)
    expect(sitter.banner).to_contain_text("Not handed in yet", timeout=LATER_MS)
    expect(sitter.radio(3, 0)).to_be_disabled()
    sitter.page.wait_for_timeout(500)
    offline(sitter, False)
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


def test_another_device_goes_on_where_the_first_one_was(come: Any, sitter: Sitter) -> None:
    sitter.choose(1, 2)
    sitter.is_saved()
    other = come("student")
    page = other.opens(f"/attempts/{sitter.attempt}/")
    _all_on_one_page(page)
    expect(sitter.radio(1, 2, page)).to_be_checked()
    sitter.radio(1, 3, page).check()
    expect(page.locator("[data-save-state]")).to_have_text("All answers are saved.")
    sitter.page.locator('input[name=choice-1][value="0"]').click()
    expect(sitter.line(1)).to_contain_text("changed in another tab or device")
    expect(sitter.radio(1, 3)).to_be_checked()
    assert sitter.kept() == {1: 3}
    sitter.forgive()


@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_wrong_clock_changes_neither_the_time_left_nor_what_counts(
    come: Any, database: Database, minutes: int
) -> None:
    skew = f"const now = Date.now; Date.now = () => now() + {minutes * 60_000};"
    sitter = begin(come, database, f"skew {minutes}", lambda context: context.add_init_script(skew))
    expect(sitter.page.locator("[data-left]")).to_contain_text("39:5")
    database.leave(sitter.attempt, 4)
    sitter.page.reload()
    sitter.choose(1, 1)
    sitter.result()
    assert sitter.kept() == {1: 1}
    assert database.finisher(sitter.attempt) == "deadline"
    sitter.forgive()


def test_extra_time_reaches_the_open_page_with_the_next_save(sitter: Sitter) -> None:
    sitter.database.leave(sitter.attempt, 120)
    sitter.page.reload()
    expect(sitter.page.locator("[data-left]")).to_contain_text("1:5")
    post(sitter.teacher, f"/attempts/{sitter.attempt}/time/", minutes="10")
    sitter.choose(1, 1)
    expect(sitter.page.locator("[data-left]")).to_contain_text("11:5")
    expect(sitter.page.locator("[data-said]")).to_contain_text("You have more time")
    sitter.assert_true()


def test_the_clock_speaks_at_thresholds_and_when_asked(sitter: Sitter) -> None:
    said = sitter.page.locator("[data-said]")
    expect(sitter.page.get_by_role("timer")).to_have_attribute("aria-live", "off")
    assert said.inner_text() == ""
    sitter.page.get_by_role("button", name="Ask how much time is left").click()
    expect(said).to_contain_text("40 minutes left. Your time ends at")
    sitter.page.get_by_role("button", name="Hide the time").click()
    expect(sitter.page.locator("[data-left]")).to_have_text("")
    sitter.database.leave(sitter.attempt, 302)
    sitter.page.reload()
    expect(said).to_contain_text("5 minutes left", timeout=8000)
    expect(sitter.page.locator("[data-left]")).to_contain_text("4:5")


def test_handing_in_twice_hands_in_once(sitter: Sitter) -> None:
    sitter.choose(1, 1)
    other = sitter.person.context.new_page()
    other.goto(f"/attempts/{sitter.attempt}/")
    for page in (sitter.page, other):
        page.get_by_role("button", name="Hand in").click()
    sitter.result()
    events = "SELECT count(*) FROM quizzes_attemptevent WHERE attempt_id = ? AND what = 'closed'"
    assert sitter.database.rows(events, sitter.attempt) == [(1,)]
    sitter.forgive()


FULL = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };"
BLOCKED = (
    "Object.defineProperty(window, 'localStorage',"
    " { get() { throw new DOMException('', 'SecurityError'); } });"
)


@pytest.mark.parametrize(
    ("script", "told"), [(FULL, "storage is full"), (BLOCKED, "storage is blocked")]
)
def test_storage_that_keeps_nothing_is_said_and_answers_are_saved(
    come: Any, database: Database, script: str, told: str
) -> None:
    sitter = begin(come, database, told, lambda context: context.add_init_script(script))
    expect(sitter.banner).to_contain_text(told)
    sitter.choose(1, 1)
    expect(sitter.line(1)).to_contain_text("saved")
    expect(sitter.banner).to_contain_text("All answers are saved.")
    sitter.assert_true()
    assert sitter.kept() == {1: 1}
    sitter.forgive()


def test_a_locked_database_only_takes_longer(sitter: Sitter) -> None:
    with sitter.database.locked():
        sitter.choose(1, 1)
        sitter.page.wait_for_timeout(800)
        expect(sitter.line(1)).to_have_text("saving …")
        assert sitter.kept() == {}
    sitter.is_saved()
    sitter.assert_true()
    assert sitter.kept() == {1: 1}


def test_who_is_removed_is_told_and_keeps_what_was_saved(sitter: Sitter) -> None:
    sitter.choose(1, 1)
    sitter.is_saved()
    student = sitter.page.locator("[data-attempt]").get_attribute("data-user")
    post(sitter.teacher, f"/classes/1/students/{student}/remove/")
    sitter.choose(2, 2)
    expect(sitter.line(2)).to_contain_text("This quiz is no longer open to you")
    assert sitter.kept() == {1: 1}
    (code,) = sitter.database.rows("SELECT join_code FROM classes_classroom WHERE id = 1")[0]
    post(sitter.person, f"/join/{code}/")
    sitter.choose(2, 3)
    sitter.is_saved()
    assert sitter.kept() == {1: 1, 2: 3}
    sitter.forgive()


def test_a_quiz_that_is_ended_in_mid_attempt_says_so(sitter: Sitter) -> None:
    sitter.choose(1, 1)
    sitter.is_saved()
    post(sitter.teacher, f"/attempts/{sitter.attempt}/close/")
    sitter.choose(2, 2)
    expect(sitter.line(2)).to_contain_text("not saved")
    sitter.banner.get_by_role("link", name="See the result").click()
    sitter.result()
    assert sitter.kept() == {1: 1}
    sitter.forgive()


def test_the_file_of_answers_is_taken_by_the_teacher(sitter: Sitter, tmp_path: Path) -> None:
    offline(sitter)
    sitter.choose(1, 1)
    with sitter.page.expect_download() as download:
        sitter.banner.get_by_role("button", name="Save a file of my answers").click()
    path = tmp_path / "answers.json"
    download.value.save_as(path)
    page = sitter.teacher.opens(f"/attempts/{sitter.attempt}/manage/")
    page.get_by_label("File of answers").set_input_files(path)
    page.get_by_role("button", name="Take the answers").click()
    expect(page.get_by_text("1 answers were taken from the file.")).to_be_visible()
    assert sitter.kept() == {1: 1}
    offline(sitter, False)
    sitter.is_saved()
    sitter.assert_true()
    sitter.forgive()


def test_another_persons_outbox_is_neither_shown_nor_sent(sitter: Sitter) -> None:
    foreign = f"outbox:999999:{sitter.attempt}:2"
    sitter.page.evaluate(
        "(key) => localStorage.setItem(key, JSON.stringify({text: 'choice=3', sequence: 1,"
        " base: 0, own: [], made_at: Date.now()}))",
        foreign,
    )
    sitter.page.reload()
    sitter.choose(1, 1)
    sitter.is_saved()
    expect(sitter.radio(2, 3)).not_to_be_checked()
    assert sitter.kept() == {1: 1}
    assert sitter.page.evaluate("(key) => localStorage.getItem(key) !== null", foreign)


def test_slow_and_crossing_replies_end_with_the_last_choice(sitter: Sitter) -> None:
    sitter.page.evaluate(
        "() => {const waits = [600, 0, 300, 0], real = window.fetch; window.fetch = async (...a) =>"
        " {await new Promise((go) => setTimeout(go, waits.shift() ?? 0)); return real(...a);};}"
    )
    for place in (0, 1, 2, 3):
        sitter.choose(1, place)
    sitter.is_saved()
    sitter.assert_true()
    assert sitter.kept() == {1: 3}
