"""Runs: rows, events, checkpoints, envelopes, and how they stop."""

import dataclasses

import numpy as np
import pytest

from sim.core.run import parse_request, simulate
from sim.tests.core.cells import ANIMAL, NEURON, request, run

BLOCK, WASH = {"ouabain": 1.0}, {"ouabain": 0.0}
FIRING = {"p_synaptic_um3_s": 0.6}
REQUIRED = [
    *("t_s", "v_mV", "na_in_mM", "k_in_mM", "cl_in_mM", "volume_fL", "atp_mM", "m", "h", "n"),
    *("e_na_mV", "e_k_mV", "e_cl_mV", "pump_fmol_s"),
]


def test_the_first_columns_are_the_contracts():
    assert list(run(ANIMAL, times=[1.0]).columns[: len(REQUIRED)]) == REQUIRED


def test_a_sample_at_an_event_is_the_state_just_before_it():
    values = run(ANIMAL, [(0.0, BLOCK), (5.0, WASH)], [0.0, 1.0, 5.0, 6.0]).values
    assert list(values["pump_fmol_s"] > 0) == [True, False, False, True]
    assert values["v_mV"][0] == -60.0


def test_the_state_just_after_can_be_asked_for():
    trajectory = run(ANIMAL, [(5.0, BLOCK), (7.0, WASH)], [0.0, 5.0, 10.0], after_events=True)
    assert list(trajectory.values["t_s"]) == [0.0, 5.0, 5.0, 7.0, 7.0, 10.0]
    assert list(trajectory.values["pump_fmol_s"] > 0) == [True, True, False, False, True, True]


def test_events_at_one_time_act_together_and_later_ones_win():
    together = run(ANIMAL, [(1.0, BLOCK), (1.0, {"ouabain": 0.5})], [30.0])
    once = run(ANIMAL, [(1.0, {"ouabain": 0.5})], [30.0])
    assert together.values["v_mV"][0] == once.values["v_mV"][0]
    assert together.segments == (1.0,)


def test_events_after_the_end_do_not_happen():
    assert run(ANIMAL, [(100.0, BLOCK)], [50.0]).segments == ()


def test_parameters_act_from_the_start_on_the_presets_rest():
    values = run(ANIMAL, times=[0.0, 1.0], parameters=BLOCK).values
    assert values["v_mV"][0] == -60.0
    assert values["v_mV"][1] == pytest.approx(-54.4, abs=0.01)


def test_samples_do_not_change_the_trajectory():
    few = run(NEURON, [(0.1, FIRING)], [0.0, 0.5])
    many = run(NEURON, [(0.1, FIRING)], np.linspace(0.0, 0.5, 1001))
    assert few.values["v_mV"][-1] == many.values["v_mV"][-1]
    np.testing.assert_array_equal(few.spike_times_s, many.spike_times_s)


def test_the_same_log_gives_the_same_bits():
    first, second = (run(NEURON, [(0.1, FIRING)], [0.25, 0.5]) for _ in range(2))
    for column in first.columns:
        np.testing.assert_array_equal(first.values[column], second.values[column])


@pytest.mark.parametrize("after_events", [False, True])
@pytest.mark.parametrize("from_s", [0.3, 0.45, 0.5])
def test_going_on_from_a_checkpoint_gives_the_same_bits(from_s, after_events):
    log = [(0.1, FIRING), (0.3, BLOCK), (0.5, {"tea": 0.5})]
    times = [0.0, 0.2, 0.3, 0.4, 0.5, 0.55, 0.6]
    asked = request(NEURON, log, times, envelope=True, from_s=from_s, after_events=after_events)
    whole = simulate(asked)
    checkpoint = simulate(request(NEURON, log[:2], [0.3])).checkpoint_at(from_s)
    assert checkpoint is not None
    assert checkpoint.t_s == 0.3
    resumed = simulate(asked, checkpoint)
    for column in whole.columns:
        np.testing.assert_array_equal(whole.values[column], resumed.values[column])
    np.testing.assert_array_equal(whole.spike_times_s, resumed.spike_times_s)
    assert resumed.steps == whole.steps
    assert resumed.segments == (0.3, 0.5)


@pytest.mark.parametrize(
    ("log", "from_s", "reason"),
    [
        ([(0.1, {"p_synaptic_um3_s": 0.5}), (0.3, BLOCK)], 0.3, "another beginning"),
        ([(0.1, FIRING), (0.3, BLOCK)], 0.2, "samples before the checkpoint are wanted"),
        ([(0.1, FIRING), (0.31, BLOCK)], 0.5, "no restart at the checkpoint's time"),
    ],
)
def test_a_checkpoint_that_does_not_fit_is_ignored(log, from_s, reason):
    checkpoint = simulate(request(NEURON, [(0.1, FIRING), (0.3, BLOCK)], [0.4])).checkpoint_at(0.3)
    asked = request(NEURON, log, [0.2, 0.5, 0.6], from_s=from_s)
    resumed, whole = simulate(asked, checkpoint), simulate(asked)
    np.testing.assert_array_equal(resumed.values["v_mV"], whole.values["v_mV"], reason)
    assert resumed.segments == whole.segments


def test_only_samples_from_the_window_are_returned():
    trajectory = run(NEURON, [(0.0, FIRING)], np.linspace(0, 1, 101), from_s=0.5)
    assert trajectory.values["t_s"][0] == 0.5
    assert np.all(trajectory.spike_times_s >= 0.5)


def test_the_envelope_holds_every_spike_however_coarse_the_samples():
    events = [(0.0, {"stimulus_pA": 60.0})]
    coarse = run(NEURON, events, np.linspace(0.0, 1.0, 11), envelope=True)
    fine = run(NEURON, events, np.linspace(0.0, 1.0, 100_001)).values["v_mV"][1:].reshape(10, -1)
    np.testing.assert_allclose(coarse.values["v_max_mV"][1:], fine.max(axis=1), atol=0.05)
    np.testing.assert_allclose(coarse.values["v_min_mV"][1:], fine.min(axis=1), atol=0.05)
    assert coarse.values["spikes"].sum() == len(coarse.spike_times_s) > 30


def test_spike_times_are_where_v_rises_through_minus_20():
    events = [(0.0, {"stimulus_pA": 60.0})]
    spikes = run(NEURON, events, [0.2]).spike_times_s
    values = run(NEURON, events, np.sort(np.concatenate((spikes, [0.2])))).values
    np.testing.assert_allclose(values["v_mV"][:-1], -20.0, atol=1e-4)


def test_slow_depolarisation_is_no_spike():
    assert len(run(ANIMAL, [(0.0, BLOCK)], [86400.0]).spike_times_s) == 0


@pytest.mark.parametrize(
    ("name", "values", "word"),
    [
        (ANIMAL, {"bath_na_mM": 3.0, "bath_k_mM": 1.0, "bath_cl_mM": 1.0}, "burst"),
        (ANIMAL, {"stimulus_pA": 1e7}, "broke down"),
    ],
)
def test_an_unphysical_run_stops_with_a_reason(name, values, word):
    trajectory = run(name, [(1.0, values)], [0.0, 1.0, 1e5])
    assert word in trajectory.stopped
    assert list(trajectory.values["t_s"]) == [0.0, 1.0]


def test_computing_is_bounded():
    asked = dataclasses.replace(request(NEURON, [(0.0, FIRING)], [0.0, 60.0]), max_steps=1000)
    trajectory = simulate(asked)
    assert "1000 steps" in trajectory.stopped
    assert trajectory.steps == 1000


def test_a_run_may_have_no_samples():
    request_ = parse_request({"preset": ANIMAL, "until_s": 1.0, "sample_t_s": []})
    assert len(simulate(request_).values["v_mV"]) == 0
