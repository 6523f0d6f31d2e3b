"""Which items a practice page goes through, in which order."""

from collections.abc import Sequence
from dataclasses import dataclass

from quizzes import stock
from quizzes.models import Item
from quizzes.stock import Entry, WrittenEntry

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
MOST = 40


@dataclass(frozen=True)
class Queue:
    """Items of one practice page by their ids. `at(n)` counts from 1. `written`: free-response
    items on the same, each with a page of its own."""

    title: str
    uids: Sequence[str]
    url: str
    written: Sequence[WrittenEntry] = ()

    def at(self, number: int) -> Item | None:
        """The item at place `number`, None beyond the end or when it is not published any more."""
        if not 1 <= number <= len(self.uids):
            return None
        uid = self.uids[number - 1]
        return Item.objects.published().filter(uid=uid).select_related("current").first()

    def __len__(self) -> int:
        return len(self.uids)


def uids(entries: Sequence[Entry]) -> list[str]:
    return [entry.uid for entry in entries]


def of_topic(number: str) -> list[str]:
    """The choice items of a topic, easier ones first."""
    return uids(stock.current().where(lambda entry: entry.topic == number))


def written_of(topic: str = "", objective: str = "") -> list[WrittenEntry]:
    """The free-response items that ask for a topic or an objective, in the order of their types."""
    found = (e for e in stock.written() if topic in e.topics or objective in e.objectives)
    return sorted(found, key=lambda entry: (entry.type, entry.uid))


def of_unit(number: int) -> list[str]:
    return uids(stock.current().where(lambda entry: entry.unit == number))


def of_objective(code: str) -> list[str]:
    return uids(stock.current().where(lambda entry: entry.objective == code))


def of_practice(number: int) -> list[str]:
    return uids(stock.current().where(lambda entry: entry.practice == number))


def of_term(slug: str, topic: str, most: int = 6) -> list[str]:
    """Items that name the term; then others of its topic, so that there is always something."""
    topical = stock.current().where(lambda entry: entry.topic == topic)
    naming = [entry for entry in topical if slug in entry.terms]
    others = [entry for entry in topical if slug not in entry.terms]
    return uids([*naming, *others][:most])


def of_misconception(identifier: str) -> list[str]:
    """Items in which a wrong option expresses the misconception."""
    return uids(stock.current().where(lambda entry: identifier in entry.misconceptions))


def code_of(entries: Sequence[Entry]) -> str:
    """A hand-picked queue as a short word for an address: `2f.3a.9k`."""
    return ".".join(_base36(entry.pk) for entry in entries[:MOST])


def from_code(code: str) -> list[str]:
    """The items of such a word that are still there; none for a word that is none."""
    known = stock.current().by_pk
    words = [word for word in code.split(".")[:MOST] if set(word) <= set(DIGITS)]
    places = [int(word, 36) for word in words if 0 < len(word) < 9]
    return uids([known[pk] for pk in dict.fromkeys(places) if pk in known])


def _base36(number: int) -> str:
    found = ""
    while number:
        number, digit = divmod(number, 36)
        found = DIGITS[digit] + found
    return found or "0"
