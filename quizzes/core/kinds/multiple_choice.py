"""Four to seven options, of which any number but none may be right."""

from collections.abc import Mapping
from math import comb
from typing import Any, Literal

from pydantic import Field, model_validator

from quizzes.core.kinds.answers import places
from quizzes.core.records import Frozen, Mark, Question, Slug, Text

MOST = 7


class Option(Frozen):
    """`misconception`: the belief of who chooses it although it is wrong, or not although right."""

    text: Text
    right: bool = False
    why: Text
    misconception: Slug | Literal[""] = ""


class MultipleChoice(Question):
    kind: Literal["multiple-choice"] = "multiple-choice"
    options: tuple[Option, ...] = Field(min_length=4, max_length=MOST)

    @model_validator(mode="after")
    def _some_right(self) -> "MultipleChoice":
        count = sum(option.right for option in self.options)
        if not 1 <= count < len(self.options):
            raise ValueError("at least one option must be right, and at least one wrong")
        if any(not option.right and not option.misconception for option in self.options):
            raise ValueError("every wrong option must name a misconception")
        return self

    @property
    def keys(self) -> set[int]:
        """The places of the right options, from 0."""
        return {i for i, option in enumerate(self.options) if option.right}


def chance(values: Mapping[str, Any]) -> float:
    """The share of the points that blind guessing earns, any choice but none being as likely."""
    right = sum(option["right"] for option in values["options"])
    wrong = len(values["options"]) - right
    earned = sum(
        comb(right, hits) * comb(wrong, slips) * (hits - slips) / right
        for hits in range(right + 1)
        for slips in range(min(hits, wrong + 1))
    )
    return float(earned / (2 ** (right + wrong) - 1))


def parse_response(raw: Any) -> list[int] | None:
    """The places of the chosen options in order; None for no answer."""
    found = places(raw, MOST)
    return sorted(found) if found else None


def mark(item: MultipleChoice, response: list[int] | None) -> Mark:
    """Right choices minus wrong ones, never below nothing, as a share of the right options.

    Choosing everything therefore earns less than choosing well, and leaving out a right option
    costs only its own share.
    """
    chosen = {place for place in response or () if place < len(item.options)}
    earned = max(0, len(chosen & item.keys) - len(chosen - item.keys)) / len(item.keys)
    wrong = (chosen ^ item.keys) if chosen else set()
    beliefs = [item.options[i].misconception for i in sorted(wrong)]
    return Mark(points=earned, out_of=1.0, caught=tuple(dict.fromkeys(filter(None, beliefs))))
