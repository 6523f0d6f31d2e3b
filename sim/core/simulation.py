"""A run under way: stretch by stretch from event to event, collecting rows.

An event moves no ion and no charge: when it changes the capacitance, V changes so that C·V
stays; impermeant charge that it adds or removes comes with as much opposite charge, so V stays.
"""

import hashlib

import numpy as np
from numpy.typing import NDArray

from sim.core.cell import cell_of, charge_imbalance_mV
from sim.core.columns import COLUMNS, ENVELOPE_COLUMNS, fill_columns
from sim.core.equations import ATP, CL, NA, STATES, H, K, M, N, V, W
from sim.core.integrate import BREAKDOWN, BURST, DONE, LARGEST_V_MV, OUT_OF_STEPS, advance
from sim.core.parameters import STATE_NAMES
from sim.core.recorder import NEXT, SPIKES, STEPS, Recorder
from sim.core.request import Event, RunRequest
from sim.core.trajectory import Checkpoint, Trajectory
from sim.core.workspace import new_work

Array = NDArray[np.float64]

LARGEST_SWELLING = 20.0
MAX_SPIKES_KEPT = 1_000_000


class Simulation:
    """One run of the equations; `trajectory` runs it, once."""

    def __init__(self, request: RunRequest, solver: int) -> None:
        self.request = request
        self.restarts = request.restarts()
        self.sample_t_s = _sample_times(request, self.restarts)
        self.parameters = dict(request.parameters)
        self.cell = cell_of(self.parameters)
        self.y = np.array([request.initial[name] for name in STATE_NAMES])
        self.start_volume_fL = float(self.y[W])
        volume_limit_fL = LARGEST_SWELLING * self.start_volume_fL
        self.tolerance = (request.rtol, volume_limit_fL, request.max_steps, solver)
        self.work = new_work(_floor(self.start_volume_fL))
        self.offset_mV = self._imbalance_mV()
        self.log = hashlib.sha256(_start_text(request).encode())
        self.cursor = np.zeros(4, dtype=np.int64)
        self.extent = np.array([self.y[V], self.y[V]])
        self.spike_t_s = np.empty(min(request.max_steps, MAX_SPIKES_KEPT))
        self.rows: list[Array] = []
        self.envelopes: list[Array] = []
        self.checkpoints: list[Checkpoint] = []

    def trajectory(self, checkpoint: Checkpoint | None) -> Trajectory:
        """Run from the start, or from a checkpoint of a run with the same beginning."""
        t_s, restarts = self._resume(checkpoint)
        if t_s in self.sample_t_s[:1]:
            self._row(t_s)
        stopped = None
        for event in restarts:
            stopped = self._stretch(t_s, event.t_s)
            if stopped is not None:
                break
            t_s = event.t_s
            self._apply(event)
        else:
            stopped = self._stretch(t_s, self.request.until_s)
        return self._result(stopped)

    def _resume(self, checkpoint: Checkpoint | None) -> tuple[float, tuple[Event, ...]]:
        """Take up a fitting checkpoint; return the time to go on from and the events to come."""
        if checkpoint is None or checkpoint.t_s > self.request.from_s:
            return 0.0, self.restarts
        log, parameters = self.log.copy(), dict(self.parameters)
        for i, event in enumerate(self.restarts):
            if event.t_s == checkpoint.t_s and log.hexdigest() == checkpoint.log:
                self.log, self.parameters = log, parameters
                self.cell = cell_of(parameters)
                self.y[:] = checkpoint.state
                self.work.rounding[:] = checkpoint.rounding
                self.offset_mV = checkpoint.offset_mV
                self.cursor[STEPS] = checkpoint.steps
                self.extent[:] = self.y[V]
                return checkpoint.t_s, self.restarts[i:]
            log.update(_event_text(event).encode())
            parameters |= event.values
        return 0.0, self.restarts

    def _stretch(self, t_s: float, until_s: float) -> str | None:
        """Integrate up to `until_s`, collecting the samples after `t_s`; say why it stopped."""
        if until_s == t_s:
            return None
        between = slice(*np.searchsorted(self.sample_t_s, (t_s, until_s), side="right"))
        sample_t_s = self.sample_t_s[between]
        size = sample_t_s.size
        into = Recorder(
            sample_t=sample_t_s - t_s,
            states=np.empty((size, STATES)),
            v_low=np.empty(size),
            v_high=np.empty(size),
            spikes=np.empty(size, dtype=np.int64),
            spike_t=self.spike_t_s,
            cursor=self.cursor,
            extent=self.extent,
        )
        known = self.cursor[SPIKES]
        self.cursor[NEXT] = 0
        status, reached_s = advance(
            self.y, until_s - t_s, self.cell, self.tolerance, self.work, into
        )
        self.spike_t_s[known : self.cursor[SPIKES]] += t_s
        done = self.cursor[NEXT]
        self._keep(sample_t_s[:done], into.states[:done])
        envelope = np.empty((done, len(ENVELOPE_COLUMNS)))
        for column, extent in enumerate((into.v_low, into.v_high, into.spikes)):
            envelope[:, column] = extent[:done]
        self.envelopes.append(envelope)
        return None if status == DONE else self._reason(status, t_s + reached_s)

    def _row(self, t_s: float) -> None:
        """Collect the present state as a row of its own."""
        self._keep(np.array([t_s]), self.y[np.newaxis, :])
        self.envelopes.append(np.array([[self.y[V], self.y[V], 0.0]]))

    def _keep(self, t_s: Array, states: Array) -> None:
        rows = np.empty((t_s.size, len(COLUMNS)))
        fill_columns(t_s, states, self.cell, self.start_volume_fL, self.offset_mV, rows)
        self.rows.append(rows)

    def _apply(self, event: Event) -> None:
        self.checkpoints.append(
            Checkpoint(
                t_s=event.t_s,
                log=self.log.hexdigest(),
                state=tuple(self.y.tolist()),
                rounding=tuple(self.work.rounding.tolist()),
                offset_mV=self.offset_mV,
                steps=int(self.cursor[STEPS]),
            )
        )
        self.log.update(_event_text(event).encode())
        old_pF = self.parameters["capacitance_pF"]
        self.parameters |= event.values
        self.cell = cell_of(self.parameters)
        self.y[V] *= old_pF / self.parameters["capacitance_pF"]
        self.offset_mV = self._imbalance_mV()
        if self.request.after_events and event.t_s >= self.request.from_s:
            self._row(event.t_s)

    def _imbalance_mV(self) -> float:
        v_mV, na_fmol, k_fmol, cl_fmol = self.y[[V, NA, K, CL]]
        return charge_imbalance_mV(self.cell, v_mV, na_fmol, k_fmol, cl_fmol)

    def _reason(self, status: int, t_s: float) -> str:
        at = f"stopped at {t_s:.6g} s: "
        if status == OUT_OF_STEPS:
            return f"{at}the run needs more computing than the {self.tolerance[2]} steps allowed"
        if status == BURST:
            return f"{at}the cell swelled to {LARGEST_SWELLING:g} times its volume and burst"
        if status == BREAKDOWN:
            return f"{at}the membrane broke down beyond {LARGEST_V_MV:g} mV"
        return f"{at}no further state follows (an ion inside, or the water, has run out)"

    def _result(self, stopped: str | None) -> Trajectory:
        rows = np.concatenate([*self.rows, np.empty((0, len(COLUMNS)))])
        values = {name: rows[:, i].copy() for i, name in enumerate(COLUMNS)}
        if self.request.envelope:
            envelope = np.concatenate([*self.envelopes, np.empty((0, 3))])
            if len(envelope):  # nothing comes before the first row
                envelope[0] = (values["v_mV"][0], values["v_mV"][0], 0.0)
            values |= {name: envelope[:, i].copy() for i, name in enumerate(ENVELOPE_COLUMNS)}
        spike_t_s = self.spike_t_s[: self.cursor[SPIKES]]
        return Trajectory(
            columns=tuple(values),
            values=values,
            stopped=stopped,
            spike_times_s=spike_t_s[spike_t_s >= self.request.from_s].copy(),
            segments=tuple(checkpoint.t_s for checkpoint in self.checkpoints),
            checkpoints=tuple(self.checkpoints),
            steps=int(self.cursor[STEPS]),
        )


def _sample_times(request: RunRequest, restarts: tuple[Event, ...]) -> Array:
    if not request.after_events:
        return request.sample_t_s
    event_t_s = [event.t_s for event in restarts if event.t_s >= request.from_s]
    return np.union1d(request.sample_t_s, event_t_s)


def _floor(volume_fL: float) -> Array:
    """Return the size of each state below which errors count as absolute, for a cell this big.

    100 mV, 1 mM of each ion and of ATP, the volume at the start, a tenth of a gate: in
    proportion to the cell, so that a bigger cell takes the same steps.
    """
    floor = np.empty(STATES)
    floor[V] = 100.0
    floor[[NA, K, CL]] = 1e-3 * volume_fL
    floor[W] = volume_fL
    floor[ATP] = 1.0
    floor[[M, H, N]] = 0.1
    return floor


def _start_text(request: RunRequest) -> str:
    start = sorted(request.parameters.items()), sorted(request.initial.items())
    return repr((start, request.rtol))


def _event_text(event: Event) -> str:
    return repr((event.t_s, sorted(event.values.items())))
