"""What every kind of item has. `docs/content-formats.md` says it in prose."""

import datetime
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(min_length=1)]
ItemId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=80)]
TopicNumber = Annotated[str, StringConstraints(pattern=r"^[1-8]\.\d{1,2}$")]
ObjectiveCode = Annotated[str, StringConstraints(pattern=r"^[1-8]\.\d{1,2}\.[A-F]$")]
Skill = Annotated[str, StringConstraints(pattern=r"^[1-6]\.[A-F]$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Frozen(BaseModel):
    """A frozen record; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Series(Frozen):
    """One line, set of bars or cloud of points. `error` is half the length of the bars."""

    name: Text
    x: tuple[float | str, ...]
    y: tuple[float, ...]
    error: tuple[float, ...] = ()

    @model_validator(mode="after")
    def _lengths(self) -> "Series":
        if len(self.x) != len(self.y) or (self.error and len(self.error) != len(self.y)):
            raise ValueError("x, y and error must have the same length")
        return self

    @property
    def points(self) -> list[tuple[float | str, float, float | None]]:
        """Rows of a table: x, y and the half-length of the bar, or None."""
        errors = self.error or (None,) * len(self.y)
        return list(zip(self.x, self.y, errors, strict=True))


class Chart(Frozen):
    type: Literal["line", "bar", "scatter"]
    title: Text
    x: Text
    y: Text
    series: tuple[Series, ...] = Field(min_length=1)
    summary: Text


class Table(Frozen):
    caption: Text
    columns: tuple[str, ...]
    rows: tuple[tuple[float | str, ...], ...]

    @model_validator(mode="after")
    def _widths(self) -> "Table":
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row must have as many cells as there are columns")
        return self


class Stimulus(Frozen):
    """What a question is about; its parts are shown in this order."""

    text: str = ""
    table: Table | None = None
    chart: Chart | None = None
    drawing: Slug | Literal[""] = ""


class ArithmeticCheck(Frozen):
    """The calculation behind a key, computed again by `check_content`."""

    expression: Text
    equals: float
    within: Annotated[float, Field(ge=0)] = 0.0


class Item(Frozen):
    """The part that all kinds share."""

    id: ItemId
    stimulus: Stimulus | None = None
    updated: datetime.date
    reviewed: datetime.date | None = None
    draft: bool = False


class Question(Item):
    """What every kind shares that is marked by itself and stands at one place of the course."""

    topic: TopicNumber
    objective: ObjectiveCode
    skill: Skill
    difficulty: Annotated[int, Field(ge=1, le=3)]
    recall: bool = False
    terms: tuple[Slug, ...] = ()
    set: Slug | Literal[""] = ""
    stem: Text
    check: tuple[ArithmeticCheck, ...] = ()

    @model_validator(mode="after")
    def _set_shares_something(self) -> "Question":
        if self.set and self.stimulus is None:
            raise ValueError("an item of a set has the stimulus of the set")
        return self


class Mark(Frozen):
    """What an answer earned. `points` is between 0 and `out_of`.

    `caught` are the misconceptions that the answer expresses, each once, in the item's order.
    """

    points: float
    out_of: float
    caught: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        return self.points == self.out_of


def named_in(values: Any, key: str = "misconception") -> Iterator[str]:
    """Every value of `key` in an item's plain values, in their order, perhaps twice.

    Items of all kinds name misconceptions and scenarios so, wherever an answer is judged.
    """
    if isinstance(values, dict):
        if name := values.get(key):
            yield name
        for value in values.values():
            yield from named_in(value, key)
    elif isinstance(values, list | tuple):
        for value in values:
            yield from named_in(value, key)
