"""A run under way: stretch by stretch from event to event, collecting rows.

An event moves no ion and no charge: when it changes the capacitance, V changes so that C·V
stays; impermeant charge that it adds or removes comes with as much opposite charge, so V stays.
"""

import hashlib

import numpy as np
from numpy.typing import NDArray

from sim.core.cell import Shared, cell_of, charge_imbalance_mV, shared_with_outside
from sim.core.columns import COLUMNS, ENVELOPE_COLUMNS, fill_columns
from sim.core.equations import ATP, CL, NA, STATES, H, K, M, N, V, W
from sim.core.integrate import (
    BREAKDOWN,
    BURST,
    DONE,
    LARGEST_V_MV,
    OUT_OF_STEPS,
    advance,
    begin,
)
from sim.core.parameters import STATE_NAMES
from sim.core.recorder import TALLY, Recorder
from sim.core.request import Event, RunRequest
from sim.core.setting import membrane_area
from sim.core.trajectory import Checkpoint, Trajectory
from sim.core.workspace import PRESENT, cell_record, new_present, new_work

Array = NDArray[np.float64]

LARGEST_SWELLING = 20.0
WASHES = frozenset({"bath_na_mM", "bath_k_mM", "bath_cl_mM", "bath_sucrose_mM"})
"""An event that sets one of these replaces all the solution of a closed outside space."""
MAX_SPIKES_KEPT = 1_000_000


class Simulation:
    """One run of the equations; `trajectory` runs it, once."""

    def __init__(self, request: RunRequest, solver: int) -> None:
        self.request = request
        self.restarts = request.restarts()
        self.sample_t_s = _sample_times(request, self.restarts)
        self.parameters = dict(request.parameters)
        self.presents = new_present(np.array([request.initial[name] for name in STATE_NAMES]))
        self.y = self.presents["y"][0]
        self.shared = self._shared()
        self.cell = cell_of(self.parameters, self.shared)
        self.start_volume_fL = float(self.y[W])
        volume_limit_fL = LARGEST_SWELLING * self.start_volume_fL
        self.tolerance = (request.rtol, volume_limit_fL, request.max_steps, solver)
        self.works = new_work(_floor(self.start_volume_fL))
        self.offset_mV = self._imbalance_mV()
        self.log = hashlib.sha256(_start_of(request))
        self.is_under_way = False
        self.tallies = np.zeros(1, TALLY)
        self._forget()
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
            stopped = self._stretch(t_s, event.t_s, is_event=True)
            if stopped is not None:
                break
            t_s = event.t_s
            self._apply(event)
        else:
            stopped = self._stretch(t_s, self.request.until_s, is_event=False)
        return self._result(stopped)

    def _resume(self, checkpoint: Checkpoint | None) -> tuple[float, tuple[Event, ...]]:
        """Take up a fitting checkpoint; return when the stretch began and the events to come."""
        if checkpoint is None or checkpoint.t_s > self.request.from_s:
            return 0.0, self.restarts
        log, parameters = self.log.copy(), dict(self.parameters)
        for i in range(len(self.restarts) + 1):
            to_come = self.restarts[i:]
            if log.hexdigest() == checkpoint.log:
                if not self._fits(checkpoint, to_come):
                    break
                self.log, self.parameters = log, parameters
                self.shared = Shared(*checkpoint.shared)
                self.cell = cell_of(parameters, self.shared)
                self._take_up(checkpoint)
                return checkpoint.stretch_s, to_come
            if to_come:
                log.update(_event_text(to_come[0]).encode())
                parameters |= to_come[0].values
        return 0.0, self.restarts

    def _fits(self, checkpoint: Checkpoint, to_come: tuple[Event, ...]) -> bool:
        """Tell whether this run passes the checkpoint, and shows nothing from before it."""
        if checkpoint.is_at_event:
            return bool(to_come) and to_come[0].t_s == checkpoint.t_s
        if checkpoint.stretch_s >= self.request.from_s > 0.0:
            return False  # the window shows the state just before the event at its beginning
        elapsed_s = np.frombuffer(checkpoint.present, PRESENT)["t_s"][0]
        return not to_come or bool(elapsed_s < to_come[0].t_s - checkpoint.stretch_s)

    def _take_up(self, checkpoint: Checkpoint) -> None:
        self.presents["y"] = checkpoint.state
        self.presents["rounding"] = checkpoint.rounding
        self.presents["steps"] = checkpoint.steps
        if not checkpoint.is_at_event:
            self.presents[:] = np.frombuffer(checkpoint.present, PRESENT)
            self.is_under_way = True
        self.offset_mV = checkpoint.offset_mV

    def _stretch(self, began_s: float, end_s: float, *, is_event: bool) -> str | None:
        """Integrate up to `end_s`, collecting the samples after `began_s`; say why it stopped."""
        if end_s == began_s:
            return None
        if not self.is_under_way:
            begin(self.presents, cell_record(self.cell), self.works, self.tolerance[-1])
        self.is_under_way = False
        status, from_s = DONE, self.request.from_s
        if began_s < from_s < end_s:
            status = self._advance(began_s, from_s, np.empty(0), is_event=False)
        if status == DONE:
            first = np.searchsorted(self.sample_t_s, began_s, side="right")
            last = np.searchsorted(self.sample_t_s, end_s, side="right")
            status = self._advance(began_s, end_s, self.sample_t_s[first:last], is_event=is_event)
        if status == DONE:
            return None
        return self._reason(status, began_s + self.presents["t_s"][0])

    def _advance(self, began_s: float, end_s: float, sample_t_s: Array, *, is_event: bool) -> int:
        """Integrate the stretch that began at `began_s` on to `end_s`; return how that ended."""
        if began_s + self.presents["t_s"][0] <= self.request.from_s:
            self._forget()
        into = Recorder(
            sample_t=sample_t_s - began_s,
            states=np.empty((sample_t_s.size, STATES)),
            envelope=np.empty((sample_t_s.size, len(ENVELOPE_COLUMNS))),
            spike_t=self.spike_t_s,
            tallies=self.tallies,
        )
        known = self.tallies["spikes"][0]
        self.tallies["samples"] = 0
        until_s = end_s - began_s
        span = (until_s, float(np.nextafter(until_s, 0.0)) if is_event else until_s, is_event)
        cells = cell_record(self.cell)
        status: int = advance(self.presents, span, cells, self.tolerance, self.works, into)
        self.spike_t_s[known : self.tallies["spikes"][0]] += began_s
        done = self.tallies["samples"][0]
        self._keep(sample_t_s[:done], into.states[:done])
        self.envelopes.append(into.envelope[:done])
        if status == DONE and not is_event:
            self._keep_checkpoint(began_s, end_s)
        return status

    def _forget(self) -> None:
        """Begin the tally anew: what came before the window is not told."""
        self.tallies[:] = 0
        self.tallies["low"] = self.tallies["high"] = self.y[V]

    def _keep_checkpoint(self, stretch_s: float, t_s: float, *, is_event: bool = False) -> None:
        present = b"" if is_event else self.presents.tobytes()
        reached_s = min(stretch_s + float(self.presents["t_s"][0]), t_s)
        self.checkpoints.append(
            Checkpoint(
                t_s=t_s if is_event else reached_s,
                log=self.log.hexdigest(),
                state=tuple(self.y.tolist()),
                rounding=tuple(self.presents["rounding"][0].tolist()),
                offset_mV=self.offset_mV,
                steps=int(self.presents["steps"][0]),
                shared=tuple(self.shared),
                stretch_s=stretch_s,
                present=present,
            )
        )

    def _row(self, t_s: float) -> None:
        """Collect the present state as a row of its own."""
        self._keep(np.array([t_s]), self.y[np.newaxis, :])
        self.envelopes.append(np.array([[self.y[V], self.y[V], 0.0]]))

    def _keep(self, t_s: Array, states: Array) -> None:
        rows = np.empty((t_s.size, len(COLUMNS)))
        fill_columns(t_s, states, self.cell, self.start_volume_fL, self.offset_mV, rows)
        self.rows.append(rows)

    def _apply(self, event: Event) -> None:
        self._keep_checkpoint(event.t_s, event.t_s, is_event=True)
        self.log.update(_event_text(event).encode())
        old_pF = self.parameters["capacitance_pF"]
        self.parameters |= event.values
        if not WASHES.isdisjoint(event.values):
            self.shared = self._shared()
        self.cell = cell_of(self.parameters, self.shared)
        self.y[V] *= old_pF / self.parameters["capacitance_pF"]
        self.offset_mV = self._imbalance_mV()
        if self.request.after_events and event.t_s >= self.request.from_s:
            self._row(event.t_s)

    def _shared(self) -> Shared:
        return shared_with_outside(self.parameters, *self.y[[NA, K, CL, W]].tolist())

    def _imbalance_mV(self) -> float:
        area = membrane_area(self.cell, self.y[W])
        return charge_imbalance_mV(self.cell, *self.y[[V, NA, K, CL]].tolist(), area=area)

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
        values = dict(zip(COLUMNS, rows.T.copy(), strict=True))
        if self.request.envelope:
            envelope = np.concatenate([*self.envelopes, np.empty((0, 3))])
            if len(envelope):  # nothing comes before the first row
                envelope[0] = (values["v_mV"][0], values["v_mV"][0], 0.0)
            values |= zip(ENVELOPE_COLUMNS, envelope.T.copy(), strict=True)
        spike_t_s = self.spike_t_s[: self.tallies["spikes"][0]]
        return Trajectory(
            columns=tuple(values),
            values=values,
            stopped=stopped,
            spike_times_s=spike_t_s[spike_t_s >= self.request.from_s].copy(),
            segments=tuple(kept.t_s for kept in self.checkpoints if kept.is_at_event),
            checkpoints=tuple(self.checkpoints),
            steps=int(self.presents["steps"][0]),
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


def _start_of(request: RunRequest) -> bytes:
    """Return what tells one beginning from another: every name, every number, the tolerance."""
    start = sorted({**request.parameters, **request.initial}.items())
    numbers = np.array([*(number for _, number in start), request.rtol], dtype=np.float64)
    return "\n".join(name for name, _ in start).encode() + numbers.tobytes()


def _event_text(event: Event) -> str:
    return repr((event.t_s, sorted(event.values.items())))
