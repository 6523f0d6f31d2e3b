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
from sim.core.dop853_tableau import DENSE, ERROR_3, ERROR_5, STAGES, A, B
from sim.core.equations import STATES, rates
from sim.core.workspace import Work

Array = NDArray[np.float64]

ORDER = 8
ROUNDING = 1e-12
"""A difference of states below this, as a fraction of their size, may be rounding alone."""
DENSE_STAGES = (0, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)


@compiled_inside
def dop853_increment(y: Array, slope: Array, h_s: float, cell: Cell, work: Work) -> None:
    """Work out the increment of a step of `h_s` seconds from `y`, into `work.increment`.

    Needs `slope` = f(y). The sums leave out the coefficients that are 0.
    """
    k = work.stages
    for s in range(STATES):
        k[0, s] = slope[s]
    _stages_1_to_6(y, h_s, cell, work)
    _stages_7_to_11(y, h_s, cell, work)
    for s in range(STATES):
        total = B[0] * k[0, s] + B[5] * k[5, s] + B[6] * k[6, s]
        total += B[7] * k[7, s] + B[8] * k[8, s] + B[9] * k[9, s]
        work.increment[s] = h_s * (total + B[10] * k[10, s] + B[11] * k[11, s])


@compiled_inside
def _stages_1_to_6(y: Array, h_s: float, cell: Cell, work: Work) -> None:
    k, z = work.stages, work.stage_y
    for s in range(STATES):
        z[s] = y[s] + h_s * (A[1, 0] * k[0, s])
    rates(z, cell, k[1])
    for s in range(STATES):
        z[s] = y[s] + h_s * (A[2, 0] * k[0, s] + A[2, 1] * k[1, s])
    rates(z, cell, k[2])
    for s in range(STATES):
        z[s] = y[s] + h_s * (A[3, 0] * k[0, s] + A[3, 2] * k[2, s])
    rates(z, cell, k[3])
    for s in range(STATES):
        z[s] = y[s] + h_s * (A[4, 0] * k[0, s] + A[4, 2] * k[2, s] + A[4, 3] * k[3, s])
    rates(z, cell, k[4])
    for s in range(STATES):
        z[s] = y[s] + h_s * (A[5, 0] * k[0, s] + A[5, 3] * k[3, s] + A[5, 4] * k[4, s])
    rates(z, cell, k[5])
    for s in range(STATES):
        total = A[6, 0] * k[0, s] + A[6, 3] * k[3, s] + A[6, 4] * k[4, s]
        z[s] = y[s] + h_s * (total + A[6, 5] * k[5, s])
    rates(z, cell, k[6])


@compiled_inside
def _stages_7_to_11(y: Array, h_s: float, cell: Cell, work: Work) -> None:
    k, z = work.stages, work.stage_y
    for s in range(STATES):
        total = A[7, 0] * k[0, s] + A[7, 3] * k[3, s] + A[7, 4] * k[4, s]
        z[s] = y[s] + h_s * (total + A[7, 5] * k[5, s] + A[7, 6] * k[6, s])
    rates(z, cell, k[7])
    for s in range(STATES):
        total = A[8, 0] * k[0, s] + A[8, 3] * k[3, s] + A[8, 4] * k[4, s]
        z[s] = y[s] + h_s * (total + A[8, 5] * k[5, s] + A[8, 6] * k[6, s] + A[8, 7] * k[7, s])
    rates(z, cell, k[8])
    for s in range(STATES):
        total = A[9, 0] * k[0, s] + A[9, 3] * k[3, s] + A[9, 4] * k[4, s]
        total += A[9, 5] * k[5, s] + A[9, 6] * k[6, s] + A[9, 7] * k[7, s]
        z[s] = y[s] + h_s * (total + A[9, 8] * k[8, s])
    rates(z, cell, k[9])
    for s in range(STATES):
        total = A[10, 0] * k[0, s] + A[10, 3] * k[3, s] + A[10, 4] * k[4, s]
        total += A[10, 5] * k[5, s] + A[10, 6] * k[6, s] + A[10, 7] * k[7, s]
        z[s] = y[s] + h_s * (total + A[10, 8] * k[8, s] + A[10, 9] * k[9, s])
    rates(z, cell, k[10])
    for s in range(STATES):
        total = A[11, 0] * k[0, s] + A[11, 3] * k[3, s] + A[11, 4] * k[4, s]
        total += A[11, 5] * k[5, s] + A[11, 6] * k[6, s] + A[11, 7] * k[7, s]
        z[s] = y[s] + h_s * (total + A[11, 8] * k[8, s] + A[11, 9] * k[9, s] + A[11, 10] * k[10, s])
    rates(z, cell, k[11])


@compiled_inside
def dop853_error(h_s: float, work: Work) -> float:
    """Return the error of the step in units of `work.scale` (1 is just acceptable)."""
    k, fifth, third = work.stages, 0.0, 0.0
    for s in range(STATES):
        error_5 = ERROR_5[0] * k[0, s] + ERROR_5[5] * k[5, s] + ERROR_5[6] * k[6, s]
        error_5 += ERROR_5[7] * k[7, s] + ERROR_5[8] * k[8, s] + ERROR_5[9] * k[9, s]
        error_5 += ERROR_5[10] * k[10, s] + ERROR_5[11] * k[11, s]
        error_3 = ERROR_3[0] * k[0, s] + ERROR_3[5] * k[5, s] + ERROR_3[6] * k[6, s]
        error_3 += ERROR_3[7] * k[7, s] + ERROR_3[8] * k[8, s] + ERROR_3[9] * k[9, s]
        error_3 += ERROR_3[10] * k[10, s] + ERROR_3[11] * k[11, s]
        fifth += (error_5 / work.scale[s]) ** 2
        third += (error_3 / work.scale[s]) ** 2
    if fifth == 0.0 and third == 0.0:
        return 0.0
    return h_s * fifth / math.sqrt(STATES * (fifth + 0.01 * third))


@compiled_inside
def step_times_rate(h_s: float, rtol: float, work: Work) -> float:
    """Return an estimate of h·|λ|, the step in time constants of the fastest process.

    Compares the two slopes known at the end of the step (Hairer & Wanner, Solving ODEs II,
    IV.2); needs `work.next_y` and `work.next_slope`, and `work.stage_y` still of stage 11. In a
    cell at rest both differences are rounding and tell nothing: there it returns −1.
    """
    slopes, states = 0.0, 0.0
    for s in range(STATES):
        weight = 1.0 / work.scale[s]
        slopes += (weight * (work.next_slope[s] - work.stages[STAGES - 1, s])) ** 2
        states += (weight * (work.next_y[s] - work.stage_y[s])) ** 2
    if states <= (ROUNDING / rtol) ** 2:
        return -1.0
    return h_s * math.sqrt(slopes / states)


@compiled_inside
def dop853_dense(y: Array, slope: Array, h_s: float, cell: Cell, work: Work) -> None:
    """Work out the interpolant of the step just taken, into `work.dense`."""
    k, z = work.stages, work.stage_y
    for s in range(STATES):
        k[12, s] = work.next_slope[s]
    for s in range(STATES):
        total = A[13, 0] * k[0, s] + A[13, 6] * k[6, s] + A[13, 7] * k[7, s]
        total += A[13, 8] * k[8, s] + A[13, 9] * k[9, s] + A[13, 10] * k[10, s]
        z[s] = y[s] + h_s * (total + A[13, 11] * k[11, s] + A[13, 12] * k[12, s])
    rates(z, cell, k[13])
    for s in range(STATES):
        total = A[14, 0] * k[0, s] + A[14, 5] * k[5, s] + A[14, 6] * k[6, s]
        total += A[14, 7] * k[7, s] + A[14, 10] * k[10, s] + A[14, 11] * k[11, s]
        z[s] = y[s] + h_s * (total + A[14, 12] * k[12, s] + A[14, 13] * k[13, s])
    rates(z, cell, k[14])
    for s in range(STATES):
        total = A[15, 0] * k[0, s] + A[15, 5] * k[5, s] + A[15, 6] * k[6, s]
        total += A[15, 7] * k[7, s] + A[15, 8] * k[8, s] + A[15, 12] * k[12, s]
        z[s] = y[s] + h_s * (total + A[15, 13] * k[13, s] + A[15, 14] * k[14, s])
    rates(z, cell, k[15])
    for s in range(STATES):
        change = work.next_y[s] - y[s]
        work.dense[0, s] = change
        work.dense[1, s] = h_s * slope[s] - change
        work.dense[2, s] = 2.0 * change - h_s * (work.next_slope[s] + slope[s])
    for row in range(4):
        for s in range(STATES):
            work.dense[3 + row, s] = 0.0
        for j in DENSE_STAGES:
            for s in range(STATES):
                work.dense[3 + row, s] += h_s * DENSE[row, j] * k[j, s]


@compiled_inside
def dop853_at(theta: float, s: int, y: Array, work: Work) -> float:
    """Return state `s` at the fraction `theta` of the step from `y` to `work.next_y`."""
    total = 0.0
    for row in range(6, -1, -1):
        total += work.dense[row, s]
        total *= theta if row % 2 == 0 else 1.0 - theta
    interpolated: float = y[s] + total
    return interpolated
