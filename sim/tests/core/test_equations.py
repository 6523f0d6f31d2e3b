import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.core.cell import cell_of
from sim.core.constants import FARADAY_C_PER_MMOL, thermal_voltage_mV
from sim.core.electrochemistry import ghk_voltage_mV, nernst_mV
from sim.core.equations import ATP, CL, NA, STATES, K, V, W, jacobian, rates
from sim.core.gates import resting_gates
from sim.core.parameters import STATE_NAMES
from sim.core.presets import PRESET_NAMES, preset
from sim.tests.core.cells import ANIMAL, NEURON, SQUID, last, run, slope_of

BUSY = {
    "p_gramicidin_um3_s": 0.5,
    "p_synaptic_um3_s": 0.1,
    "locked_open": 0.01,
    "stimulus_pA": 3.0,
    "temperature_C": 30.0,
    "kcc2_fmol_s": 0.02,
}


def states_near(name, seed):
    rng = np.random.default_rng(seed)
    y = np.array([preset(name).initial[state] for state in STATE_NAMES])
    y *= rng.uniform(0.7, 1.3, STATES)
    y[5:8] = rng.uniform(0.1, 0.9, 3)
    return y


@pytest.mark.parametrize("name", PRESET_NAMES)
@pytest.mark.parametrize("seed", range(4))
def test_the_jacobian_is_the_derivative_of_the_rates(name, seed):
    cell = cell_of({**preset(name).parameters, **BUSY})
    y = states_near(name, seed)
    exact = np.zeros((STATES, STATES))
    jacobian(y, cell, exact)
    measured = np.zeros_like(exact)
    for j in range(STATES):
        step = 1e-6 * abs(y[j])
        above, below = y.copy(), y.copy()
        above[j] += step
        below[j] -= step
        up, down = np.zeros(STATES), np.zeros(STATES)
        rates(above, cell, up)
        rates(below, cell, down)
        measured[:, j] = (up - down) / (above[j] - below[j])
    size = 1e-6 * np.abs(exact).max(axis=1, keepdims=True) + 1e-12
    assert np.max(np.abs(exact - measured) / (np.abs(exact) + size)) < 1e-4


@pytest.mark.parametrize("name", PRESET_NAMES)
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_charge_moves_only_with_ions(name, seed):
    cell = cell_of({**preset(name).parameters, **BUSY})
    dydt = np.zeros(STATES)
    rates(states_near(name, seed), cell, dydt)
    current_pA = FARADAY_C_PER_MMOL * (dydt[NA] + dydt[K] - dydt[CL])
    assert dydt[V] == pytest.approx(
        1000.0 * current_pA / preset(name).parameters["capacitance_pF"], rel=1e-12
    )


def test_a_pump_cycle_moves_three_na_two_k_and_splits_one_atp():
    state = dict(preset(ANIMAL).initial) | {"na_fmol": 100.0}
    on = slope_of(preset(ANIMAL).parameters, state)
    off = slope_of({**preset(ANIMAL).parameters, "ouabain": 1.0}, state)
    cycles = (off - on)[NA] / 3.0
    assert cycles > 0.0222
    assert (on - off)[K] == pytest.approx(2.0 * cycles, rel=1e-12)
    assert (off - on)[ATP] * state["volume_fL"] / 1000.0 == pytest.approx(cycles, rel=1e-9)
    assert (on - off)[CL] == (on - off)[W] == 0.0


def test_kcc2_moves_k_and_cl_together_without_charge():
    state = dict(preset(NEURON).initial) | {"cl_fmol": 30.0}
    on = slope_of(preset(NEURON).parameters, state)
    off = slope_of({**preset(NEURON).parameters, "kcc2_fmol_s": 0.0}, state)
    assert (on - off)[K] == pytest.approx((on - off)[CL], rel=1e-9)
    assert abs((on - off)[V]) < 1e-9 * abs(on[V])
    assert (on - off)[CL] < 0.0


@pytest.mark.parametrize("x", [0.8, 1.02, 1.3])
def test_a_donnan_state_is_an_equilibrium(x):
    base = preset(NEURON).parameters
    bath = [base[f"bath_{ion}_mM"] for ion in ("na", "k", "cl")]
    inside_mM = [x * bath[0], x * bath[1], bath[2] / x]
    impermeant_mM = 298.0 - sum(inside_mM)
    v_mV = -thermal_voltage_mV(37.0) * math.log(x)
    volume_fL = 1000.0 * base["impermeant_fmol"] / impermeant_mM
    gates = resting_gates(v_mV, hodgkin_huxley=False)
    amounts = [c * volume_fL / 1000.0 for c in inside_mM]
    state = dict(zip(STATE_NAMES, (v_mV, *amounts, volume_fL, *gates, 3.0), strict=True))
    dydt = slope_of({**base, "ouabain": 1.0}, state)
    rest = slope_of({**base, "ouabain": 1.0}, dict(preset(NEURON).initial))
    assert np.all(np.abs(dydt[[NA, K, CL]]) < 1e-12 * np.abs(rest[NA]))
    assert abs(dydt[W]) < 1e-9


def test_a_passive_cell_rests_at_the_mullins_noda_potential():
    p = preset(ANIMAL).parameters
    p_k, p_na = p["p_k_leak_um3_s"], p["p_na_leak_um3_s"]
    gradient = (1.5 * p_k * 5.0 + p_na * 145.0) / (1.5 * p_k * 140.0 + p_na * 12.0)
    assert preset(ANIMAL).initial["v_mV"] == pytest.approx(
        thermal_voltage_mV(37.0) * math.log(gradient), rel=1e-12
    )


def goldmans_mV(name, at):
    """Goldman's voltage of a preset in the state that the columns `at` tell, gates included."""
    p = preset(name).parameters
    return ghk_voltage_mV(
        p["p_k_leak_um3_s"] + p["p_k_gated_um3_s"] * at["k_open"],
        p["p_na_leak_um3_s"] + p["p_na_gated_um3_s"] * at["na_open"],
        p["p_cl_leak_um3_s"],
        **{f"{ion}_in_mM": at[f"{ion}_in_mM"] for ion in ("na", "k", "cl")},
        **{f"{ion}_out_mM": p[f"bath_{ion}_mM"] for ion in ("na", "k", "cl")},
        temperature_C=37.0,
    )


@pytest.mark.parametrize(("name", "jump_mV"), [(ANIMAL, 5.6), (NEURON, 6.1)])
def test_just_after_the_pump_stops_v_is_goldmans(name, jump_mV):
    values = run(name, [(0.0, {"ouabain": 1.0})], [0.0, 0.5, 5.0]).values
    rest, soon, later = ({c: float(v[i]) for c, v in values.items()} for i in range(3))
    assert 0 < goldmans_mV(name, rest) - rest["v_mV"] <= thermal_voltage_mV(37.0) * math.log(1.5)
    assert goldmans_mV(name, rest) - rest["v_mV"] == pytest.approx(jump_mV, abs=0.1)
    for at in (soon, later):
        assert at["v_mV"] == pytest.approx(goldmans_mV(name, at), abs=1e-3)


@pytest.mark.parametrize(
    ("path", "column"),
    [("p_na_leak_um3_s", "e_na_mV"), ("p_k_leak_um3_s", "e_k_mV"), ("p_cl_leak_um3_s", "e_cl_mV")],
)
def test_v_goes_to_the_equilibrium_of_an_ion_that_passes_freely(path, column):
    trajectory = run(ANIMAL, [(0.0, {path: 1e5})], [0.0, 1e-3])
    assert last(trajectory, "v_mV") == pytest.approx(last(trajectory, column), abs=0.05)


def test_hodgkin_and_huxleys_membrane_current_is_theirs_at_every_voltage():
    cell, rest = preset(SQUID), dict(preset(SQUID).initial)
    m, h, n = (rest[gate] for gate in "mhn")
    for v_mV in (-90.0, -65.0, -40.0, 0.0, 55.0):
        dvdt = slope_of(cell.parameters, rest | {"v_mV": v_mV})[V]
        theirs = (
            120.0 * m**3 * h * (v_mV - 50.0) + 36.0 * n**4 * (v_mV + 77.0) + 0.3 * (v_mV + 54.387)
        )
        assert dvdt == pytest.approx(-1000.0 * theirs, abs=1e-6)


def test_reversal_potentials_follow_the_temperature():
    warm = run(ANIMAL, [(0.0, {"temperature_C": 20.0})], [1e-6]).values
    assert warm["e_na_mV"][0] == pytest.approx(nernst_mV(1, 145.0, 12.0, 20.0), rel=1e-6)
