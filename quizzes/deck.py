"""The cards that a student has, and those that she could have: rows are made when one is shown."""

import datetime
import math
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import Any

from quizzes import faces
from quizzes.cardmodels import Card, StudyPlan, noon
from quizzes.core import reviews
from quizzes.standing import Standing
from terms import shelf
from terms.models import numeric


class Deck:
    """A student's cards, looked at once. `day` is the day it is planned for."""

    def __init__(self, user: Any, plan: StudyPlan, day: datetime.date) -> None:
        self.plan = plan
        self.day = day
        self.rows = {card.key: card for card in Card.objects.of(user).order_by("key")}
        self.standing = Standing(user)

    @cached_property
    def seen(self) -> list[Card]:
        """Cards with a memory that the course still has."""
        return [c for c in self.rows.values() if c.memory is not None and faces.stands(c.key)]

    @cached_property
    def unseen(self) -> list[str]:
        """Keys of the cards never answered yet, those to be met first in front."""
        return [key for key in dict.fromkeys(self._in_order()) if self._is_unseen(key)]

    def candidates(self, minutes: float) -> list[reviews.Card]:
        """What the planner chooses from: all that was seen, and as many new ones as fit."""
        most = math.ceil(minutes * 60 / reviews.SECONDS_NEW)
        fresh = filter(self._may_be_met, self.unseen)
        new = [reviews.Card(key, rank=rank) for rank, key in enumerate(islice(fresh, most))]
        return [card.planned() for card in self.seen] + new

    def minutes(self, keys: Iterable[str]) -> float:
        """How long these cards are expected to take."""
        memories = (self.rows[key].memory if key in self.rows else None for key in keys)
        return sum(reviews.seconds(memory, noon(self.day)) for memory in memories) / 60

    def waiting(self, day: reviews.Day) -> int:
        """Cards with a memory that a review would help today and that the day has no room for."""
        met = {card.key for card in self.seen}
        return sum(key in met for key in day.left)

    def whole(self) -> list[reviews.Card]:
        """All cards of the plan, seen or not: what the forecast is about."""
        new = (reviews.Card(key, rank=rank) for rank, key in enumerate(self.unseen))
        return [*(card.planned() for card in self.seen), *new]

    def _is_unseen(self, key: str) -> bool:
        row = self.rows.get(key)
        return row is None or (row.memory is None and not row.is_suspended)

    def _may_be_met(self, key: str) -> bool:
        """A definition asks for its term only once both were met, on an earlier day."""
        if not key.startswith("name/"):
            return True
        row = self.rows.get(faces.partner(key))
        return row is not None and row.reviewed_on is not None and row.reviewed_on < self.day

    def _in_order(self) -> Iterator[str]:
        """Own cards and missed items, then topic by topic: those with answers before the others."""
        yield from (key for key in self.rows if key.startswith("own/"))
        missed = [entry for entry in self.standing.wrong() if faces.is_card(entry)]
        yield from (faces.item_key(e.uid) for e in missed if self._is_wanted(e.topic))
        met = {code.rpartition(".")[0] for code in self.standing.mastery}
        topics = sorted(filter(self._is_wanted, shelf.current().topics), key=numeric)
        for number in sorted(topics, key=lambda number: number not in met):
            yield from self._of_topic(number)

    def _of_topic(self, number: str) -> Iterator[str]:
        """A topic's terms, what is often believed wrongly of it, then its terms the other way."""
        course = shelf.current()
        slugs = [term.slug for term in course.terms_of(number)]
        yield from map(faces.term_key, slugs)
        beliefs = (b for b in course.misconceptions.values() if b.topics[0] == number)
        yield from (faces.idea_key(belief.id) for belief in beliefs)
        yield from map(faces.name_key, slugs)

    def _is_wanted(self, topic: str) -> bool:
        return not self.plan.units or numeric(topic)[0] in self.plan.units


def without_partners(keys: Iterable[str]) -> list[str]:
    """The keys without those whose other side comes earlier: one would give the other away."""
    taken: list[str] = []
    for key in keys:
        if faces.partner(key) not in taken:
            taken.append(key)
    return taken


def plan_day(deck: Deck, exam: datetime.date, minutes: float) -> reviews.Day:
    """The cards for some minutes of the deck's day."""
    return reviews.plan(deck.candidates(minutes), noon(deck.day), noon(exam), minutes)
