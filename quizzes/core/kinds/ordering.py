"""Steps to be put in order. The file has them in the right order; pages show them shuffled."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from quizzes.core.kinds.answers import places
from quizzes.core.records import Frozen, Mark, Question, Slug, Text

MOST = 8


class Mixup(Frozen):
    """Who puts step `first` (from 1) before step `second`, which comes before it, believes this."""

    first: Annotated[int, Field(ge=1, le=MOST)]
    second: Annotated[int, Field(ge=1, le=MOST)]
    why: Text
    misconception: Slug


class Ordering(Question):
    kind: Literal["ordering"] = "ordering"
    steps: tuple[Text, ...] = Field(min_length=3, max_length=MOST)
    why: Text
    mixups: tuple[Mixup, ...] = ()

    @model_validator(mode="after")
    def _mixups_are_wrong(self) -> "Ordering":
        if len(set(self.steps)) < len(self.steps):
            raise ValueError("two steps are the same")
        for mixup in self.mixups:
            if not mixup.second < mixup.first <= len(self.steps):
                raise ValueError(f"{mixup.first} before {mixup.second} is no mistake")
        return self


def chance(values: Mapping[str, Any]) -> float:
    """The share of the points that blind guessing earns: of n steps in any order, each of the
    n − 1 pairs stands together in (n − 1)! of n! orders."""
    return 1.0 / len(values["steps"])


def parse_response(raw: Any) -> list[int] | None:
    """The steps as ordered, by their place in the file (from 0); None for no answer."""
    return places(raw, MOST) or None


def mark(item: Ordering, response: list[int] | None) -> Mark:
    """The share of neighbors in the right order next to each other; a full point when all are.

    It is the steps that follow their predecessor directly that count: moving one step costs at
    most three neighbors, wherever the list is cut.
    """
    count = len(item.steps)
    if response is None or sorted(response) != list(range(count)):
        return Mark(points=0.0, out_of=1.0)
    together = sum(b == a + 1 for a, b in pairwise(response))
    at = {step: place for place, step in enumerate(response)}
    mixed = [m.misconception for m in item.mixups if at[m.first - 1] < at[m.second - 1]]
    return Mark(points=together / (count - 1), out_of=1.0, caught=tuple(dict.fromkeys(mixed)))
