"""A graph of a laboratory run, and a number to be read off it. The key is computed, not typed in.

The run is simulated by `sim.core` from its event log, so graph and key always agree.
"""

from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field, model_validator

from quizzes.core.graphs import TIMES, Array, Graph, trajectory
from quizzes.core.kinds import numeric
from quizzes.core.records import Frozen, Mark, Question, Slug, Text
from sim.core.columns import COLUMNS


class Measure(Frozen):
    """What is read off: the `value` of a curve `at_s`, its `highest` or `lowest` value, or the
    time at which it first meets the curve `other` (`crossing`), counted from `from_s`."""

    what: Literal["value", "highest", "lowest", "crossing"]
    column: Text
    other: str = ""
    at_s: Annotated[float, Field(ge=0)] | None = None
    from_s: Annotated[float, Field(ge=0)] = 0.0

    @model_validator(mode="after")
    def _complete(self) -> "Measure":
        if (self.at_s is not None) != (self.what == "value"):
            raise ValueError("`at_s` belongs to `value`, and to nothing else")
        if bool(self.other) != (self.what == "crossing"):
            raise ValueError("`other` belongs to `crossing`, and to nothing else")
        for name in (self.column, self.other):
            if name and name not in COLUMNS:
                raise ValueError(f"a run has no column {name}")
        return self


class Misreading(Frozen):
    """A wrong number that comes from measuring something else on the same graph."""

    measure: Measure
    why: Text
    misconception: Slug


class ReadGraph(Graph, Question):
    """`within`: how far a reading may be off, in `unit`. Times are shown in `time_unit`."""

    kind: Literal["read-graph"] = "read-graph"
    measure: Measure
    unit: Text
    within: Annotated[float, Field(gt=0)]
    why: Text
    misreadings: tuple[Misreading, ...] = ()

    @model_validator(mode="after")
    def _can_be_read(self) -> "ReadGraph":
        for slip in self.slips:
            if abs(slip.value - self.answer) <= 2 * self.within:
                raise ValueError(
                    f"a misreading of {slip.value:.4g} cannot be told from {self.answer:.4g}"
                )
        return self

    def number_of(self, measure: Measure) -> float:
        """What `measure` gives on this item's run, times in `time_unit`. Raises ValueError."""
        value = measured(measure, trajectory(self.run))
        return value / TIMES[self.time_unit] if measure.what == "crossing" else value

    @property
    def answer(self) -> float:
        """The number that a perfect reader finds."""
        return self.number_of(self.measure)

    @property
    def slips(self) -> list[numeric.Slip]:
        """The numbers that the known misreadings give."""
        return [
            numeric.Slip(value=self.number_of(m.measure), why=m.why, misconception=m.misconception)
            for m in self.misreadings
        ]


def measured(measure: Measure, values: dict[str, Array]) -> float:
    """The number that a measure gives. Raises ValueError when the curves never do that."""
    t_s, curve = values["t_s"], values[measure.column]
    if measure.what == "value":
        return float(np.interp(measure.at_s or 0.0, t_s, curve))
    later = t_s >= measure.from_s
    if measure.what in {"highest", "lowest"}:
        return float(curve[later].max() if measure.what == "highest" else curve[later].min())
    gap = (curve - values[measure.other])[later]
    turns = np.flatnonzero(np.sign(gap[1:]) != np.sign(gap[:-1]))
    if not turns.size:
        raise ValueError(f"{measure.column} and {measure.other} never cross")
    i = int(turns[0])
    share = gap[i] / (gap[i] - gap[i + 1])
    times = t_s[later]
    return float(times[i] + share * (times[i + 1] - times[i]) - measure.from_s)


def parse_response(raw: Any) -> dict[str, str] | None:
    """As for a numeric item: `{"value": "42", "unit": ""}`."""
    return numeric.parse_response(raw)


def mark(item: ReadGraph, response: dict[str, str] | None) -> Mark:
    """One point for a reading that is near enough; the unit is given by the axis."""
    return numeric.mark_number(item.answer, item.within, item.slips, response)
