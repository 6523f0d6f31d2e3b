"""What no run may break: charge, mass, scaling, osmosis, free energy, positivity."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import simpson

from sim.core.presets import preset
from sim.tests.core.cells import ANIMAL, DAY, HOUR, MINUTE, NEURON, SQUID, last, run

FIRING = {"p_synaptic_um3_s": 0.6}
TOGGLES = [
    (1.0, {"ouabain": 1.0}),
    (20.0, {"p_gramicidin_um3_s": 5.0}),
    (40.0, {"p_gramicidin_um3_s": 0.0, "ouabain": 0.0}),
    (60.0, {"bath_k_mM": 40.0, "bath_na_mM": 110.0}),
    (90.0, {"temperature_C": 4.0}),
]


@pytest.mark.parametrize(
    ("name", "events", "until_s", "limit_mV"),
    [
        (ANIMAL, [(0.0, {"ouabain": 1.0})], 30 * DAY, 1e-6),
        (ANIMAL, TOGGLES, 2 * HOUR, 1e-6),
        (NEURON, TOGGLES, 2 * MINUTE, 1e-6),
        (NEURON, [(0.0, FIRING), (20.0, {"p_synaptic_um3_s": 0.0})], MINUTE, 1e-6),
        (NEURON, [(0.0, {"locked_open": 1.0})], 600.0, 1e-6),
        # A giant axon's 71,400 fmol of K+ can only be written to 1e-7 mV of charge.
        (SQUID, [(0.0, {"stimulus_pA": 150.0})], 2.0, 1e-6),
    ],
)
def test_the_membranes_charge_is_the_charge_of_the_ions(name, events, until_s, limit_mV):
    trajectory = run(name, events, np.linspace(0.0, until_s, 500))
    assert trajectory.stopped is None
    assert np.max(np.abs(trajectory.values["charge_error_mV"])) < limit_mV


def test_an_event_that_changes_the_capacitance_keeps_the_charge():
    trajectory = run(ANIMAL, [(1.0, {"capacitance_pF": 30.0})], [1.0], after_events=True)
    before, after = trajectory.values["v_mV"]
    assert after == pytest.approx(before / 2, rel=1e-12)


@pytest.mark.parametrize(
    ("name", "values", "until_s", "tolerance"),
    [
        (ANIMAL, {"ouabain": 0.7, "bath_sucrose_mM": 50.0}, 900.0, 1e-7),
        (NEURON, FIRING, 0.05, 1e-7),
    ],
)
def test_amounts_change_by_what_passes_the_membrane(name, values, until_s, tolerance):
    # The first instants after an event are too quick for even samples: start a little later.
    times = np.linspace(until_s * 0.2, until_s, 20_001)
    v = run(name, [(0.0, values)], times).values
    out = {
        "na_fmol": v["na_leak_fmol_s"] + 3 * v["pump_fmol_s"],
        "k_fmol": v["k_leak_fmol_s"] + v["kcc2_fmol_s"] - 2 * v["pump_fmol_s"],
        "cl_fmol": v["cl_leak_fmol_s"] + v["kcc2_fmol_s"],
        "volume_fL": v["water_fL_s"],
        "atp_mM": v["atp_used_mM_s"] - v["atp_made_mM_s"],
    }
    for column, flux in out.items():
        lost = simpson(flux, x=times)
        gained = v[column][-1] - v[column][0]
        assert gained == pytest.approx(-lost, abs=tolerance * max(1.0, v[column][0]))


@settings(max_examples=8, deadline=None)
@given(exponent=st.floats(-2.0, 2.0))
def test_a_cell_of_another_size_lives_the_same_life(exponent):
    size = 10.0**exponent
    cell = preset(NEURON)
    extensive = (
        *("capacitance_pF", "impermeant_fmol", "area_um2", "p_na_leak_um3_s", "p_k_leak_um3_s"),
        *("p_cl_leak_um3_s", "p_na_gated_um3_s", "p_k_gated_um3_s", "kcc2_fmol_s"),
        "pump_max_fmol_s",
    )
    amounts = ("na_fmol", "k_fmol", "cl_fmol", "volume_fL")
    scaled = {
        "parameters": {name: cell.parameters[name] * size for name in extensive},
        "initial": {name: cell.initial[name] * size for name in amounts},
    }
    times = np.linspace(0.0, 0.1, 51)
    ours = run(NEURON, [(0.01, {"stimulus_pA": 60.0})], times)
    theirs = run(NEURON, [(0.01, {"stimulus_pA": 60.0 * size})], times, **scaled)
    assert len(ours.spike_times_s) == len(theirs.spike_times_s) > 3
    for column in ("v_mV", "na_in_mM", "k_in_mM", "cl_in_mM", "atp_mM", "h"):
        np.testing.assert_allclose(
            ours.values[column],
            theirs.values[column],
            rtol=0,
            atol=1e-4 if column == "v_mV" else 1e-7,
        )


def test_a_membrane_that_is_k_times_as_busy_runs_k_times_as_fast():
    k = 3.0
    base = preset(ANIMAL).parameters
    flows = ("p_na_leak_um3_s", "p_k_leak_um3_s", "p_cl_leak_um3_s", "pump_max_fmol_s")
    free = {"water_permeability_cm_s": 1.0, "k_atp_mM": 1e-9}  # water at once, ATP no matter
    busy = free | {name: k * base[name] for name in flows}
    times = np.linspace(0.0, 3600.0, 13)
    events = [(0.0, {"ouabain": 0.9})]
    slow = run(ANIMAL, events, times, parameters=free)
    fast = run(ANIMAL, events, times / k, parameters=busy)
    for column in ("v_mV", "na_in_mM", "k_in_mM", "cl_in_mM", "volume_ratio"):
        np.testing.assert_allclose(slow.values[column], fast.values[column], rtol=2e-3)


@pytest.mark.parametrize("more", [0.5, 2.0])
def test_steady_volume_is_in_proportion_to_the_impermeants_inside(more):
    def steady(size):
        """A cell with `size` times the contents and charge, its ATP no matter."""
        contents = ("na_fmol", "k_fmol", "cl_fmol")
        held = ("impermeant_fmol", "capacitance_pF")
        return run(
            ANIMAL,
            times=[30 * DAY],
            parameters={name: size * preset(ANIMAL).parameters[name] for name in held}
            | {"k_atp_mM": 1e-9},
            initial={name: size * preset(ANIMAL).initial[name] for name in contents},
        )

    assert last(steady(more), "osmolarity_in_mM") == pytest.approx(300.0, rel=1e-9)
    ratio = last(steady(more), "volume_fL") / last(steady(1.0), "volume_fL")
    assert ratio == pytest.approx(more, rel=1e-7)


def test_exchanging_impermeants_of_the_bath_moves_no_water():
    # 50 mM NaCl for 100 mM sucrose; with nothing permeable, nothing at all happens.
    sealed = {f"p_{ion}_leak_um3_s": 0.0 for ion in ("na", "k", "cl")} | {"ouabain": 1.0}
    exchange = {"bath_na_mM": 95.0, "bath_cl_mM": 66.0, "bath_sucrose_mM": 100.0}
    trajectory = run(ANIMAL, [(1.0, exchange)], [0.0, 600.0], parameters=sealed)
    assert last(trajectory, "volume_ratio") == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize(
    "disturbance",
    [
        {"ouabain": 1.0},
        {"temperature_C": 10.0},
        {"bath_k_mM": 30.0, "bath_na_mM": 120.0},
        {"bath_sucrose_mM": 150.0},
        {"p_gramicidin_um3_s": 5.0},
        {"oxygen": 0.0, "glycolysis": 0.0},
    ],
    ids=lambda values: next(iter(values)),
)
def test_an_animal_cell_returns_to_its_one_rest(disturbance):
    rest = {name: preset(ANIMAL).parameters[name] for name in disturbance}
    trajectory = run(ANIMAL, [(10.0, disturbance), (30 * MINUTE, rest)], [0.0, 2 * DAY])
    for column in ("v_mV", "na_in_mM", "k_in_mM", "cl_in_mM", "volume_fL", "atp_mM"):
        first, final = trajectory.values[column]
        assert final == pytest.approx(first, rel=1e-6)


@settings(max_examples=10, deadline=None)
@given(na=st.floats(5.0, 60.0), cl=st.floats(10.0, 100.0), volume=st.floats(0.8, 1.6))
def test_perturbed_starts_converge_to_the_rest_when_electroneutral(na, cl, volume):
    rest = preset(ANIMAL).initial
    # K+ makes up the charge, so that the start is as electroneutral as the rest.
    k_fmol = rest["k_fmol"] + (cl - rest["cl_fmol"]) - (na - rest["na_fmol"])
    start = {"na_fmol": na, "cl_fmol": cl, "k_fmol": k_fmol, "volume_fL": 2000.0 * volume}
    trajectory = run(ANIMAL, times=[3 * DAY], initial=start)
    assert last(trajectory, "v_mV") == pytest.approx(-60.0, abs=1e-5)
    assert last(trajectory, "na_in_mM") == pytest.approx(12.0, abs=1e-5)
    assert last(trajectory, "volume_fL") == pytest.approx(2000.0, rel=1e-6)


def free_energy(values, parameters):
    """Free energy of cell and infinite bath in units of RT·fmol: it can only be spent."""
    energy = np.zeros_like(values["t_s"])
    solutes = np.full_like(energy, parameters["impermeant_fmol"])
    for ion in ("na", "k", "cl"):
        ratio = values[f"{ion}_in_mM"] / parameters[f"bath_{ion}_mM"]
        energy += values[f"{ion}_fmol"] * np.log(ratio)
        solutes += values[f"{ion}_fmol"]
    energy += parameters["impermeant_fmol"] * np.log(values["impermeant_in_mM"])
    energy += values["osmolarity_out_mM"] * values["volume_fL"] / 1000.0 - solutes
    rt_mV_pF_per_fmol = 8.314462618 * 310.15 * 1000.0
    return energy + 0.5 * parameters["capacitance_pF"] * values["v_mV"] ** 2 / rt_mV_pF_per_fmol


@pytest.mark.parametrize("name", [ANIMAL, NEURON])
def test_without_a_pump_free_energy_only_falls(name):
    parameters = {**preset(name).parameters, "ouabain": 1.0}
    times = np.concatenate(([0.0], np.geomspace(1e-4, 10 * DAY, 300)))
    values = run(name, [(0.0, {"ouabain": 1.0})], times, rtol=1e-7).values
    steps = np.diff(free_energy(values, parameters))
    assert np.all(steps < 1e-9)
    assert np.sum(steps) < -100.0


def test_without_a_pump_v_stays_between_the_equilibrium_potentials():
    values = run(ANIMAL, [(0.0, {"ouabain": 1.0})], np.geomspace(1.0, 30 * DAY, 200)).values
    equilibria = np.array([values[f"e_{ion}_mV"] for ion in ("na", "k", "cl")])
    assert np.all(values["v_mV"] >= equilibria.min(axis=0) - 1e-6)
    assert np.all(values["v_mV"] <= equilibria.max(axis=0) + 1e-6)


def test_a_long_pump_off_run_ends_in_donnans_equilibrium():
    end = run(ANIMAL, [(0.0, {"ouabain": 1.0})], [30 * DAY])
    ratios = [
        last(end, "na_in_mM") / 145.0,
        last(end, "k_in_mM") / 5.0,
        116.0 / last(end, "cl_in_mM"),
        math.exp(-last(end, "v_mV") / 26.7268),
    ]
    assert max(ratios) - min(ratios) < 1e-4
    assert last(end, "volume_ratio") == pytest.approx(4.0, abs=0.05)


FRACTIONS = ("ouabain", "oxygen", "glycolysis", "ttx", "locked_open", "tea", "k_leak_block")
events = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(FRACTIONS), st.floats(0.0, 1.0)),
        st.tuples(st.just("temperature_C"), st.floats(0.0, 45.0)),
        st.tuples(st.sampled_from(["bath_na_mM", "bath_k_mM", "bath_cl_mM"]), st.floats(0, 300)),
        st.tuples(st.just("p_gramicidin_um3_s"), st.floats(0.0, 100.0)),
        st.tuples(st.just("stimulus_pA"), st.floats(-200.0, 200.0)),
    ),
    max_size=5,
)


@settings(max_examples=40, deadline=None)
@given(name=st.sampled_from([ANIMAL, NEURON, SQUID]), log=events)
def test_no_treatment_makes_a_state_that_cannot_be(name, log):
    timeline = [(0.1 * i, {parameter: value}) for i, (parameter, value) in enumerate(log)]
    trajectory = run(name, timeline, np.linspace(0, 2.0, 41), rtol=1e-6)
    values = trajectory.values
    for column in ("na_in_mM", "k_in_mM", "cl_in_mM", "volume_fL", "atp_mM"):
        assert np.all(values[column] >= 0), column
    for gate in ("m", "h", "n"):
        assert np.all((values[gate] >= 0) & (values[gate] <= 1))
    for column, numbers in values.items():
        assert np.all(np.isfinite(numbers)), column
    assert trajectory.stopped is None or "stopped at" in trajectory.stopped


def test_a_current_that_drains_all_k_stops_the_run_with_a_reason():
    trajectory = run(ANIMAL, [(0.0, {"stimulus_pA": -1e6})], np.linspace(0, 10, 11))
    assert "stopped at" in trajectory.stopped
    assert len(trajectory.values["t_s"]) < 11
