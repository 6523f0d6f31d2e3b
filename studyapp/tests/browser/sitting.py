"""A student at a quiz, and what the server keeps of it, for the tests of faults."""

import datetime
import json
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from quizzes.core.kinds.table import KINDS, parse_item

if TYPE_CHECKING:
    from studyapp.tests.browser.conftest import Visitor

SAVES = "**/attempts/*/answers/*/"
LATER_MS = 30_000  # the page waits longer and longer between its tries
SAVED = "All answers are saved."
UTC = datetime.UTC


def until(page: Page, is_so: Callable[[], bool], timeout_ms: int = LATER_MS) -> None:
    """Waits for what is not seen on the page; the page goes on meanwhile."""
    end = time.monotonic() + timeout_ms / 1000
    while not is_so():
        assert time.monotonic() < end, "it did not come about"
        page.wait_for_timeout(50)


def post(person: "Visitor", path: str, **form: Any) -> Any:
    """As a form of the site sends it; the page that comes of it."""
    cookies = {c["name"]: c["value"] for c in person.context.cookies()}
    headers = {"X-CSRFToken": cookies["csrftoken"], "Referer": person.site}
    reply = person.context.request.post(path, form=form, headers=headers)
    assert reply.ok, (path, reply.status)
    return reply


class Database:
    """The site's own, looked at and turned from outside."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "site.sqlite3"

    def rows(self, query: str, *values: Any) -> list[Any]:
        with self._open() as connection:
            return connection.execute(query, values).fetchall()

    def change(self, query: str, *values: Any) -> None:
        with self._open() as connection:
            connection.execute(query, values)
            connection.commit()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, timeout=20)
        try:
            yield connection
        finally:
            connection.close()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else writes meanwhile."""
        connection = sqlite3.connect(self.path, timeout=20, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")
        connection.close()

    def leave(self, attempt: int, seconds: float) -> None:
        """As if the attempt had begun so that `seconds` are left of its time."""
        now = datetime.datetime.now(UTC)
        ends = now + datetime.timedelta(seconds=seconds)
        (minutes,) = self.rows("SELECT minutes FROM quizzes_attempt WHERE id = ?", attempt)[0]
        began = ends - datetime.timedelta(minutes=minutes)
        self.change(
            "UPDATE quizzes_attempt SET started_at = ?, deadline_at = ? WHERE id = ?",
            *(f"{moment:%Y-%m-%d %H:%M:%S.%f}" for moment in (began, ends)),
            attempt,
        )

    def kept(self, attempt: int) -> dict[int, Any]:
        """The answers, by position."""
        rows = self.rows(
            "SELECT position, response FROM quizzes_answer WHERE attempt_id = ?", attempt
        )
        return {place: json.loads(text) for place, text in rows if text not in (None, "null")}

    def finisher(self, attempt: int) -> str:
        query = "SELECT finished_by FROM quizzes_attempt WHERE id = ?"
        return str(self.rows(query, attempt)[0][0])

    def assert_marked_as_kept(self, attempt: int) -> None:
        """What is stored as points is what marking the answers gives, in the result as well."""
        rows = self.rows(
            "SELECT a.response, a.points, a.out_of, v.record FROM quizzes_answer a"
            " JOIN quizzes_itemversion v ON v.id = a.version_id WHERE attempt_id = ?",
            attempt,
        )
        for response, points, out_of, record in rows:
            assert (points, out_of) == _marked(json.loads(record), json.loads(response or "null"))
        result = self.rows(
            "SELECT r.points, r.out_of FROM classes_result r JOIN quizzes_attempt t"
            " ON t.assignment_id = r.assignment_id AND t.user_id = r.student_id WHERE t.id = ?",
            attempt,
        )
        assert result == [tuple(sum(row[place] for row in rows) for place in (1, 2))]


def _marked(record: Any, response: Any) -> tuple[float, float]:
    """Points and the most there are, for an answer."""
    if record["kind"] == "single-choice":
        key = next(place for place, option in enumerate(record["options"]) if option["right"])
        return float(response == key), 1.0
    mark = KINDS[record["kind"]].mark(parse_item(record), response)
    return mark.points, mark.out_of


class Sitter:
    """The student with her attempt open."""

    def __init__(self, person: "Visitor", teacher: "Visitor", database: Database) -> None:
        self.person, self.teacher, self.database = person, teacher, database
        self.page: Page = person.page
        self.attempt = int(re.findall(r"/attempts/(\d+)/", person.page.url)[0])

    def radio(self, question: int, place: int, page: Page | None = None) -> Any:
        return (page or self.page).locator(f'input[name=choice-{question}][value="{place}"]')

    def choose(self, question: int, place: int) -> None:
        self.radio(question, place).check()

    def line(self, question: int) -> Any:
        return self.page.locator(".question").nth(question - 1).locator("[data-saved]")

    @property
    def banner(self) -> Any:
        return self.page.locator("[data-save-state]")

    def is_saved(self) -> None:
        # The line of the answer given last first: the banner may still speak of the one before.
        lines = self.page.locator("[data-saved]").filter(has_text="saving …")
        expect(lines).to_have_count(0, timeout=LATER_MS)
        expect(self.banner).to_have_text(SAVED, timeout=LATER_MS)

    def shown_as_saved(self) -> dict[int, Any]:
        """What the page says is saved."""
        found = {}
        for field in self.page.locator("[data-save]").all():
            chosen = field.locator("input[type=radio]:checked")
            if field.locator("[data-saved]").inner_text().startswith("saved") and chosen.count():
                position = int(field.get_attribute("data-position") or 0)
                found[position] = int(chosen.get_attribute("value") or 0)
        return found

    def kept(self) -> dict[int, Any]:
        return self.database.kept(self.attempt)

    def assert_true(self) -> None:
        """The server keeps exactly what the page says is saved."""
        assert self.shown_as_saved() == self.kept()

    def result(self) -> None:
        """The page of the result is there, and it is true."""
        expect(self.page.get_by_role("heading", name="Receipt")).to_be_visible(timeout=LATER_MS)
        self.database.assert_marked_as_kept(self.attempt)

    def is_marked_as_kept(self) -> None:
        """Finished by the teacher, if by nobody yet: the points are those of the kept answers."""
        if not self.database.finisher(self.attempt):
            kept = self.kept()
            post(self.teacher, f"/attempts/{self.attempt}/close/")
            assert self.kept() == kept
        self.database.assert_marked_as_kept(self.attempt)

    def forgive(self) -> None:
        """The browser itself notes each refused request: these are meant."""
        meant = ("Failed to load resource", "Failed to fetch")
        assert [f for f in self.person.faults if not any(text in f for text in meant)] == []
        self.person.faults.clear()
        self.person.meant = meant  # a reply under way may still come, and be noted, later

    def offline(self, is_off: bool = True) -> None:
        self.person.context.set_offline(is_off)


def begin(
    come: Any, database: Database, title: str, before: Any = None, uids: list[str] | None = None
) -> Sitter:
    teacher, student = come("teacher"), come("student")
    uids = uids or [
        uid
        for (uid,) in database.rows(
            "SELECT uid FROM quizzes_item WHERE kind = 'single-choice' AND published IS NOT NULL"
            " AND topic = '2.8' ORDER BY uid LIMIT 3"
        )
    ]
    given = assigned(teacher, database, title, uids)
    open_attempt(student, given, before)
    return Sitter(student, teacher, database)


def assigned(teacher: "Visitor", database: Database, title: str, uids: list[str]) -> int:
    """The number of the assignment of a new quiz of forty minutes."""
    made = teacher.context.request.post(
        "/quizzes/new/", data=_form(teacher, title=title, minutes="40", items=uids),
        headers={"Content-Type": "application/x-www-form-urlencoded", "Referer": teacher.site},
    )  # fmt: skip
    quiz = made.url.strip("/").rsplit("/", 1)[1]
    post(teacher, "/classes/1/assign/", what=f"quiz:{quiz}")
    query = "SELECT id FROM classes_assignment WHERE activity = 'quiz' AND activity_id = ?"
    (given,) = database.rows(query, quiz)[0]
    return int(given)


def open_attempt(student: "Visitor", given: int, before: Any = None) -> None:
    """Begun and opened, all on one page; `before` prepares the browser."""
    reached = post(student, f"/attempts/begin/{given}/").url
    if before:
        before(student.context)
    student.page.goto(reached)
    all_on_one_page(student.page)


def _form(person: "Visitor", *, items: list[str], **fields: str) -> str:
    cookies = {c["name"]: c["value"] for c in person.context.cookies()}
    pairs = [("csrfmiddlewaretoken", cookies["csrftoken"]), *fields.items()]
    return urlencode([*pairs, *(("items", uid) for uid in items)])


def all_on_one_page(page: Page) -> None:
    page.evaluate("document.querySelector('[data-switch=oneByOne]').click()")
