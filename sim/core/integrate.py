"""Integration of one stretch of a run, between two events.

Quiet cells are stiff (gates move in 0.1 ms, ions in hours) and go to Rodas5P; spiking cells
are limited by accuracy and go to DOP853. A stretch starts explicit, as an event is followed by
fast change; it turns implicit when explicit steps are held back by stability alone, and back
when implicit steps come down to the size explicit ones could have.
"""

import numpy as np
from numpy.typing import NDArray

from sim.core.cell import Cell
from sim.core.compiled import compiled, compiled_inside
from sim.core.dop853 import dop853_error, dop853_increment, step_times_rate
from sim.core.equations import ATP, CL, NA, STATES, H, K, M, N, V, W, jacobian, rates
from sim.core.recorder import STEPS, Recorder, record_step
from sim.core.rosenbrock import rosenbrock_error, rosenbrock_increment
from sim.core.workspace import Work

Array = NDArray[np.float64]

DONE, OUT_OF_STEPS, STUCK, BURST, BREAKDOWN = range(5)

EITHER, ONLY_IMPLICIT, ONLY_EXPLICIT = range(3)
"""Which solver `advance` may use; the last two are for checking one against the other."""

LARGEST_V_MV = 1000.0
SHORTEST_STEP_S = 1e-15
STABLE_STEP = 4.0
"""Longest explicit step in time constants of the fastest process.

DOP853 is stable to about 6, but its interpolant is poor near that boundary."""
HELD_BACK_STEPS = 8
WORTH_EXPLICIT = 5.0
WORTH_EXPLICIT_STEPS = 4


@compiled
def advance(
    y: Array,
    duration_s: float,
    cell: Cell,
    tolerance: tuple[float, float, int, int],
    work: Work,
    into: Recorder,
) -> tuple[int, float]:
    """Integrate `y` in place over `duration_s`; return how it ended and the time reached.

    `tolerance` is (relative tolerance, largest volume in fL, step budget, solver choice).
    Samples, spikes and the envelope go `into` the recorder.
    """
    rtol, volume_limit_fL, budget, solver = tolerance
    rates(y, cell, work.slope)
    t_s, h_s = 0.0, _first_step(y, rtol, work)
    is_explicit, fresh, counter = solver != ONLY_IMPLICIT, True, 0
    while t_s < duration_s:
        if into.cursor[STEPS] >= budget:
            return OUT_OF_STEPS, t_s
        into.cursor[STEPS] += 1
        is_last = h_s >= duration_s - t_s
        h_s = min(h_s, duration_s - t_s)
        if not is_explicit and fresh:
            jacobian(y, cell, work.jacobian)
        error = _try_step(y, h_s, is_explicit, rtol, cell, work)
        growth = _growth(error, is_explicit)
        if not error <= 1.0 or _is_spent(work):
            h_s, fresh = h_s * min(growth, 0.5), False
            if h_s < SHORTEST_STEP_S or t_s + h_s <= t_s:
                return STUCK, t_s
            continue
        stable = STABLE_STEP / step_times_rate(h_s, work) if is_explicit else np.inf
        counter = _count(counter, h_s, growth, stable, work)
        growth = min(growth, stable)
        record_step(y, t_s, h_s, is_explicit, cell, work, into)
        t_s = duration_s if is_last else t_s + h_s
        _take(y, work)
        if abs(y[V]) > LARGEST_V_MV:
            return BREAKDOWN, t_s
        if y[W] > volume_limit_fL:
            return BURST, t_s
        h_s, fresh = h_s * growth, True
        if solver == EITHER and counter >= (
            HELD_BACK_STEPS if is_explicit else WORTH_EXPLICIT_STEPS
        ):
            is_explicit, counter = not is_explicit, 0
    return DONE, t_s


@compiled_inside
def _take(y: Array, work: Work) -> None:
    """Make the step that was tried the present state."""
    for s in range(STATES):
        y[s] = work.next_y[s]
        work.rounding[s] = work.next_rounding[s]
        work.slope[s] = work.next_slope[s]


@compiled_inside
def _first_step(y: Array, rtol: float, work: Work) -> float:
    fastest = 1e-9
    for s in range(STATES):
        fastest = max(fastest, abs(work.slope[s]) / (abs(y[s]) + work.floor[s]))
    return min(1e-5, 0.01 / fastest)


@compiled_inside
def _try_step(
    y: Array, h_s: float, is_explicit: bool, rtol: float, cell: Cell, work: Work
) -> float:
    """Fill in `work.next_y` and `work.next_slope`; return the error (1 is just acceptable)."""
    if is_explicit:
        dop853_increment(y, h_s, cell, work)
    elif not rosenbrock_increment(y, h_s, cell, work):
        return np.inf
    for s in range(STATES):
        size = max(abs(y[s]), abs(y[s] + work.increment[s]), work.floor[s])
        work.scale[s] = rtol * size
    error = dop853_error(h_s, work) if is_explicit else rosenbrock_error(work)
    if error <= 1.0:
        _finish_step(y, work)
        rates(work.next_y, cell, work.next_slope)
    return error


@compiled_inside
def _finish_step(y: Array, work: Work) -> None:
    """Add the increment with the rounding left over so far (compensated summation).

    Charge is a small difference of large amounts of ions: without the compensation, rounding
    alone would move V away from the charge by microvolts in a long train of spikes.
    """
    for s in range(STATES):
        addend = work.increment[s] + work.rounding[s]
        total = y[s] + addend
        virtual = total - y[s]
        work.next_rounding[s] = (y[s] - (total - virtual)) + (addend - virtual)
        work.next_y[s] = total
    for s in (M, H, N):
        work.next_y[s] = min(max(work.next_y[s], 0.0), 1.0)
    work.next_y[ATP] = max(work.next_y[ATP], 0.0)


@compiled_inside
def _is_spent(work: Work) -> bool:
    """Tell whether the step would leave less than no ions or no water."""
    fewest: float = min(work.next_y[NA], work.next_y[K], work.next_y[CL])
    volume: float = work.next_y[W]
    return fewest < 0.0 or volume <= 0.0


@compiled_inside
def _growth(error: float, is_explicit: bool) -> float:
    """Return the factor for the next step from the error of this one."""
    if not error < 1e12:
        return 0.1
    exponent = -1.0 / 8.0 if is_explicit else -1.0 / 5.0
    wanted: float = 0.9 * max(error, 1e-10) ** exponent
    return min(max(wanted, 0.2), 3.0 if is_explicit else 6.0)


@compiled_inside
def _count(counter: int, h_s: float, growth: float, stable: float, work: Work) -> int:
    """Count the accepted steps in a row that speak for the other solver.

    `growth` is the factor for the next step that accuracy allows, `stable` the factor that
    stability allows, infinite in an implicit step.
    """
    if stable < np.inf:
        return counter + 1 if stable < min(growth, 1.5) else 0
    fastest = 0.0
    for s in range(STATES):
        fastest = max(fastest, abs(work.jacobian[s, s]))
    return counter + 1 if h_s * growth * fastest < WORTH_EXPLICIT else 0
