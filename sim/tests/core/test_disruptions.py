"""What each treatment does, and how fast: the figures of docs/model.md."""

import numpy as np
import pytest

from sim.tests.core.cells import ANIMAL, DAY, HOUR, MINUTE, NEURON, run

BLOCK = {"ouabain": 1.0}
WASH = {"ouabain": 0.0}
NO_O2 = {"oxygen": 0.0}
O2 = {"oxygen": 1.0}
RESCUE_LATE = [(0.0, NO_O2), (14 * MINUTE, O2), (20 * MINUTE, {"ttx": 1.0})]
LEAKY = [(0.0, {"locked_open": 0.05}), (50.0, {"ttx": 1.0})]
TRAIN = [(0.0, {"p_synaptic_um3_s": 0.6}), (60.0, {"p_synaptic_um3_s": 0.0})]

# One run each: preset, events, [(time, column, value, ± tolerance)], reason
OUTCOMES = [
    (
        ANIMAL,
        [(0.0, BLOCK)],
        [
            (1.0, "v_mV", -54.4, 0.1),
            (28 * MINUTE, "na_in_mM", 58, 0.6),
            (28 * MINUTE, "k_in_mM", 94, 0.6),
            (42 * MINUTE, "na_in_mM", 76.0, 0.6),
            (42 * MINUTE, "k_in_mM", 76.0, 0.6),
            (2 * HOUR, "na_in_mM", 130, 1.0),
            (2 * HOUR, "k_in_mM", 21, 0.3),
            (2 * HOUR, "volume_ratio", 1.23, 0.02),
            (3 * DAY, "volume_ratio", 3.65, 0.05),
        ],
        "ouabain: a small jump at once, the gradients within the hour, swelling in hours",
    ),
    (
        NEURON,
        [(0.0, BLOCK)],
        [
            (1.0, "v_mV", -63.6, 0.1),
            (5 * MINUTE, "v_mV", -9.0, 0.5),
            (5 * MINUTE, "na_in_mM", 143, 1.0),
            (5 * MINUTE, "k_in_mM", 6, 0.5),
            (29 * MINUTE, "volume_ratio", 1.94, 0.03),
        ],
        "a leaky, excitable cell runs down in minutes",
    ),
    (ANIMAL, [(0.0, {"ouabain": 0.4})], [(DAY, "na_in_mM", 28, 0.5)], "reserve copes"),
    (
        ANIMAL,
        [(0.0, {"ouabain": 0.6})],
        [(DAY, "na_in_mM", 68, 0.6), (DAY, "v_mV", -48, 0.5)],
        "most of the reserve gone",
    ),
    (
        ANIMAL,
        [(0.0, {"ouabain": 0.8})],
        [(DAY, "na_in_mM", 121, 0.6), (DAY, "v_mV", -26, 0.3), (DAY, "volume_ratio", 1.30, 0.01)],
        "then failure is steep",
    ),
    (
        ANIMAL,
        [(0.0, {"ouabain": 0.9})],
        [
            (2 * DAY, "volume_ratio", 1.74, 0.01),
            (2 * DAY, "na_in_mM", 136, 0.5),
            (2 * DAY, "v_mV", -13.1, 0.2),
            (4 * DAY, "volume_ratio", 1.74, 0.005),
        ],
        "and swelling begins",
    ),
    (
        ANIMAL,
        [(0.0, BLOCK | {"p_cl_leak_um3_s": 0.0})],
        [
            (HOUR, "na_in_mM", 99.2, 0.6),
            (HOUR, "k_in_mM", 52.8, 0.6),
            (6 * HOUR, "na_in_mM", 146.9, 0.5),
            (6 * HOUR, "k_in_mM", 5.1, 0.5),
            (6 * HOUR, "cl_in_mM", 12.29, 0.01),
            (6 * HOUR, "v_mV", -0.4, 1.0),
            (6 * HOUR, "volume_ratio", 1.0, 1e-3),
        ],
        "without Cl- entry, Na+ entry swells nothing",
    ),
    (
        ANIMAL,
        [(0.0, BLOCK), (30 * MINUTE, WASH)],
        [
            (HOUR, "v_mV", -60.7, 0.2),
            (2 * HOUR, "v_mV", -60.0, 0.05),
            (2 * HOUR, "na_in_mM", 12.0, 0.1),
        ],
        "restarted, the pump hyperpolarises, then rest in about an hour",
    ),
    (
        ANIMAL,
        [(0.0, {"oxygen": 0.0, "glycolysis": 0.0})],
        [(2 * MINUTE, "atp_mM", 0.02, 0.02), (HOUR, "na_in_mM", 94.4, 1.0)],
        "no ATP, no pumping",
    ),
    (
        ANIMAL,
        [(0.0, NO_O2), (2 * HOUR, O2)],
        [
            (3 * MINUTE, "atp_mM", 0.08, 0.01),
            (2 * HOUR, "na_in_mM", 100, 1),
            (4 * HOUR, "v_mV", -60, 0.1),
        ],
        "glycolysis alone cannot pay; oxygen restores",
    ),
    (
        NEURON,
        [(0.0, NO_O2), (5 * MINUTE, O2)],
        [(30 * MINUTE, "v_mV", -70, 0.05), (30 * MINUTE, "na_in_mM", 12, 0.05)],
        "oxygen in time saves the neuron",
    ),
    (
        NEURON,
        [(0.0, NO_O2), (14 * MINUTE, O2)],
        [
            (16 * MINUTE, "atp_mM", 2.77, 0.1),
            (HOUR, "v_mV", -14.5, 0.5),
            (2 * HOUR, "v_mV", -14.4, 0.5),
        ],
        "oxygen too late: ATP is back, the cell stays depolarised (a second steady state)",
    ),
    (
        NEURON,
        [*RESCUE_LATE, (55 * MINUTE, {"ttx": 0.0})],
        [(2 * HOUR, "v_mV", -70, 0.05), (2 * HOUR, "na_in_mM", 12, 0.05)],
        "TTX for 35 min lets the pump win for good",
    ),
    (
        NEURON,
        [*RESCUE_LATE, (25 * MINUTE, {"ttx": 0.0})],
        [(25 * MINUTE, "v_mV", -46, 1), (2 * HOUR, "v_mV", -14.4, 0.5)],
        "TTX for 5 min does not",
    ),
    (
        NEURON,
        [(0.0, {"locked_open": 1.0})],
        [
            (1e-4, "v_mV", 43, 1.5),
            (1e-2, "v_mV", 14.6, 0.5),
            (0.2, "na_in_mM", 28.9, 0.5),
            (10.0, "na_in_mM", 143, 1.0),
            (10.0, "v_mV", 0.0, 0.5),
            (10.0, "e_na_mV", 0.0, 0.5),
            (10.0, "symport_ratio", 1.0, 0.02),
            (60.0, "atp_mM", 2.30, 0.05),
            (600.0, "volume_ratio", 1.6, 0.02),
        ],
        "all Na+ channels locked open",
    ),
    (
        NEURON,
        [(0.0, {"locked_open": 0.05})],
        [(0.01, "v_mV", -27, 0.3), (30.0, "na_in_mM", 144, 1.0)],
        "one in twenty is enough",
    ),
    (
        NEURON,
        [(0.0, {"locked_open": 1e-4})],
        [(2 * HOUR, "na_in_mM", 16, 0.2), (2 * HOUR, "v_mV", -65.2, 0.1)],
        "one in ten thousand is not",
    ),
    (
        NEURON,
        [(0.0, {"locked_open": 2e-4})],
        [(HOUR, "v_mV", -14.1, 1.0)],
        "the tipping point lies between",
    ),
    (
        NEURON,
        LEAKY,
        [
            (80.0, "v_mV", -44, 0.5),
            (30 * MINUTE, "v_mV", -70, 0.1),
            (30 * MINUTE, "na_in_mM", 12, 0.1),
        ],
        "stop the leak and the pump restores the gradient",
    ),
    (NEURON, [(0.0, {"ttx": 1.0})], [(600.0, "v_mV", -70, 0.1)], "TTX leaves the rest alone"),
    (
        ANIMAL,
        [(0.0, {"k_leak_block": 0.9})],
        [(1.0, "v_mV", -42, 0.3), (HOUR, "volume_ratio", 1.20, 0.01), (HOUR, "na_in_mM", 7, 0.2)],
        "V follows the permeability to K+",
    ),
    (
        ANIMAL,
        [(0.0, {"bath_k_mM": 40.0, "bath_na_mM": 110.0})],
        [
            (1.0, "v_mV", -38, 0.4),
            (1.0, "e_k_mV", -33.4, 0.3),
            (HOUR, "volume_ratio", 1.16, 0.01),
            (HOUR, "na_in_mM", 4.7, 0.2),
        ],
        "high K+ outside",
    ),
    (
        NEURON,
        [(0.0, {"bath_k_mM": 30.0, "bath_na_mM": 119.0})],
        [(1.0, "v_mV", -32, 0.5)],
        "high K+: depolarisation block",
    ),
    (
        NEURON,
        [(0.0, {"bath_k_mM": 8.0, "bath_na_mM": 141.0})],
        [(1.0, "v_mV", -64.5, 0.1)],
        "moderate K+: nearer to threshold",
    ),
    (
        ANIMAL,
        [(0.0, {"bath_na_mM": 100.0, "bath_cl_mM": 71.0})],
        [
            (12.0, "volume_ratio", 1.20, 0.01),
            (60.0, "volume_ratio", 1.40, 0.01),
            (300.0, "volume_ratio", 1.425, 0.01),
            (300.0, "v_mV", -58.7, 0.3),
        ],
        "hypotonic bath: 300/210 = 1.43",
    ),
    (
        ANIMAL,
        [(0.0, {"bath_sucrose_mM": 150.0})],
        [(30.0, "volume_ratio", 0.67, 0.01), (HOUR, "volume_ratio", 0.636, 0.01)],
        "hypertonic sucrose: 300/450 = 0.67",
    ),
    (
        ANIMAL,
        [(0.0, {"bath_na_mM": 220.0, "bath_cl_mM": 191.0})],
        [(30.0, "volume_ratio", 0.67, 0.01), (28 * MINUTE, "na_in_mM", 41, 0.5)],
        "hypertonic NaCl: Na+ acts as if it could not enter",
    ),
    (
        ANIMAL,
        [(0.0, {"p_gramicidin_um3_s": 5.0}), (28 * MINUTE, {"p_gramicidin_um3_s": 0.0})],
        [
            (1.0, "v_mV", -34.7, 0.5),
            (3 * MINUTE, "na_in_mM", 93, 1.0),
            (8 * MINUTE, "v_mV", -9, 0.3),
            (28 * MINUTE, "volume_ratio", 1.30, 0.01),
            (118 * MINUTE, "v_mV", -59.1, 0.3),
        ],
        "a hole short-circuits both batteries; removed, the cell recovers",
    ),
    (
        ANIMAL,
        [(0.0, {"temperature_C": 4.0}), (DAY, {"temperature_C": 37.0})],
        [
            (50 * MINUTE, "na_in_mM", 37, 0.5),
            (2.5 * HOUR, "na_in_mM", 76, 1.0),
            (2.5 * HOUR, "k_in_mM", 76, 1.0),
            (DAY, "volume_ratio", 1.64, 0.05),
            (DAY + 4 * HOUR, "v_mV", -60, 0.05),
        ],
        "in the cold the pump slows far more than the leaks",
    ),
    (
        NEURON,
        TRAIN,
        [
            (60.0, "na_in_mM", 38, 1.0),
            (60.0, "atp_mM", 2.67, 0.03),
            (120.0, "v_mV", -70.9, 0.2),
        ],
        "a minute of firing: the pump follows, and hyperpolarises afterwards",
    ),
]


@pytest.mark.parametrize(
    ("name", "events", "expected", "reason"), OUTCOMES, ids=[case[3][:40] for case in OUTCOMES]
)
def test_a_treatment_has_its_outcome_and_its_time_scale(name, events, expected, reason):
    times = sorted({t_s for t_s, *_ in expected})
    trajectory = run(name, events, times, rtol=1e-6)
    assert trajectory.stopped is None
    for t_s, column, value, tolerance in expected:
        found = trajectory.values[column][times.index(t_s)]
        assert found == pytest.approx(value, abs=tolerance), f"{column} at {t_s} s ({reason})"


def test_ouabain_does_not_stop_spikes_at_once():
    spikes = run(NEURON, [(0.0, BLOCK)], [5 * MINUTE], rtol=1e-6).spike_times_s
    assert 60.0 < spikes[0] < 180.0, "spontaneous firing begins after one to three minutes"
    assert spikes[-1] < 5 * MINUTE, "and ends in block"


def test_oxygen_lack_ends_in_terminal_depolarisation_within_minutes():
    times = np.arange(0.0, 421.0, 20.0)
    v_mV = run(NEURON, [(0.0, NO_O2)], times, rtol=1e-6, envelope=True).values["v_min_mV"]
    depolarised = times[np.argmax(v_mV > -30.0)]
    assert 5 * MINUTE < depolarised <= 7 * MINUTE


def test_ttx_stops_spikes():
    stimulus = (0.1, {"stimulus_pA": 60.0})
    assert len(run(NEURON, [stimulus], [0.5]).spike_times_s) > 10
    assert len(run(NEURON, [(0.0, {"ttx": 1.0}), stimulus], [0.5]).spike_times_s) == 0


def width_at_minus_20_mV(events):
    times = np.linspace(0.0, 0.04, 8001)
    v_mV = run(
        NEURON, [*events, (0.0, {"stimulus_pA": 400.0}), (0.001, {"stimulus_pA": 0.0})], times
    )
    above = times[v_mV.values["v_mV"] > -20.0]
    return above[-1] - above[0]


def test_tea_doubles_the_width_of_a_spike():
    ratio = width_at_minus_20_mV([(0.0, {"tea": 0.9})]) / width_at_minus_20_mV([])
    assert 1.7 < ratio < 3.0


def test_a_neurons_spike_rises_to_plus_40_and_undershoots_to_minus_79():
    events = [(0.0, {"stimulus_pA": 400.0}), (0.001, {"stimulus_pA": 0.0})]
    v_mV = run(NEURON, events, np.linspace(0.0, 0.03, 3001)).values["v_mV"]
    assert max(v_mV) == pytest.approx(40.0, abs=3.0)
    assert min(v_mV) == pytest.approx(-79.0, abs=2.0)


def test_one_spike_hardly_moves_the_ions():
    events = [(0.0, {"stimulus_pA": 400.0}), (0.001, {"stimulus_pA": 0.0})]
    values = run(NEURON, events, [0.0, 0.05]).values
    assert values["na_fmol"][1] - values["na_fmol"][0] == pytest.approx(0.032, abs=0.008)


def test_cold_spikes_are_slower():
    warm = [(0.0, {"stimulus_pA": 100.0})]
    cold = [(0.0, {"stimulus_pA": 100.0, "temperature_C": 27.0})]
    times = [0.2]
    rate = len(run(NEURON, warm, times).spike_times_s)
    assert 0 < len(run(NEURON, cold, times).spike_times_s) < rate


def test_work_per_atp_and_the_symport_fall_with_the_gradients():
    values = run(ANIMAL, [(0.0, BLOCK)], [0.0, 28 * MINUTE, 2 * HOUR]).values
    assert values["symport_ratio"][0] == pytest.approx(114, abs=1)
    assert values["symport_ratio"][2] == pytest.approx(2.6, abs=0.2)
    assert values["work_kJ_mol"][0] == pytest.approx(42.3, abs=0.5)
    assert np.all(np.diff(values["work_kJ_mol"]) < 0)


def test_a_neurons_pump_stores_forty_four_kilojoules_at_rest():
    values = run(NEURON, [], [0.0, 1.0]).values
    assert values["work_kJ_mol"] == pytest.approx(44.2, abs=0.1)
