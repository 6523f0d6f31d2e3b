"""Rows to which an option each is chosen; options may serve several rows or none.

A diagram to be labelled is the same with a drawing: its rows are numbered spots.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from quizzes.core.kinds.answers import pairs
from quizzes.core.records import Frozen, Mark, Question, Slug, Text

MOST = 10
Percent = Annotated[float, Field(ge=0, le=100)]


class Belief(Frozen):
    """Who gives a row the option at place `option` (from 1) believes this."""

    option: Annotated[int, Field(ge=1, le=MOST)]
    why: Text
    misconception: Slug


class Row(Frozen):
    """`option`: the place of the right option, from 1."""

    text: Text
    option: Annotated[int, Field(ge=1, le=MOST)]
    why: Text
    beliefs: tuple[Belief, ...] = ()


class Matching(Question):
    kind: Literal["matching"] = "matching"
    rows: tuple[Row, ...] = Field(min_length=2, max_length=MOST)
    options: tuple[Text, ...] = Field(min_length=2, max_length=MOST)

    @model_validator(mode="after")
    def _options_exist(self) -> "Matching":
        _check(self.rows, self.options)
        return self


class Spot(Row):
    """A row with its place on the drawing, in per cent of its width and height.

    `text` says where the spot is for a reader who does not see the drawing.
    """

    x: Percent
    y: Percent


class LabelDiagram(Question):
    kind: Literal["label-diagram"] = "label-diagram"
    drawing: Slug
    rows: tuple[Spot, ...] = Field(min_length=2, max_length=MOST)
    options: tuple[Text, ...] = Field(min_length=2, max_length=MOST)

    @model_validator(mode="after")
    def _options_exist(self) -> "LabelDiagram":
        _check(self.rows, self.options)
        return self


def _check(rows: tuple[Row, ...], options: tuple[str, ...]) -> None:
    if len(set(options)) < len(options):
        raise ValueError("two options are the same")
    for place, row in enumerate(rows, 1):
        named = [row.option, *(belief.option for belief in row.beliefs)]
        if max(named) > len(options):
            raise ValueError(f"row {place} names option {max(named)}, there are {len(options)}")
        if row.option in named[1:]:
            raise ValueError(f"row {place}: the right option is no misconception")


def chance(values: Mapping[str, Any]) -> float:
    """The share of the points that blind guessing earns: every row has all options."""
    return 1.0 / len(values["options"])


def parse_response(raw: Any) -> dict[str, int] | None:
    """`{"0": 2}`: for a row (from 0) the option chosen (from 0); None for no answer at all."""
    return pairs(raw, MOST, MOST) or None


def mark(item: Matching | LabelDiagram, response: dict[str, int] | None) -> Mark:
    """The share of rows that have their right option."""
    given = response or {}
    chosen = [given.get(str(place)) for place in range(len(item.rows))]
    right = sum(c == row.option - 1 for c, row in zip(chosen, item.rows, strict=True))
    caught = [
        belief.misconception
        for option, row in zip(chosen, item.rows, strict=True)
        for belief in row.beliefs
        if option == belief.option - 1
    ]
    return Mark(points=right / len(item.rows), out_of=1.0, caught=tuple(dict.fromkeys(caught)))
