"""One step of DOP853, the explicit solver for spiking cells.

Runge–Kutta of order 8 with error estimates of orders 5 and 3 and an interpolant of order 7
(Hairer, Nørsett & Wanner, Solving ODEs I, II.5–II.6). Explicit steps are cheap but must stay
below about 6 time constants of the fastest process; `step_times_rate` tells when they do not.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sim.core.cell import Cell
from sim.core.compiled import compiled_inside
from sim.core.dop853_tableau import ALL_STAGES, DENSE, ERROR_3, ERROR_5, STAGES, A, B
from sim.core.equations import STATES, rates
from sim.core.workspace import Work

Array = NDArray[np.float64]

ORDER = 8


@compiled_inside
def dop853_increment(y: Array, h_s: float, cell: Cell, work: Work) -> None:
    """Work out the increment of a step of `h_s` seconds from `y`, into `work.increment`.

    Needs `work.slope` = f(y).
    """
    for s in range(STATES):
        work.stages[0, s] = work.slope[s]
    for i in range(1, STAGES):
        _stage(i, y, h_s, cell, work)
    for s in range(STATES):
        total = 0.0
        for j in range(STAGES):
            total += B[j] * work.stages[j, s]
        work.increment[s] = h_s * total


@compiled_inside
def _stage(i: int, y: Array, h_s: float, cell: Cell, work: Work) -> None:
    for s in range(STATES):
        total = 0.0
        for j in range(i):
            total += A[i, j] * work.stages[j, s]
        work.stage_y[s] = y[s] + h_s * total
    rates(work.stage_y, cell, work.stages[i])


@compiled_inside
def dop853_error(h_s: float, work: Work) -> float:
    """Return the error of the step in units of `work.scale` (1 is just acceptable)."""
    fifth, third = 0.0, 0.0
    for s in range(STATES):
        error_5, error_3 = 0.0, 0.0
        for j in range(STAGES):
            error_5 += ERROR_5[j] * work.stages[j, s]
            error_3 += ERROR_3[j] * work.stages[j, s]
        fifth += (error_5 / work.scale[s]) ** 2
        third += (error_3 / work.scale[s]) ** 2
    if fifth == 0.0 and third == 0.0:
        return 0.0
    return h_s * fifth / math.sqrt(STATES * (fifth + 0.01 * third))


@compiled_inside
def step_times_rate(h_s: float, work: Work) -> float:
    """Return an estimate of h·|λ|, the step in time constants of the fastest process.

    Compares the two slopes known at the end of the step (Hairer & Wanner, Solving ODEs II,
    IV.2); needs `work.next_y` and `work.next_slope`, and `work.stage_y` still of stage 11.
    """
    slopes, states = 0.0, 0.0
    for s in range(STATES):
        weight = 1.0 / work.scale[s]
        slopes += (weight * (work.next_slope[s] - work.stages[STAGES - 1, s])) ** 2
        states += (weight * (work.next_y[s] - work.stage_y[s])) ** 2
    return h_s * math.sqrt(slopes / states) if states > 0.0 else 1e-9


@compiled_inside
def dop853_dense(y: Array, h_s: float, cell: Cell, work: Work) -> None:
    """Work out the interpolant of the step just taken, into `work.dense`."""
    for s in range(STATES):
        work.stages[STAGES, s] = work.next_slope[s]
    for i in range(STAGES + 1, ALL_STAGES):
        _stage(i, y, h_s, cell, work)
    for s in range(STATES):
        change = work.next_y[s] - y[s]
        work.dense[0, s] = change
        work.dense[1, s] = h_s * work.slope[s] - change
        work.dense[2, s] = 2.0 * change - h_s * (work.next_slope[s] + work.slope[s])
        for row in range(4):
            total = 0.0
            for j in range(ALL_STAGES):
                total += DENSE[row, j] * work.stages[j, s]
            work.dense[3 + row, s] = h_s * total


@compiled_inside
def dop853_at(theta: float, s: int, y: Array, work: Work) -> float:
    """Return state `s` at the fraction `theta` of the step from `y` to `work.next_y`."""
    total = 0.0
    for row in range(6, -1, -1):
        total += work.dense[row, s]
        total *= theta if row % 2 == 0 else 1.0 - theta
    interpolated: float = y[s] + total
    return interpolated
