"""A number, with a unit where it has one."""

import math
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from quizzes.core.kinds.answers import number, words
from quizzes.core.records import Frozen, Mark, Question, Slug, Text

UNIT_SHARE = 0.5


class Unit(Frozen):
    """A unit that is accepted: a number given in it is multiplied by `times`."""

    name: Text
    also: tuple[Text, ...] = ()
    times: float = 1.0


class Slip(Frozen):
    """A number that a known mistake leads to."""

    value: float
    why: Text
    misconception: Slug


class Numeric(Question):
    """`within` is the largest absolute difference that still counts as right."""

    kind: Literal["numeric"] = "numeric"
    answer: float
    within: Annotated[float, Field(ge=0)] = 0.0
    units: tuple[Unit, ...] = ()
    why: Text
    slips: tuple[Slip, ...] = ()

    @model_validator(mode="after")
    def _told_apart(self) -> "Numeric":
        if self.units and self.units[0].times != 1.0:
            raise ValueError("the first unit is that of the answer: its `times` is 1")
        if any(unit.times == 0 for unit in self.units):
            raise ValueError("`times` of a unit cannot be 0")
        for slip in self.slips:
            if abs(slip.value - self.answer) <= 2 * self.within:
                raise ValueError(f"the slip {slip.value:g} cannot be told from the right answer")
        return self


def parse_response(raw: Any) -> dict[str, str] | None:
    """`{"value": "−4.99", "unit": "bar"}` as typed, or just the number as a text; None for none."""
    given = raw if isinstance(raw, dict) else {"value": raw}
    value = given.get("value")
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = repr(value)
    text, unit = words(value), words(given.get("unit"))
    return None if text is None else {"value": text, "unit": unit or ""}


def mark(item: Numeric, response: dict[str, str] | None) -> Mark:
    """Half a point for the number and half for its unit where there is one, else one point."""
    value, unit = _read(item, response)
    found = _judged(value, item.answer, item.within, item.slips)
    if found.is_right and item.units and unit is None:
        return Mark(points=1.0 - UNIT_SHARE, out_of=1.0)
    return found


def given_number(item: Numeric, response: dict[str, str] | None) -> float | None:
    """The number that was typed, in the unit of the answer; None for what is no number."""
    return _read(item, response)[0]


def mark_number(
    answer: float, within: float, slips: Sequence[Slip], response: dict[str, str] | None
) -> Mark:
    """One point for a number within `within` of `answer`, whatever unit was typed behind it."""
    return _judged(number(response["value"]) if response else None, answer, within, slips)


def _judged(value: float | None, answer: float, within: float, slips: Sequence[Slip]) -> Mark:
    if value is not None and _near(value, answer, within):
        return Mark(points=1.0, out_of=1.0)
    slip = slip_given(value, within, slips)
    return Mark(points=0.0, out_of=1.0, caught=(slip.misconception,) if slip else ())


def slip_given(value: float | None, within: float, slips: Sequence[Slip]) -> Slip | None:
    """The known mistake that leads to `value`, if one does."""
    if value is None:
        return None
    return next((slip for slip in slips if _near(value, slip.value, within)), None)


def _read(item: Numeric, response: dict[str, str] | None) -> tuple[float | None, Unit | None]:
    """The number in the unit of the answer, and the unit that was recognized."""
    if response is None:
        return None, None
    text, name = response["value"], response["unit"]
    for unit in item.units:
        for ending in sorted((unit.name, *unit.also), key=len, reverse=True):
            if _bare(name) == _bare(ending):
                return _times(number(text), unit), unit
            if not name and text.endswith(ending) and number(text[: -len(ending)]) is not None:
                return _times(number(text[: -len(ending)]), unit), unit
    return number(text), None


def _times(value: float | None, unit: Unit) -> float | None:
    return None if value is None else value * unit.times


def _bare(name: str) -> str:
    """Unit names without what typing leaves to chance: spaces, dots, the two signs for micro."""
    return name.replace(" ", "").replace("·", "").replace("µ", "μ").replace("^", "")


def _near(value: float, target: float, within: float) -> bool:
    # The last digits of a binary fraction are nobody's mistake.
    return math.isfinite(value) and abs(value - target) <= within + 1e-9 * abs(target)
