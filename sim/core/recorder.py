"""What is kept of a run while it is integrated: samples, the envelope of V, and spikes.

A step yields its events in the order of time: extremes of V, a spike, samples. The envelope of
a sample covers the interval that ends with it.
"""

import math
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.core.cell import Cell
from sim.core.compiled import compiled_inside
from sim.core.dop853 import dop853_at, dop853_dense
from sim.core.equations import NA, STATES, H, M, N, V
from sim.core.rosenbrock import rosenbrock_at, rosenbrock_dense
from sim.core.workspace import Present, Records, Work

Array = NDArray[np.float64]

SPIKE_MV = -20.0
SPIKE_RATE_MV_S = 1000.0
"""A spike is V rising through −20 mV faster than 1 mV/ms (slow depolarisation is none)."""

NEVER = 2.0


class Tally(Protocol):
    """Counts and extremes so far: samples done, spikes in all, and since the last sample the
    spikes, the lowest and the highest V."""

    samples: int
    spikes: int
    spikes_since: int
    low: float
    high: float


TALLY = np.dtype(
    [("samples", "i8"), ("spikes", "i8"), ("spikes_since", "i8"), ("low", "f8"), ("high", "f8")],
    align=True,
)


class Recorder(NamedTuple):
    """Buffers of one stretch of a run, times in s since the stretch began.

    `sample_t` (n) increasing; `states` (n × 9) and `envelope` (n × 3: lowest V, highest V,
    spikes) are filled in; `spike_t` holds spike times; `tallies` one record of `Tally`.
    """

    sample_t: Array
    states: Array
    envelope: Array
    spike_t: Array
    tallies: Records


@compiled_inside
def record_step(present: Present, limit_s: float, cell: Cell, work: Work, into: Recorder) -> None:
    """Record the step from `present` to `work.next_y`, but nothing after `limit_s`."""
    tally: Tally = into.tallies[0]
    h_s = work.h_s
    v_mV, next_mV = present.y[V], work.next_y[V]
    first, second = _turning_points(v_mV, next_mV, present.slope[V], work.next_slope[V], h_s)
    spike = v_mV < SPIKE_MV <= next_mV and next_mV - v_mV > SPIKE_RATE_MV_S * h_s
    until_s = min(present.t_s + h_s, limit_s)
    is_whole = present.t_s + h_s <= limit_s
    due = tally.samples < into.sample_t.size and into.sample_t[tally.samples] <= until_s
    if spike or due or first < NEVER:
        if present.is_explicit:
            dop853_dense(present.y, present.slope, h_s, cell, work)
        else:
            rosenbrock_dense(work)
        _record_inside(present, until_s, first, second, spike, work, into)
    if is_whole:
        _stretch(next_mV, tally)


@compiled_inside
def _record_inside(
    present: Present,
    until_s: float,
    first: float,
    second: float,
    spike: bool,
    work: Work,
    into: Recorder,
) -> None:
    tally: Tally = into.tallies[0]
    h_s = work.h_s
    spike_at = _crossing(present, work) if spike else NEVER
    while tally.samples < into.sample_t.size and into.sample_t[tally.samples] <= until_s:
        theta = (into.sample_t[tally.samples] - present.t_s) / h_s
        if first <= theta:
            first, second = _note_extremes(first, second, theta, present, work, tally)
        if spike_at <= theta:
            spike_at = _note_spike(spike_at, present.t_s, h_s, into.spike_t, tally)
        _sample(theta, present, work, into.states, tally)
        _close_interval(into.states, into.envelope, tally)
    end = min((until_s - present.t_s) / h_s, 1.0)
    _note_extremes(first, second, end, present, work, tally)
    if spike_at <= end:
        _note_spike(spike_at, present.t_s, h_s, into.spike_t, tally)


@compiled_inside
def record_end(y: Array, into: Recorder) -> None:
    """Record `y` as the state at the samples that are left: those at the end of the stretch."""
    tally: Tally = into.tallies[0]
    _stretch(y[V], tally)
    while tally.samples < into.sample_t.size:
        for s in range(STATES):
            into.states[tally.samples, s] = y[s]
        _close_interval(into.states, into.envelope, tally)


@compiled_inside
def _state_at(theta: float, s: int, present: Present, work: Work) -> float:
    if theta >= 1.0:
        end: float = work.next_y[s]
        return end
    if present.is_explicit:
        return dop853_at(theta, s, present.y, work)
    return rosenbrock_at(theta, s, present.y, work)


@compiled_inside
def _sample(theta: float, present: Present, work: Work, states: Array, tally: Tally) -> None:
    row = tally.samples
    if theta >= 1.0:
        for s in range(STATES):
            states[row, s] = work.next_y[s]
    elif present.is_explicit:
        for s in range(STATES):
            states[row, s] = dop853_at(theta, s, present.y, work)
    else:
        for s in range(STATES):
            states[row, s] = rosenbrock_at(theta, s, present.y, work)
    # Between steps the interpolant may pass a bound by its error.
    for s in range(NA, STATES):
        states[row, s] = max(states[row, s], 0.0)
    for s in (M, H, N):
        states[row, s] = min(states[row, s], 1.0)
    _stretch(states[row, V], tally)


@compiled_inside
def _close_interval(states: Array, envelope: Array, tally: Tally) -> None:
    """Write the envelope of the sample just taken, and begin the next one's at its V."""
    row = tally.samples
    envelope[row, 0] = tally.low
    envelope[row, 1] = tally.high
    envelope[row, 2] = tally.spikes_since
    tally.low = tally.high = states[row, V]
    tally.spikes_since = 0
    tally.samples = row + 1


@compiled_inside
def _stretch(v_mV: float, tally: Tally) -> None:
    tally.low = min(tally.low, v_mV)
    tally.high = max(tally.high, v_mV)


@compiled_inside
def _note_extremes(
    first: float, second: float, until: float, present: Present, work: Work, tally: Tally
) -> tuple[float, float]:
    while first <= until:
        _stretch(_state_at(first, V, present, work), tally)
        first, second = second, NEVER
    return first, second


@compiled_inside
def _note_spike(spike_at: float, t_s: float, h_s: float, spike_t: Array, tally: Tally) -> float:
    if tally.spikes < spike_t.size:
        spike_t[tally.spikes] = t_s + spike_at * h_s
    tally.spikes += 1
    tally.spikes_since += 1
    return NEVER


@compiled_inside
def _crossing(present: Present, work: Work) -> float:
    """Return where in the step V rises through −20 mV (fraction), to the last bit or so."""
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        if _state_at(middle, V, present, work) < SPIKE_MV:
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
