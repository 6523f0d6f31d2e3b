"""Everything there is to practice, as the practice page lists it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from quizzes import stock
from quizzes.core.bank import PRACTICE_NAMES
from quizzes.core.kinds.free_response import TYPE_NAMES
from quizzes.models import Item
from terms import shelf


@dataclass(frozen=True)
class TopicShelf:
    """A topic with its number of items; objectives with theirs where there is more than one."""

    topic: Any
    count: int
    objectives: list[tuple[Any, int]]


@dataclass(frozen=True)
class UnitShelf:
    """A unit with what there is in it. `beliefs`: how many misconceptions its items catch."""

    unit: Any
    count: int
    topics: list[TopicShelf]
    free: list[tuple[Item, str]]
    beliefs: int

    @property
    def first_belief(self) -> str:
        """The topic at which the list of misconceptions has this unit's first."""
        named = {belief.topics[0] for belief in shelf.current().misconceptions.values()}
        return next((row.topic.number for row in self.topics if row.topic.number in named), "")


def units() -> list[UnitShelf]:
    """The units that have items."""
    course, bank = shelf.current(), stock.current()
    by_topic = bank.counts(lambda entry: entry.topic)
    by_objective = bank.counts(lambda entry: entry.objective)
    free: dict[str, list[tuple[Item, str]]] = {}
    for item in Item.objects.published().filter(kind="free-response"):
        free.setdefault(item.topic[0], []).append((item, TYPE_NAMES[item.published["type"]]))
    found = []
    for unit in course.units:
        topics = [
            TopicShelf(t, by_topic[t.number], _objectives(t.number, by_objective))
            for t in course.topics_of(unit.number)
            if by_topic[t.number]
        ]
        if topics:
            count = sum(row.count for row in topics)
            own = free.get(str(unit.number), [])
            found.append(UnitShelf(unit, count, topics, own, _beliefs(unit.number)))
    return found


def _objectives(number: str, counts: Counter[Any]) -> list[tuple[Any, int]]:
    rows = [(o, counts[o.code]) for o in shelf.current().objectives_of(number) if counts[o.code]]
    return rows if len(rows) > 1 else []


def _beliefs(unit: int) -> int:
    caught: set[str] = set()
    for entry in stock.current().where(lambda entry: entry.unit == unit):
        caught |= entry.misconceptions
    return len(caught & set(shelf.current().misconceptions))


def unwritten() -> list[Any]:
    """The units without items."""
    counts = stock.current().counts(lambda entry: entry.unit)
    return [unit for unit in shelf.current().units if not counts[unit.number]]


def skills() -> list[tuple[int, str, int]]:
    """Each science practice with its number of items: (number, name, count)."""
    counts = stock.current().counts(lambda entry: entry.practice)
    return [(n, name, counts[n]) for n, name in PRACTICE_NAMES.items() if counts[n]]
