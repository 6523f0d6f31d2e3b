"""The bank in memory: what is needed to choose items, read once for each version of the content."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from quizzes.core.blueprint import Candidate
from quizzes.core.kinds.free_response import POINTS, TYPE_NAMES
from quizzes.core.kinds.table import KINDS
from quizzes.core.records import named_in
from quizzes.core.written_form import Question
from quizzes.models import Item
from studyapp.lib import contentversion
from terms import shelf
from terms.shelf import Shelf


@dataclass(frozen=True)
class Entry:
    """A published item without its words. `practice` is the science practice, 1 to 6; `chance` the
    share of the points that blind guessing earns."""

    pk: int
    uid: str
    kind: str
    topic: str
    objective: str
    skill: str
    difficulty: int
    set: str
    terms: tuple[str, ...]
    misconceptions: frozenset[str]
    has_stimulus: bool
    is_recall: bool
    chance: float

    @property
    def unit(self) -> int:
        return int(self.topic[0])

    @property
    def practice(self) -> int:
        return int(self.skill[0])

    def candidate(self, seen: int = 0) -> Candidate:
        """The item as the blueprint sees it."""
        return Candidate(
            self.uid, self.unit, self.practice, self.set, self.has_stimulus, self.is_recall, seen
        )


@dataclass(frozen=True)
class Stock:
    """All items that are marked by themselves, easier ones first; those of a set stay together."""

    entries: tuple[Entry, ...]

    @cached_property
    def by_uid(self) -> dict[str, Entry]:
        return {entry.uid: entry for entry in self.entries}

    @cached_property
    def by_pk(self) -> dict[int, Entry]:
        return {entry.pk: entry for entry in self.entries}

    def where(self, fits: Callable[[Entry], bool]) -> list[Entry]:
        """The entries that fit, in order."""
        return [entry for entry in self.entries if fits(entry)]

    def counts(self, of: Callable[[Entry], Any]) -> Counter[Any]:
        """How many items have each value of `of`."""
        return Counter(map(of, self.entries))


def current() -> Stock:
    """The bank of the content version that is served now."""
    return _fill(contentversion.current())


@lru_cache(maxsize=2)
def _fill(version: str) -> Stock:
    rows = Item.objects.marked().values_list("pk", "published")
    entries = [_entry(pk, record) for pk, record in rows]
    # A set counts as hard as its easiest item, so that it is met as one.
    start: dict[str, tuple[int, str]] = {}
    for entry in entries:
        if entry.set:
            first = start.get(entry.set, (9, entry.uid))
            start[entry.set] = min(first, (entry.difficulty, entry.uid))
    entries.sort(key=lambda e: (*start.get(e.set, (e.difficulty, e.uid)), e.uid))
    return Stock(tuple(entries))


def _entry(pk: int, record: dict[str, Any]) -> Entry:
    return Entry(
        pk=pk,
        uid=record["id"],
        kind=record["kind"],
        topic=record["topic"],
        objective=record["objective"],
        skill=record["skill"],
        difficulty=record["difficulty"],
        set=record.get("set", ""),
        terms=tuple(record.get("terms", ())),
        misconceptions=frozenset(named_in(record)),
        has_stimulus=record.get("stimulus") is not None,
        is_recall=record.get("recall", False),
        chance=KINDS[record["kind"]].chance(record),
    )


@dataclass(frozen=True)
class WrittenEntry:
    """A published free-response item without its words. Its unit is that of its first topic."""

    uid: str
    type: int
    title: str
    topics: tuple[str, ...]
    objectives: tuple[str, ...]
    big_idea: str

    @property
    def unit(self) -> int:
        return int(self.topics[0][0])

    @property
    def type_name(self) -> str:
        return TYPE_NAMES[self.type]

    @property
    def out_of(self) -> int:
        return POINTS[self.type]

    def question(self, seen: int = 0) -> Question:
        """The item as the form of an exam sees it."""
        return Question(self.uid, self.type, self.unit, self.big_idea, seen)


def written() -> tuple[WrittenEntry, ...]:
    """The free-response items of the content version that is served now."""
    return _written(contentversion.current())


@lru_cache(maxsize=2)
def _written(version: str) -> tuple[WrittenEntry, ...]:
    rows = Item.objects.published().filter(kind="free-response").values_list("published", flat=True)
    course = shelf.current()
    return tuple(
        WrittenEntry(
            uid=record["id"],
            type=record["type"],
            title=record["title"],
            topics=tuple(record["topics"]),
            objectives=tuple(record["objectives"]),
            big_idea=_big_idea(record, course),
        )
        for record in rows
    )


def _big_idea(record: Mapping[str, Any], course: Shelf) -> str:
    """The first big idea of the topic that an item is about."""
    topic = course.topics.get(record["topics"][0])
    return topic.big_ideas[0] if topic and topic.big_ideas else ""
