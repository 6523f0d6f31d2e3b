"""What else section by section was asked of the treatments: rates, spikes, recoveries."""

import numpy as np
import pytest

from sim.tests.core.cells import ANIMAL, DAY, HOUR, MINUTE, NEURON, last, run
from sim.tests.core.test_disruptions import BLOCK, NO_O2, O2, TRAIN, WASH

SLACK = 1e-6
BRIEF = [(5.0, {"stimulus_pA": 400.0}), (5.001, {"stimulus_pA": 0.0})]
DILUTED = [(0.0, {"bath_na_mM": 100.0, "bath_cl_mM": 71.0})]

# preset, events, column, [(time, times what it was at rest, ± tolerance)], reason
RATIOS = [
    (ANIMAL, [(0.0, BLOCK), (30 * MINUTE, WASH)], "pump_fmol_s", [(30 * MINUTE + 60, 1.94, 0.05)],
     "restarted, the pump runs at twice its rate"),
    (ANIMAL, [(0.0, NO_O2)], "pump_fmol_s", [(3 * MINUTE, 0.28, 0.03), (2 * HOUR, 0.36, 0.03)],
     "glycolysis alone feeds a third of the pumps"),
    (NEURON, [(0.0, NO_O2), (14 * MINUTE, O2)], "pump_fmol_s", [(HOUR, 2.11, 0.05)],
     "oxygen too late: the pump runs at twice its rate for nothing"),
    (NEURON, [(0.0, {"locked_open": 1e-4})], "pump_fmol_s", [(2 * HOUR, 1.21, 0.02)],
     "one channel in ten thousand: the pump copes"),
    (NEURON, [(0.0, {"locked_open": 1.0})], "pump_fmol_s", [(10.0, 2.1, 0.05)],
     "all locked open: the pump is at its limit"),
    (ANIMAL, [(0.0, {"temperature_C": 4.0})], "pump_fmol_s",
     [(1.0, 0.027, 0.005), (HOUR, 0.06, 0.015)],
     "in the cold the pump is down to 3 to 6 %"),
    (ANIMAL, [(0.0, {"temperature_C": 4.0})], "na_leak_fmol_s", [(1.0, 0.32, 0.02)],
     "and the leaks to a third"),
    (NEURON, TRAIN, "pump_fmol_s", [(60.0, 1.7, 0.03), (30 * MINUTE, 1.0, 1e-3)],
     "a minute of firing: the pump follows, and is done in half an hour"),
    (ANIMAL, [(0.0, {"bath_sucrose_mM": 150.0})], "na_in_mM", [(30.0, 1.5, 0.01)],
     "water leaves, so everything inside is more concentrated"),
    (ANIMAL, DILUTED, "k_in_mM", [(MINUTE, 0.716, 0.01)],
     "water comes in, so K+ inside is diluted by as much"),
    (ANIMAL, DILUTED, "cl_in_mM", [(MINUTE, 0.716, 0.015)],
     "and Cl-"),
    (ANIMAL, DILUTED, "na_in_mM", [(MINUTE, 0.673, 0.01), (5 * MINUTE, 0.54, 0.01)],
     "and Na+, of which less leaks in besides"),
    (ANIMAL, [(0.0, {"k_leak_block": 0.9})], "cl_fmol", [(60.0, 1.05, 0.01), (HOUR, 3.5, 0.1)],
     "Cl- enters a depolarised cell"),
    (ANIMAL, [(0.0, {"p_gramicidin_um3_s": 5.0})], "k_in_mM", [(3 * MINUTE, 0.427, 0.01)],
     "K+ leaves by the holes"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "events", "column", "expected", "reason"), RATIOS, ids=[case[4] for case in RATIOS]
)
def test_a_treatment_changes_a_rate_or_an_amount_by_so_much(name, events, column, expected, reason):
    times = [0.0, *(t_s for t_s, *_ in expected)]
    values = run(name, events, times, rtol=SLACK).values[column]
    for (t_s, ratio, tolerance), value in zip(expected, values[1:], strict=True):
        assert value / values[0] == pytest.approx(ratio, abs=tolerance), f"at {t_s} s ({reason})"


def test_a_minute_of_firing_runs_the_gradients_down_and_the_pump_restores_them():
    times = [0.5, 1.0, 59.0, 60.0, 2 * MINUTE, 30 * MINUTE]
    trajectory = run(NEURON, TRAIN, times, rtol=SLACK, envelope=True)
    peak, na, k = (trajectory.values[name] for name in ("v_max_mV", "na_in_mM", "k_in_mM"))
    assert len(trajectory.spike_times_s) > 1500
    assert peak[1] - peak[3] > 5, "spikes grow smaller as the gradients do"
    assert na[3] == pytest.approx(37.6, abs=0.5)
    assert k[3] == pytest.approx(109.6, abs=0.5)
    assert trajectory.values["v_mV"][4] == pytest.approx(-70.9, abs=0.1), "the pump's own current"
    assert na[5] == pytest.approx(12.0, abs=0.01)
    assert k[5] == pytest.approx(135.0, abs=0.01)


def test_the_same_train_without_a_pump_ends_in_block():
    trajectory = run(
        NEURON, [(0.0, BLOCK), *TRAIN], [0.5, 1.0, 60.0, 61.0, 120.0], rtol=SLACK, envelope=True
    )
    na, k, peak = (trajectory.values[name] for name in ("na_in_mM", "k_in_mM", "v_max_mV"))
    assert na[3] == pytest.approx(k[3], abs=3), "Na+ passes K+ at about a minute"
    assert peak[1] - peak[3] > 15, "the spikes shrink"
    assert trajectory.spike_times_s[-1] < 2 * MINUTE, "and stop"


def test_without_oxygen_a_neuron_loses_ions_in_silence_then_fires_then_stays_depolarised():
    trajectory = run(NEURON, [(0.0, NO_O2)], [3 * MINUTE, 6 * MINUTE, 7 * MINUTE], rtol=SLACK)
    spikes, na = trajectory.spike_times_s, trajectory.values["na_in_mM"]
    assert na[0] > 2 * 12.0, "twice as much Na+ inside, and not a spike yet"
    assert 3 * MINUTE < spikes[0] < 4 * MINUTE
    assert len(spikes) > 1000
    assert spikes[-1] < 6 * MINUTE
    assert np.all(trajectory.values["v_mV"][1:] > -30.0), "terminal depolarisation"


def test_sodium_enters_only_in_exchange_for_potassium_where_chloride_cannot():
    treated = [(0.0, BLOCK | {"p_cl_leak_um3_s": 0.0})]
    values = run(ANIMAL, treated, np.linspace(0.0, 6 * HOUR, 25), rtol=SLACK).values
    assert np.all(np.diff(values["na_fmol"]) > 0)
    cations = values["na_fmol"] + values["k_fmol"]
    assert np.ptp(cations) < 1e-4 * cations[0], "but for the charge of the membrane"


def test_open_channels_give_one_spike_and_no_more():
    assert len(run(NEURON, [(0.0, {"locked_open": 1.0})], [MINUTE]).spike_times_s) == 1


def test_much_potassium_outside_gives_one_spike_then_block():
    bath = {"bath_k_mM": 30.0, "bath_na_mM": 119.0}
    assert len(run(NEURON, [(0.0, bath)], [MINUTE], rtol=SLACK).spike_times_s) == 1


@pytest.mark.parametrize(("k_out_mM", "fires"), [(4.0, False), (8.0, True)])
def test_a_little_more_potassium_outside_makes_the_neuron_more_excitable(k_out_mM, fires):
    events = [
        (0.0, {"bath_k_mM": k_out_mM, "bath_na_mM": 149.0 - k_out_mM}),
        (5.0, {"stimulus_pA": 20.0}),
        (5.01, {"stimulus_pA": 0.0}),
    ]
    assert bool(len(run(NEURON, events, [5.1], rtol=SLACK).spike_times_s)) is fires


def spike_at(temperature_C):
    """(peak in mV, width at −20 mV in ms) of a spike at a temperature."""
    times = np.linspace(5.0, 5.04, 8001)
    v_mV = run(NEURON, [(0.0, {"temperature_C": temperature_C}), *BRIEF], times).values["v_mV"]
    above = times[v_mV > -20.0]
    return max(v_mV), 1e3 * (above[-1] - above[0])


def test_cold_spikes_are_taller_and_wider():
    (warm_peak, warm_width), (cold_peak, cold_width) = spike_at(37.0), spike_at(27.0)
    assert cold_peak > warm_peak + 5
    assert cold_width > 2 * warm_width


def test_the_symport_has_thirteen_left_of_its_hundred_and_fourteen_at_60_mM():
    values = run(ANIMAL, [(0.0, BLOCK)], np.linspace(0.0, HOUR, 361), rtol=SLACK).values
    at = int(np.argmin(np.abs(values["na_in_mM"] - 60.0)))
    assert values["symport_ratio"][at] == pytest.approx(13, abs=0.5)


def test_the_lysis_mark_is_passed_by_a_cell_without_a_pump_only():
    """A volume of twice the rest, where the page speaks of bursting."""
    assert last(run(ANIMAL, [(0.0, BLOCK)], [3 * DAY], rtol=SLACK), "volume_ratio") > 2.0
    assert last(run(ANIMAL, [(0.0, {"ouabain": 0.8})], [3 * DAY], rtol=SLACK), "volume_ratio") < 2.0


def test_whatever_is_changed_can_be_combined_at_any_time():
    """Every disruption at once, then all lifted: numbers all the way, charge kept."""
    on = {
        "ouabain": 0.5, "oxygen": 0.0, "locked_open": 0.01, "tea": 0.9, "k_leak_block": 0.9,
        "p_gramicidin_um3_s": 1.0, "bath_k_mM": 20.0, "bath_na_mM": 110.0,
        "bath_sucrose_mM": 50.0, "temperature_C": 25.0, "p_synaptic_um3_s": 0.6,
    }  # fmt: skip
    off = {
        "ouabain": 0.0, "oxygen": 1.0, "locked_open": 0.0, "tea": 0.0, "k_leak_block": 0.0,
        "p_gramicidin_um3_s": 0.0, "bath_k_mM": 4.0, "bath_na_mM": 145.0,
        "bath_sucrose_mM": 0.0, "temperature_C": 37.0, "p_synaptic_um3_s": 0.0, "ttx": 1.0,
    }  # fmt: skip
    events = [(10.0, on), (10 * MINUTE, off), (3 * HOUR, {"ttx": 0.0})]
    trajectory = run(NEURON, events, np.linspace(0.0, 4 * HOUR, 200), rtol=SLACK)
    assert trajectory.stopped is None
    assert max(abs(trajectory.values["charge_error_mV"])) < 1e-6
    assert last(trajectory, "v_mV") == pytest.approx(-70.0, abs=0.05)
