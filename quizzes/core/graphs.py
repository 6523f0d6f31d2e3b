"""A graph of a laboratory run. It is simulated by `sim.core` from the run's event log, so what is
asked about it and what is drawn always agree."""

import json
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from quizzes.core.records import Frozen, Text
from sim.core.columns import COLUMNS
from sim.core.request import Limits
from sim.core.run import RunProblems, parse_request, simulate

Array = NDArray[np.float64]
POINTS = 600
LIMITS = Limits(max_horizon_s=7 * 86_400.0, max_events=50, max_samples=POINTS, max_steps=500_000)
TIMES = {"s": 1.0, "min": 60.0, "h": 3600.0}


class Curve(Frozen):
    column: Text
    name: Text

    @model_validator(mode="after")
    def _known(self) -> "Curve":
        if self.column not in COLUMNS:
            raise ValueError(f"a run has no column {self.column}")
        return self


class Graph(Frozen):
    """Curves of one run over time in `time_unit`; `y` is the axis with its unit, `summary` says
    what is to be seen for a reader who cannot see it."""

    run: dict[str, Any]
    time_unit: Literal["s", "min", "h"]
    y: Text
    curves: tuple[Curve, ...] = Field(min_length=1, max_length=4)
    summary: Text

    @model_validator(mode="after")
    def _runs(self) -> "Graph":
        try:
            trajectory(self.run)
        except RunProblems as error:
            raise ValueError(f"run: {error}") from error
        return self

    @property
    def times(self) -> Array:
        """The times of the samples in `time_unit`."""
        return trajectory(self.run)["t_s"] / TIMES[self.time_unit]

    def values(self, curve: Curve) -> Array:
        """The samples of a curve, as many as there are times."""
        return trajectory(self.run)[curve.column]


def trajectory(run: dict[str, Any]) -> dict[str, Array]:
    """The samples of a run by column: `POINTS` even times. Raises RunProblems."""
    return _trajectory(json.dumps(run, sort_keys=True))


@lru_cache(maxsize=64)
def _trajectory(run: str) -> dict[str, Array]:
    asked = json.loads(run) | {"points": POINTS}
    return simulate(parse_request(asked, limits=LIMITS)).values
