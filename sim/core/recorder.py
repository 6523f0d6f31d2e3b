"""What is kept of a run while it is integrated: samples, the envelope of V, and spikes.

A step yields its events in the order of time: extremes of V, a spike, samples. The envelope of
a sample covers the interval that ends with it.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.cell import Cell
from sim.core.compiled import compiled_inside
from sim.core.dop853 import dop853_at, dop853_dense
from sim.core.equations import NA, STATES, H, M, N, V
from sim.core.rosenbrock import rosenbrock_at, rosenbrock_dense
from sim.core.workspace import Work

Array = NDArray[np.float64]

SPIKE_MV = -20.0
SPIKE_RATE_MV_S = 1000.0
"""A spike is V rising through −20 mV faster than 1 mV/ms (slow depolarisation is none)."""

NEXT, SPIKES, SPIKES_SINCE, STEPS = range(4)
LOW, HIGH = range(2)
NEVER = 2.0


class Recorder(NamedTuple):
    """Buffers of one stretch of a run, times in s since the stretch began.

    `sample_t` (n) increasing; `states` (n × 9), `v_low`, `v_high`, `spikes` (n) are filled in;
    `spike_t` holds spike times; `cursor` counts samples done, all spikes, spikes since the last
    sample and steps tried; `extent` is the lowest and highest V since the last sample.
    """

    sample_t: Array
    states: Array
    v_low: Array
    v_high: Array
    spikes: NDArray[np.int64]
    spike_t: Array
    cursor: NDArray[np.int64]
    extent: Array


@compiled_inside
def record_step(
    y: Array, t_s: float, h_s: float, is_explicit: bool, cell: Cell, work: Work, into: Recorder
) -> None:
    """Record the step of `h_s` from state `y` at `t_s` to `work.next_y`."""
    first, second = _turning_points(y[V], work.next_y[V], work.slope[V], work.next_slope[V], h_s)
    spike = _is_spike(y[V], work.next_y[V], h_s)
    samples_due = into.cursor[NEXT] < into.sample_t.size and (
        into.sample_t[into.cursor[NEXT]] <= t_s + h_s
    )
    if spike or samples_due or first < NEVER:
        if is_explicit:
            dop853_dense(y, h_s, cell, work)
        else:
            rosenbrock_dense(work)
    spike_at = _crossing(y, is_explicit, work) if spike else NEVER
    while into.cursor[NEXT] < into.sample_t.size:
        theta = (into.sample_t[into.cursor[NEXT]] - t_s) / h_s
        if into.sample_t[into.cursor[NEXT]] > t_s + h_s:
            break
        first, second = _note_extremes(first, second, theta, y, is_explicit, work, into)
        spike_at = _note_spike(spike_at, theta, t_s, h_s, into)
        _sample(min(theta, 1.0), y, is_explicit, work, into)
    _note_extremes(first, second, 1.0, y, is_explicit, work, into)
    _note_spike(spike_at, 1.0, t_s, h_s, into)
    _stretch(work.next_y[V], into)


@compiled_inside
def _state_at(theta: float, s: int, y: Array, is_explicit: bool, work: Work) -> float:
    if theta >= 1.0:
        end: float = work.next_y[s]
        return end
    return dop853_at(theta, s, y, work) if is_explicit else rosenbrock_at(theta, s, y, work)


@compiled_inside
def _sample(theta: float, y: Array, is_explicit: bool, work: Work, into: Recorder) -> None:
    row = into.cursor[NEXT]
    for s in range(STATES):
        into.states[row, s] = _state_at(theta, s, y, is_explicit, work)
    # Between steps the interpolant may pass a bound by its error.
    for s in range(NA, STATES):
        into.states[row, s] = max(into.states[row, s], 0.0)
    for s in (M, H, N):
        into.states[row, s] = min(into.states[row, s], 1.0)
    v_mV = into.states[row, V]
    _stretch(v_mV, into)
    into.v_low[row] = into.extent[LOW]
    into.v_high[row] = into.extent[HIGH]
    into.spikes[row] = into.cursor[SPIKES_SINCE]
    into.extent[LOW] = into.extent[HIGH] = v_mV
    into.cursor[SPIKES_SINCE] = 0
    into.cursor[NEXT] += 1


@compiled_inside
def _stretch(v_mV: float, into: Recorder) -> None:
    into.extent[LOW] = min(into.extent[LOW], v_mV)
    into.extent[HIGH] = max(into.extent[HIGH], v_mV)


@compiled_inside
def _note_extremes(
    first: float,
    second: float,
    until: float,
    y: Array,
    is_explicit: bool,
    work: Work,
    into: Recorder,
) -> tuple[float, float]:
    while first <= until:
        _stretch(_state_at(first, V, y, is_explicit, work), into)
        first, second = second, NEVER
    return first, second


@compiled_inside
def _note_spike(spike_at: float, until: float, t_s: float, h_s: float, into: Recorder) -> float:
    if spike_at > until:
        return spike_at
    if into.cursor[SPIKES] < into.spike_t.size:
        into.spike_t[into.cursor[SPIKES]] = t_s + spike_at * h_s
    into.cursor[SPIKES] += 1
    into.cursor[SPIKES_SINCE] += 1
    return NEVER


@compiled_inside
def _is_spike(v_mV: float, next_mV: float, h_s: float) -> bool:
    return v_mV < SPIKE_MV <= next_mV and next_mV - v_mV > SPIKE_RATE_MV_S * h_s


@compiled_inside
def _crossing(y: Array, is_explicit: bool, work: Work) -> float:
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        if _state_at(middle, V, y, is_explicit, work) < SPIKE_MV:
            low = middle
        else:
            high = middle
    return high


@compiled_inside
def _turning_points(
    start: float, end: float, slope: float, end_slope: float, h_s: float
) -> tuple[float, float]:
    """Return where in the step V turns (fractions in order, NEVER for none), by its cubic."""
    if slope * end_slope > 0.0 and h_s * abs(slope + end_slope) < 6.0 * abs(end - start):
        return NEVER, NEVER  # a monotonic cubic
    a = 3.0 * (h_s * (slope + end_slope) + 2.0 * (start - end))
    b = 2.0 * (3.0 * (end - start) - h_s * (2.0 * slope + end_slope))
    c = h_s * slope
    if b * b - 4.0 * a * c <= 0.0:
        return NEVER, NEVER
    half = -0.5 * (b + math.copysign(math.sqrt(b * b - 4.0 * a * c), b))
    one = half / a if a != 0.0 else NEVER
    two = c / half if half != 0.0 else NEVER
    first, second = min(one, two), max(one, two)
    if not 0.0 < second < 1.0:
        second = NEVER
    if not 0.0 < first < 1.0:
        first, second = second, NEVER
    return first, second
