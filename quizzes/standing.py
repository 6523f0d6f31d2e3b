"""Where a student stands: her answers, the mastery they show, and what to practice next."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone

from quizzes import stock
from quizzes.core import mastery
from quizzes.core.kinds.free_response import is_scored
from quizzes.core.mastery import Answered, Mastery
from quizzes.models import Answer, PracticeAnswer
from quizzes.stock import Entry
from terms import shelf

ROUND = 10
NEVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)
KNOWN = 0.5  # a share of the points from which an answer counts as right


@dataclass(frozen=True)
class Given:
    """One answer. `share` of the points, 0 to 1; None for a written one that nobody scored yet."""

    uid: str
    share: float | None
    at: datetime.datetime


@dataclass(frozen=True)
class Marked(Given):
    """An answer that says something of what she knows."""

    share: float


def answers_of(user: Any) -> list[Given]:
    """Everything that the student answered in practice and in what she handed in, oldest first."""
    practice = PracticeAnswer.objects.filter(user=user)
    quizzes = Answer.objects.filter(
        attempt__user=user,
        attempt__handed_in_at__isnull=False,
        response__isnull=False,
        saved_at__isnull=False,
    )
    found = [
        _given(*row)
        for row in practice.values_list("version__item__uid", "answered_at", "points", "out_of")
    ]
    rows = quizzes.values_list(
        "version__item__uid", "saved_at", "points", "out_of", "version__item__kind", "response"
    )
    for uid, at, points, out_of, kind, response in rows:
        is_waiting = kind == "free-response" and not is_scored(response)
        found.append(Given(uid, None, at) if is_waiting else _given(uid, at, points, out_of))
    return sorted(found, key=lambda given: given.at)


def _given(uid: str, at: Any, points: float | None, out_of: float | None) -> Given:
    """Items differ in how many points they have: an answer counts by its share of them."""
    if points is None or not out_of:
        return Given(uid, None, at)
    return Marked(uid, points / out_of, at)


class Standing:
    """A student's answers, looked at once."""

    def __init__(self, user: Any, now: datetime.datetime | None = None) -> None:
        self.now = now or timezone.now()
        self.given = answers_of(user)
        self.marked = [given for given in self.given if isinstance(given, Marked)]
        self.stock = stock.current()
        self.written = {entry.uid: entry for entry in stock.written()}
        self.course = shelf.current()

    @cached_property
    def answered(self) -> list[Answered]:
        return self.answered_until(self.now)

    def answered_until(self, moment: datetime.datetime) -> list[Answered]:
        """The answers given until then, as the estimate takes them; items that are gone count no
        more."""
        given = (one for one in self.marked if one.at <= moment)
        return [answered for one in given for answered in self._taken(one, moment)]

    def _taken(self, given: Marked, moment: datetime.datetime) -> list[Answered]:
        """One answer for its objective; a free response for all that its question names."""
        days_ago = (moment - given.at).total_seconds() / 86_400
        if (question := self.written.get(given.uid)) is not None:
            return mastery.written(question.objectives, given.share, question.out_of, days_ago)
        entry = self.stock.by_uid.get(given.uid)
        if entry is None:
            return []
        difficulty = mastery.DIFFICULTY[entry.difficulty]
        return [Answered(entry.objective, given.share, difficulty, days_ago, entry.chance)]

    @cached_property
    def mastery(self) -> dict[str, Mastery]:
        return mastery.mastery(self.answered)

    @cached_property
    def last(self) -> dict[str, Given]:
        """The last answer to each item."""
        return {given.uid: given for given in self.given}

    @cached_property
    def weights(self) -> dict[str, float]:
        """The share of the exam's questions on each objective that has items."""
        units = {unit.number: sum(unit.exam_weight_percent) / 200 for unit in self.course.units}
        counts = dict.fromkeys(units, 0)
        for code in self.course.objectives:
            counts[int(code[0])] += 1
        has_items = self.stock.counts(lambda entry: entry.objective)
        return {
            code: units[int(code[0])] / counts[int(code[0])]
            for code in self.course.objectives
            if has_items[code] and int(code[0]) in units
        }

    def objectives_worth_most(self) -> list[str]:
        rest = mastery.unanswered(self.answered)
        return mastery.worth(self.mastery, self.weights, rest)

    def wrong(self) -> list[Entry]:
        """Items whose last answer was wrong, the oldest mistake first."""
        last = {given.uid: given for given in self.marked}
        missed = [uid for uid, given in last.items() if given.share < KNOWN]
        return [self.stock.by_uid[uid] for uid in missed if uid in self.stock.by_uid]

    def weak(self) -> list[Entry]:
        """A round on the objectives where it promises most, at most four items of each."""
        found: list[Entry] = []
        for code in self.objectives_worth_most():
            entries = self.stock.where(lambda entry, code=code: entry.objective == code)
            found += self._freshest(entries)[:4]
            if len(found) >= ROUND:
                break
        return found[:ROUND]

    def mixed(self) -> list[Entry]:
        """A round over everything met so far, one item of an objective after the other."""
        met = [code for code in self.objectives_worth_most() if code in self.mastery]
        found = []
        for code in met[:ROUND]:
            entries = self.stock.where(lambda entry, code=code: entry.objective == code)
            found += self._freshest(entries)[:1]
        return found

    def _freshest(self, entries: Sequence[Entry]) -> list[Entry]:
        """Unseen items first, then those seen longest ago."""
        return sorted(entries, key=lambda e: self.last[e.uid].at if e.uid in self.last else NEVER)
