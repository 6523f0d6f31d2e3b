"""A run asked for in windows: the same bytes as in one piece, whichever windows were asked."""

import dataclasses
import itertools

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim.core.request import RunRequest
from sim.core.run import Checkpoint, Trajectory, simulate
from sim.tests.core.cells import ANIMAL, HOUR, NEURON, request

BLOCK, WASH = {"ouabain": 1.0}, {"ouabain": 0.0}
FIRING, SILENT = {"p_synaptic_um3_s": 0.6}, {"p_synaptic_um3_s": 0.0}

RUNS = {
    "quiet, no event": (ANIMAL, [], 5 * HOUR),
    "pump off and on": (ANIMAL, [(60.0, BLOCK), (1800.0, WASH)], 2 * HOUR),
    "firing between events": (
        NEURON,
        [(0.1, FIRING), (0.25, {"capacitance_pF": 22.0}), (0.4, SILENT)],
        0.8,
    ),
    "an event at the start": (NEURON, [(0.0, FIRING)], 0.3),
}
SAMPLES = 48


def asked(name: str, from_s: float, until_s: float) -> RunRequest:
    """The window of a run: its samples are those of the whole run that lie in it."""
    preset, events, end_s = RUNS[name]
    times = np.linspace(0.0, end_s, SAMPLES + 1)
    whole = request(preset, events, [end_s], envelope=True, after_events=True)
    return dataclasses.replace(
        whole,
        from_s=from_s,
        until_s=until_s,
        sample_t_s=times[(times >= from_s) & (times <= until_s)],
    )


def in_windows(name: str, cuts: list[float]) -> list[tuple[float, Trajectory]]:
    """Each window's beginning and trajectory, gone on from what the earlier ones left."""
    found, kept = [], list[Checkpoint]()
    for from_s, until_s in itertools.pairwise(cuts):
        latest = max(
            (c for c in kept if c.t_s <= from_s), key=lambda c: (c.t_s, c.stretch_s), default=None
        )
        part = simulate(asked(name, from_s, until_s), latest)
        kept += part.checkpoints
        found.append((from_s, part))
    return found


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(sorted(RUNS)),
    shares=st.lists(st.floats(0.0, 1.0), max_size=5),
    on_samples=st.lists(st.integers(0, SAMPLES), max_size=5),
)
@example("firing between events", [0.125, 0.3125, 0.5], [])  # windows that end at the events
@example("pump off and on", [60 / 7200, 0.25], [])
def test_any_windows_give_the_bytes_of_one_piece(name, shares, on_samples):
    end_s = RUNS[name][2]
    cuts = {0.0, end_s, *(end_s * share for share in shares)}
    cuts |= {float(np.linspace(0.0, end_s, SAMPLES + 1)[i]) for i in on_samples}
    whole = simulate(asked(name, 0.0, end_s))
    for from_s, part in in_windows(name, sorted(cuts)):
        if not part.values["t_s"].size:
            continue
        first, last = part.values["t_s"][[0, -1]]
        rows = (whole.values["t_s"] >= first) & (whole.values["t_s"] <= last)
        for column in whole.columns:
            # The envelope of a window's first row has nothing before it.
            skipped = int(column in ("v_min_mV", "v_max_mV", "spikes"))
            ours, theirs = part.values[column], whole.values[column][rows]
            assert ours[skipped:].tobytes() == theirs[skipped:].tobytes(), (column, from_s)
        spikes = whole.spike_times_s
        until_s = part.spike_times_s[-1] if part.spike_times_s.size else from_s
        shown = spikes[(spikes >= from_s) & (spikes <= until_s)]
        assert part.spike_times_s.tobytes() == shown.tobytes()


def test_all_spikes_are_in_some_window():
    whole = simulate(asked("firing between events", 0.0, 0.8))
    parts = in_windows("firing between events", [0.0, 0.2, 0.3, 0.35, 0.8])
    together = np.concatenate([part.spike_times_s for _, part in parts])
    assert together.tobytes() == whole.spike_times_s.tobytes()
    assert whole.spike_times_s.size > 5


def test_an_event_to_come_does_not_change_what_was_shown():
    plain = simulate(request(NEURON, [(0.0, FIRING)], [0.05, 0.1], until_s=0.1))
    log = [(0.0, FIRING), (0.1 + 1e-6, BLOCK)]
    eventful = simulate(request(NEURON, log, [0.05, 0.1, 0.2]))
    for column in plain.columns:
        assert plain.values[column].tobytes() == eventful.values[column][:2].tobytes(), column


def test_a_checkpoint_from_beyond_a_new_event_is_not_used():
    kept = simulate(request(NEURON, [(0.0, FIRING)], [0.2], until_s=0.2)).checkpoints[-1]
    assert 0.19 < kept.t_s <= 0.2
    asked_for = request(NEURON, [(0.0, FIRING), (0.1, SILENT)], [0.2, 0.3], from_s=0.2)
    afresh, resumed = simulate(asked_for), simulate(asked_for, kept)
    assert afresh.values["v_mV"].tobytes() == resumed.values["v_mV"].tobytes()


def test_a_window_costs_the_same_at_any_age():
    """Steps tell the cost of a neuron that fires: those of the window, not since the start."""
    kept, costs = None, []
    for n in range(12):
        from_s, until_s = 0.5 * n, 0.5 * (n + 1)
        window = request(NEURON, [(0.0, FIRING)], [from_s, until_s], from_s=from_s, until_s=until_s)
        part = simulate(window, kept)
        costs.append(part.steps - (kept.steps if kept else 0))
        kept = part.checkpoints[-1]
    assert max(costs) < 1.3 * min(costs)
    assert part.steps > 8 * max(costs)
