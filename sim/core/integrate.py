"""Integration of one stretch of a run: from one event to the next, or to the end of a window.

Quiet cells are stiff (gates move in 0.1 ms, ions in hours) and go to Rodas5P; spiking cells
are limited by accuracy and go to DOP853. A stretch starts explicit, as an event is followed by
fast change; it turns implicit when explicit steps are held back by stability alone, and back
when implicit steps come down to the size explicit ones could have.

The steps of a stretch do not depend on how far it is asked for. The step that passes the end of
a window is recorded up to there and not taken, so that the next window tries it again; the one
that passes an event is recorded too, and then a shorter one is taken to the event itself.
"""

import numpy as np
from numpy.typing import NDArray

from sim.core.cell import Cell
from sim.core.compiled import compiled, compiled_inside
from sim.core.dop853 import dop853_error, dop853_increment, step_times_rate
from sim.core.equations import ATP, CL, NA, STATES, H, K, M, N, V, W, jacobian, rates
from sim.core.recorder import Recorder, record_end, record_step
from sim.core.rosenbrock import rosenbrock_error, rosenbrock_increment
from sim.core.workspace import Present, Records, Work

Array = NDArray[np.float64]

DONE, OUT_OF_STEPS, STUCK, BURST, BREAKDOWN = range(5)

EITHER, ONLY_IMPLICIT, ONLY_EXPLICIT = range(3)
"""Which solver `advance` may use; the last two are for checking one against the other."""

LARGEST_V_MV = 1000.0
SHORTEST_STEP_S, LONGEST_STEP_S = 1e-15, 86_400.0
SMALLEST_ERROR = 1e-10
STABLE_STEP = 4.0
"""Longest explicit step in time constants of the fastest process.

DOP853 is stable to about 6, but its interpolant is poor near that boundary."""
HELD_BACK_STEPS = 8
WORTH_EXPLICIT = 5.0
WORTH_EXPLICIT_STEPS = 4


@compiled
def advance(
    presents: Records,
    span: tuple[float, float, bool],
    cells: Records,
    tolerance: tuple[float, float, int, int],
    works: Records,
    into: Recorder,
) -> int:
    """Integrate `presents[0]` in place; return how it ended.

    `span` is (end of the stretch, last time to record, whether an event follows), times in s
    since the stretch began; `tolerance` is (relative tolerance, largest volume in fL, step
    budget, solver choice). Samples, spikes and the envelope go `into` the recorder. Before an
    event the result is the state at the end; otherwise it is the last one from which a step
    does not pass the end.
    """
    end_s, limit_s, is_event = span
    present: Present = presents[0]
    cell: Cell = cells[0]
    work: Work = works[0]
    while present.t_s < end_s:
        taken = present.steps
        status = _find_step(present, present.h_s, tolerance, cell, work)
        if status != DONE:
            return status
        record_step(present, limit_s, cell, work, into)
        if present.t_s + work.h_s > limit_s:
            if is_event:
                return _close(present, end_s, tolerance, cell, work, into)
            present.steps = taken
            return DONE
        status = _take(present, tolerance, work)
        if status != DONE:
            return status
    return DONE


@compiled_inside
def _close(
    present: Present,
    end_s: float,
    tolerance: tuple[float, float, int, int],
    cell: Cell,
    work: Work,
    into: Recorder,
) -> int:
    """Take the rest of a stretch whose samples before its end are recorded."""
    h_s = end_s - present.t_s
    while present.t_s < end_s:
        status = _find_step(present, h_s, tolerance, cell, work)
        if status != DONE:
            return status
        is_last = work.h_s == end_s - present.t_s
        status = _take(present, tolerance, work)
        if status != DONE:
            return status
        if is_last:
            present.t_s = end_s
        h_s = min(present.h_s, end_s - present.t_s)
    record_end(present.y, into)
    return DONE


@compiled_inside
def _find_step(
    present: Present,
    h_s: float,
    tolerance: tuple[float, float, int, int],
    cell: Cell,
    work: Work,
) -> int:
    """Try a step of `h_s`, then shorter ones, until its error is acceptable.

    `work` then has the step, its length and its error. Tells when none is, or too many were tried.
    """
    rtol, _, budget, _ = tolerance
    if not present.is_explicit:
        jacobian(present.y, cell, work.jacobian)
    while present.steps < budget:
        present.steps += 1
        error = _try_step(present, h_s, rtol, cell, work)
        if error <= 1.0 and not _is_spent(work):
            work.h_s, work.error, work.stable = h_s, error, np.inf
            if present.is_explicit:
                work.stable = STABLE_STEP / _step_times_rate(h_s, rtol, cell, work)
            return DONE
        h_s *= min(_growth(error, present.is_explicit), 0.5)
        if h_s < SHORTEST_STEP_S or present.t_s + h_s <= present.t_s:
            return STUCK
    return OUT_OF_STEPS


@compiled_inside
def _step_times_rate(h_s: float, rtol: float, cell: Cell, work: Work) -> float:
    """Return h·|λ| of an explicit step: from its slopes, at rest from the Jacobian's diagonal.

    Without a bound at rest the steps would grow without end; their ends stay right, as nothing
    changes, but the stages and the interpolant between them overflow.
    """
    found: float = step_times_rate(h_s, rtol, work)
    if found > 0.0:
        return found
    jacobian(work.next_y, cell, work.jacobian)
    fastest = 1e-9
    for s in range(STATES):
        fastest = max(fastest, abs(work.jacobian[s, s]))
    return h_s * fastest


@compiled
def begin(presents: Records, cells: Records, works: Records, solver: int) -> None:
    """Make `presents[0]`, whose `y` is given, the beginning of a stretch."""
    present: Present = presents[0]
    work: Work = works[0]
    rates(present.y, cells[0], present.slope)
    present.t_s, present.h_s = 0.0, _first_step(present, work)
    present.counter = 0
    present.is_explicit = solver != ONLY_IMPLICIT


@compiled_inside
def _take(present: Present, tolerance: tuple[float, float, int, int], work: Work) -> int:
    """Make the step that was found the present state, and choose the next one."""
    _, volume_limit_fL, _, solver = tolerance
    growth = _growth(work.error, present.is_explicit)
    present.counter = _count(present.counter, growth, work)
    present.h_s = min(work.h_s * min(growth, work.stable), LONGEST_STEP_S)
    present.t_s += work.h_s
    for s in range(STATES):
        present.y[s] = work.next_y[s]
        present.rounding[s] = work.next_rounding[s]
        present.slope[s] = work.next_slope[s]
    enough = HELD_BACK_STEPS if present.is_explicit else WORTH_EXPLICIT_STEPS
    if solver == EITHER and present.counter >= enough:
        present.is_explicit, present.counter = not present.is_explicit, 0
    if abs(present.y[V]) > LARGEST_V_MV:
        return BREAKDOWN
    return BURST if present.y[W] > volume_limit_fL else DONE


@compiled_inside
def _first_step(present: Present, work: Work) -> float:
    fastest = 1e-9
    for s in range(STATES):
        fastest = max(fastest, abs(present.slope[s]) / (abs(present.y[s]) + work.floor[s]))
    return min(1e-5, 0.01 / fastest)


@compiled_inside
def _try_step(present: Present, h_s: float, rtol: float, cell: Cell, work: Work) -> float:
    """Fill in `work.next_y` and `work.next_slope`; return the error (1 is just acceptable)."""
    y = present.y
    if present.is_explicit:
        dop853_increment(y, present.slope, h_s, cell, work)
    elif not rosenbrock_increment(y, present.slope, h_s, cell, work):
        return np.inf
    for s in range(STATES):
        size = max(abs(y[s]), abs(y[s] + work.increment[s]), work.floor[s])
        work.scale[s] = rtol * size
    error = dop853_error(h_s, work) if present.is_explicit else rosenbrock_error(work)
    if error <= 1.0:
        _finish_step(present, work)
        rates(work.next_y, cell, work.next_slope)
    return error


@compiled_inside
def _finish_step(present: Present, work: Work) -> None:
    """Add the increment with the rounding left over so far (compensated summation).

    Charge is a small difference of large amounts of ions: without the compensation, rounding
    alone would move V away from the charge by microvolts in a long train of spikes.
    """
    for s in range(STATES):
        start = present.y[s]
        addend = work.increment[s] + present.rounding[s]
        total = start + addend
        virtual = total - start
        work.next_rounding[s] = (start - (total - virtual)) + (addend - virtual)
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
    order = 8.0 if is_explicit else 5.0
    wanted: float = 0.9 * max(error, SMALLEST_ERROR) ** (-1.0 / order)
    return min(max(wanted, 0.2), 3.0 if is_explicit else 6.0)


@compiled_inside
def _count(counter: int, growth: float, work: Work) -> int:
    """Count the accepted steps in a row that speak for the other solver.

    `growth` is the factor for the next step that accuracy allows.
    """
    if work.stable < np.inf:
        return counter + 1 if work.stable < min(growth, 1.5) else 0
    fastest = 0.0
    for s in range(STATES):
        fastest = max(fastest, abs(work.jacobian[s, s]))
    return counter + 1 if work.h_s * growth * fastest < WORTH_EXPLICIT else 0
