"""A student sits a quiz on two devices, with a wrong clock, full storage, a teacher who intervenes.

After each fault the server keeps what the page last said was saved, and the points are those of
the answers.
"""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from studyapp.tests.browser.conftest import MARKS
from studyapp.tests.browser.sitting import LATER_MS, Database, Sitter, all_on_one_page, begin, post
from studyapp.tests.browser.work import hands_in

pytestmark = MARKS


def test_another_device_goes_on_where_the_first_one_was(come: Any, sitter: Sitter) -> None:
    sitter.choose(1, 2)
    sitter.is_saved()
    other = come("student")
    page = other.opens(f"/attempts/{sitter.attempt}/")
    all_on_one_page(page)
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
        hands_in(page)
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
    sitter.offline()
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
    sitter.offline(False)
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


def test_what_is_chosen_before_the_script_is_there_is_saved(sitter: Sitter) -> None:
    sitter.choose(1, 1)
    sitter.is_saved()
    held: list[Route] = []
    sitter.page.route("**/static/js/attempt*.js", lambda route: held.append(route))
    sitter.page.reload(wait_until="commit")
    sitter.choose(1, 3)
    sitter.choose(2, 2)
    assert held
    for route in held:
        route.continue_()
    expect(sitter.line(2)).to_contain_text("saved")
    sitter.is_saved()
    sitter.assert_true()
    assert sitter.kept() == {1: 3, 2: 2}


def test_time_given_at_the_last_moment_is_kept_by_a_page_that_has_not_heard_of_it(
    sitter: Sitter,
) -> None:
    sitter.choose(1, 1)
    sitter.is_saved()
    sitter.database.leave(sitter.attempt, 6)
    sitter.page.reload()
    expect(sitter.page.locator("[data-left]")).to_have_text("0:03", timeout=LATER_MS)
    post(sitter.teacher, f"/attempts/{sitter.attempt}/time/", minutes="10")
    expect(sitter.page.locator("[data-left]")).to_contain_text("9:5", timeout=LATER_MS)
    expect(sitter.page.locator("[data-said]")).to_contain_text("You have more time")
    assert sitter.database.finisher(sitter.attempt) == ""
    sitter.choose(2, 2)
    sitter.is_saved()
    assert sitter.kept() == {1: 1, 2: 2}
