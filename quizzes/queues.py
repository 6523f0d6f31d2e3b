"""Which items a practice page goes through, in which order."""

from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.models import Item


@dataclass(frozen=True)
class Queue:
    """Items of one practice page. `at(n)` counts from 1."""

    title: str
    items: Sequence[Item]
    url: str

    def at(self, number: int) -> Item | None:
        return self.items[number - 1] if 1 <= number <= len(self.items) else None

    def __len__(self) -> int:
        return len(self.items)


def items_of_topic(number: str) -> list[Item]:
    """The choice items of a topic, easier ones first."""
    return _easier_first(list(Item.objects.choices().of_topic(number)))


def items_of_term(slug: str, topic: str, most: int = 6) -> list[Item]:
    """Items that name the term; then others of its topic, so that there is always something."""
    topical = items_of_topic(topic)
    naming = [item for item in topical if slug in item.published.get("terms", ())]
    return [*naming, *(item for item in topical if item not in naming)][:most]


def items_of_misconception(identifier: str) -> list[Item]:
    """Items in which a wrong option expresses the misconception."""
    return [
        item
        for item in Item.objects.choices()
        if any(o.get("misconception") == identifier for o in item.published["options"])
    ]


def _easier_first(items: list[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (item.published["difficulty"], item.uid))
