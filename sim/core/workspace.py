"""Arrays the solvers work in: allocated once per run, passed to compiled code by name."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.equations import STATES

Array = NDArray[np.float64]
STAGES = 16
DENSE_ROWS = 7


class Work(NamedTuple):
    """Scratch of one step.

    `slope` f(y) at its start, `next_y` and `next_slope` at its end, `increment` next_y − y,
    `rounding` what y has lost to rounding so far and `next_rounding`
    what next_y will have; `stages` (16 × 9) the stages k; `dense`
    (7 × 9) the interpolant's coefficients; `scale` the error weights; `floor` the size below
    which a state counts as this size when its relative error is judged.
    """

    slope: Array
    next_y: Array
    next_slope: Array
    increment: Array
    rounding: Array
    next_rounding: Array
    stage_y: Array
    stages: Array
    dense: Array
    scale: Array
    floor: Array
    jacobian: Array
    lu: Array
    pivots: NDArray[np.int64]


def new_work(floor: Array) -> Work:
    """Return fresh scratch; `floor` has one size per state."""
    return Work(
        slope=np.zeros(STATES),
        next_y=np.zeros(STATES),
        next_slope=np.zeros(STATES),
        increment=np.zeros(STATES),
        rounding=np.zeros(STATES),
        next_rounding=np.zeros(STATES),
        stage_y=np.zeros(STATES),
        stages=np.zeros((STAGES, STATES)),
        dense=np.zeros((DENSE_ROWS, STATES)),
        scale=np.zeros(STATES),
        floor=floor,
        jacobian=np.zeros((STATES, STATES)),
        lu=np.zeros((STATES, STATES)),
        pivots=np.zeros(STATES, dtype=np.int64),
    )
