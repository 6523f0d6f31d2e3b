"""Laws that can be exchanged, membranes that grow, and a closed space outside."""

import math

import numpy as np
import pytest

from sim.core.cell import UNBOUNDED, cell_of, shared_with_outside
from sim.core.equations import ATP, CL, NA, STATES, K, V, W, jacobian, rates
from sim.core.parameters import FLUX_LAWS, PUMP_LAWS, STATE_NAMES
from sim.core.presets import PRESET_NAMES, preset
from sim.core.pump import pump_cycles
from sim.core.run import RunProblems, parse_request, simulate
from sim.tests.core.cells import ANIMAL, HOUR, NEURON, SQUID, last, run

BUSY = {
    "p_gramicidin_um3_s": 0.5,
    "p_synaptic_um3_s": 0.1,
    "locked_open": 0.01,
    "stimulus_pA": 3.0,
    "temperature_C": 30.0,
    "kcc2_fmol_s": 0.02,
}
LEAKY = {"g_na_leak_nS": 0.1, "g_k_leak_nS": 0.5, "g_cl_leak_nS": 0.3}
GATED = {"g_na_gated_nS": 100.0, "g_k_gated_nS": 50.0}
VARIANTS = {
    **{law: {"pump_law": float(code)} for code, law in enumerate(PUMP_LAWS)},
    "ohmic": {"flux_law": 1.0, **LEAKY, **GATED},
    "cylinder": {"area_exponent": 0.5, "area_volume_fL": 1700.0},
    "sphere": {"area_exponent": 2 / 3, "area_volume_fL": 2500.0, "flux_law": 1.0, **LEAKY},
    "closed": {"outside_volume_fL": 700.0},
    "closed, cubic": {"outside_volume_fL": 700.0, "pump_law": 3.0},
    "all": {"outside_volume_fL": 900.0, "area_exponent": 0.5, "area_volume_fL": 1800.0}
    | {"flux_law": 1.0, "pump_law": 3.0, **LEAKY, **GATED},
}


def variant_of(name, variant):
    """The cell, and a state near its rest in which everything moves."""
    parameters = {**preset(name).parameters, **BUSY, **VARIANTS[variant]}
    y = np.array([preset(name).initial[state] for state in STATE_NAMES])
    shared = UNBOUNDED
    if "outside_volume_fL" in VARIANTS[variant]:
        parameters["outside_volume_fL"] *= y[W] / 2000.0
        shared = shared_with_outside(parameters, *y[[NA, K, CL, W]])
    cell = cell_of(parameters, shared)
    rng = np.random.default_rng(3)
    y *= rng.uniform(0.9, 0.98, STATES)
    y[5:8] = rng.uniform(0.1, 0.9, 3)
    return cell, y


def rates_of(y, cell):
    dydt = np.zeros(STATES)
    rates(y, cell, dydt)
    return dydt


def measured_slopes(y, cell):
    """The Jacobian by differences of fourth order."""
    measured = np.zeros((STATES, STATES))
    for j in range(STATES):
        step = 1e-4 * max(abs(y[j]), 1e-3)
        moved = []
        for times in (-2, -1, 1, 2):
            there = y.copy()
            there[j] += times * step
            moved.append(rates_of(there, cell))
        measured[:, j] = (moved[0] - 8 * moved[1] + 8 * moved[2] - moved[3]) / (12 * step)
    return measured


@pytest.mark.parametrize("name", PRESET_NAMES)
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_jacobian_is_exact_for_every_law_shape_and_surroundings(name, variant):
    cell, y = variant_of(name, variant)
    exact = np.zeros((STATES, STATES))
    jacobian(y, cell, exact)
    measured = measured_slopes(y, cell)
    moved, found = exact * y, measured * y
    largest = np.abs(moved).max(axis=1, keepdims=True)
    assert np.all(np.abs(moved - found) <= 1e-6 * np.abs(moved) + 1e-9 * largest)


@pytest.mark.parametrize("variant", VARIANTS)
def test_charge_moves_only_with_ions_and_stays_on_a_growing_membrane(variant):
    cell, y = variant_of(NEURON, variant)
    dydt = rates_of(y, cell)
    area = (y[W] / cell.area_volume_fL) ** cell.area_exponent if cell.area_exponent else 1.0
    growth = cell.area_exponent * dydt[W] / y[W]
    charging_fmol_s = area * (dydt[V] + y[V] * growth) / cell.mV_per_fmol
    assert charging_fmol_s == pytest.approx(dydt[NA] + dydt[K] - dydt[CL], rel=1e-9)


LAWS = [
    # law, cycles of a pump of capacity 1 at 20 mM Na+, 100 mM K+ inside, plenty of ATP
    ("saturable", (20 / (20 + 0.2 * (1 + 100 / 8.3))) ** 3),
    ("constant", 1.0),
    ("linear", 20 / 8),
    ("cubic", 20.0**3),
    ("sigmoid", (20 / 28) ** 3),
]


@pytest.mark.parametrize(("law", "cycles"), LAWS)
def test_each_pump_law_is_its_formula(law, cycles):
    code = PUMP_LAWS.index(law)
    assert pump_cycles(code, 1.0, 8.0, 1e-9, 20.0, 100.0, 3.0) == pytest.approx(cycles, rel=1e-8)
    assert pump_cycles(code, 1.0, 8.0, 0.3, 20.0, 100.0, 0.0) == 0.0, "no ATP, no pumping"


@pytest.mark.parametrize("law", PUMP_LAWS)
def test_the_outside_decides_the_pump_where_the_law_says_so(law):
    parameters = {**preset(ANIMAL).parameters, "pump_law": float(PUMP_LAWS.index(law))}
    base = cell_of(parameters).pump_fmol_s
    less_na = cell_of({**parameters, "bath_na_mM": 72.5}).pump_fmol_s / base
    less_k = cell_of({**parameters, "bath_k_mM": 1.0}).pump_fmol_s / base
    expected = {"cubic": (8.0, 1.0)}.get(law, (1.0, 1.0))
    if law == "saturable":
        assert less_na > 1.0 > less_k
    else:
        assert (less_na, less_k) == pytest.approx(expected, rel=1e-12)


def test_laws_are_named_in_the_run_file():
    chosen = {"pump_law": "cubic", "flux_law": "ohmic"}
    asked = {"preset": ANIMAL, "parameters": chosen, "until_s": 1, "points": 2}
    read = parse_request(asked).parameters
    assert (read["pump_law"], read["flux_law"]) == (
        PUMP_LAWS.index("cubic"),
        FLUX_LAWS.index("ohmic"),
    )
    by_number = asked | {"parameters": {"pump_law": 3, "flux_law": 1.0}}
    assert dict(parse_request(by_number).parameters) == dict(read)


@pytest.mark.parametrize("law", ["quartic", 5, -1, 1.5, True, None, [], "Cubic", 10**400])
def test_a_law_that_is_none_is_refused(law):
    with pytest.raises(RunProblems) as caught:
        parse_request(
            {"preset": ANIMAL, "parameters": {"pump_law": law}, "until_s": 1, "points": 2}
        )
    assert str(caught.value) == f"parameters.pump_law: must be one of {', '.join(PUMP_LAWS)}"


@pytest.mark.parametrize(
    "name", ["flux_law", "pump_law", "area_exponent", "area_volume_fL", "outside_volume_fL"]
)
def test_laws_shape_and_outside_space_are_chosen_at_the_start(name):
    event = {"t_s": 1.0, "set": {name: 0.0}}
    number = isinstance(name, str) and name.endswith("law")
    event["set"][name] = 0 if number else 0.0
    with pytest.raises(RunProblems, match="can only be set at the start"):
        parse_request({"preset": ANIMAL, "events": [event], "until_s": 2, "points": 2})


def test_ohmic_leaks_need_no_squid_gates():
    """A neuron's channels made ohmic hold the same rest: E = V is where no ion flows."""
    rest, parameters = preset(NEURON).initial, preset(NEURON).parameters
    off = {f"p_{ion}_leak_um3_s": 0.0 for ion in ("na", "k", "cl")}
    ohmic = {**off, "flux_law": "ohmic", "p_na_gated_um3_s": 0.0, "p_k_gated_um3_s": 0.0}
    conductances = {}
    cell = cell_of(parameters)
    cycles = 0.1
    kcc2 = 0.03 * math.log(135.0 * 7.0 / (4.0 * 125.0))
    for ion, valence, out, flux in (
        ("na", 1, 145.0, -3 * cycles),
        ("k", 1, 4.0, 2 * cycles - kcc2),
        ("cl", -1, 125.0, -kcc2),
    ):
        inside = 1000 * rest[f"{ion}_fmol"] / rest["volume_fL"]
        e_mV = cell.thermal_mV / valence * np.log(out / inside)
        conductances[f"g_{ion}_leak_nS"] = 96.485 * valence * flux / (rest["v_mV"] - e_mV)
    assert min(conductances.values()) > 0
    trajectory = run(NEURON, times=[0.0, HOUR], parameters={**ohmic, **conductances})
    assert last(trajectory, "v_mV") == pytest.approx(-70.0, abs=0.01)
    assert last(trajectory, "na_in_mM") == pytest.approx(12.0, rel=1e-3)


@pytest.mark.parametrize("exponent", [0.5, 2 / 3])
def test_a_growing_membrane_keeps_its_charge_through_swelling_and_spikes(exponent):
    events = [(0.05, {"p_synaptic_um3_s": 0.6}), (1.0, {"bath_na_mM": 100.0, "bath_cl_mM": 80.0})]
    shaped = {"area_exponent": exponent}
    trajectory = run(NEURON, events, np.linspace(0, 60, 601), parameters=shaped)
    values = trajectory.values
    assert max(values["volume_ratio"]) > 1.2
    assert len(trajectory.spike_times_s) > 10
    assert np.max(np.abs(values["charge_error_mV"])) < 1e-6


def test_a_growing_membrane_grows_its_conductances_its_pump_and_its_capacitance_alike():
    """Twice the area at the same concentrations: every flux doubles, V moves as before."""
    small, y = variant_of(NEURON, "cylinder")
    large = small._replace(area_volume_fL=small.area_volume_fL / 4.0)
    slow, fast = rates_of(y, small), rates_of(y, large)
    passive = small.stimulus_fmol_s
    assert fast[[NA, CL, W]] == pytest.approx(2 * slow[[NA, CL, W]], rel=1e-12)
    assert fast[K] - passive == pytest.approx(2 * (slow[K] - passive), rel=1e-12)


def test_the_area_is_for_the_first_volume_unless_another_is_given():
    shaped = {"area_exponent": 0.5}
    asked = {"preset": ANIMAL, "parameters": shaped, "until_s": 1, "points": 2}
    assert parse_request(asked).parameters["area_volume_fL"] == 2000.0
    other = asked | {"parameters": {**shaped, "area_volume_fL": 500.0}}
    assert parse_request(other).parameters["area_volume_fL"] == 500.0


CLOSED = {"outside_volume_fL": 400.0}


def totals(values, outside_fL, start_fL):
    """Amounts of cell and outside together, in fmol, and what their sum was at first."""
    outside = outside_fL + start_fL - values["volume_fL"]
    return {
        ion: values[f"{ion}_fmol"] + values[f"{ion}_out_mM"] * outside / 1000.0
        for ion in ("na", "k", "cl")
    }


@pytest.mark.parametrize("name", [ANIMAL, NEURON])
def test_in_a_closed_space_nothing_is_lost(name):
    events = [(5.0, {"ouabain": 1.0}), (600.0, {"ouabain": 0.0, "stimulus_pA": 5.0})]
    values = run(name, events, np.linspace(0, HOUR, 361), parameters=CLOSED).values
    for ion, amount in totals(values, 400.0, 2000.0).items():
        np.testing.assert_allclose(amount, amount[0], rtol=1e-12, err_msg=ion)
    assert np.max(np.abs(values["charge_error_mV"])) < 1e-6
    for column in ("na_out_mM", "k_out_mM", "cl_out_mM", "na_in_mM", "k_in_mM", "cl_in_mM"):
        assert np.min(values[column]) > 0.0, column


def test_potassium_piles_up_outside_when_the_pump_stops():
    ouabain = [(0.0, {"ouabain": 1.0})]
    open_bath = run(ANIMAL, ouabain, [0.0, 600.0]).values
    closed = run(ANIMAL, ouabain, [0.0, 600.0], parameters=CLOSED).values
    assert open_bath["k_out_mM"][-1] == 5.0
    assert closed["k_out_mM"][-1] > 20.0
    assert closed["v_mV"][-1] > open_bath["v_mV"][-1] + 5.0, "E_K has come up"
    assert closed["e_k_mV"][-1] > open_bath["e_k_mV"][-1] + 20.0


def test_the_outside_shrinks_by_what_the_cell_takes_up():
    values = run(ANIMAL, [(0.0, {"ouabain": 1.0})], [0.0, HOUR], parameters=CLOSED).values
    swelling = values["volume_fL"][-1] - 2000.0
    assert 5.0 < swelling < 400.0
    assert values["osmolarity_out_mM"][-1] == pytest.approx(
        values["osmolarity_in_mM"][-1], rel=1e-3
    ), "water stops where both sides are as strong"


def test_a_vast_closed_space_is_a_bath():
    ouabain = [(60.0, {"ouabain": 1.0})]
    bath = run(NEURON, ouabain, np.linspace(0, 100, 51)).values
    vast = run(
        NEURON, ouabain, np.linspace(0, 100, 51), parameters={"outside_volume_fL": 1e12}
    ).values
    np.testing.assert_allclose(vast["v_mV"], bath["v_mV"], atol=2e-4)


def test_a_new_bath_washes_the_closed_space():
    events = [(0.0, {"ouabain": 1.0}), (900.0, {"bath_k_mM": 5.0})]
    values = run(ANIMAL, events, [899.0, 900.001], parameters=CLOSED).values
    assert values["k_out_mM"][0] > 20.0
    assert values["k_out_mM"][1] == pytest.approx(5.0, abs=0.01)
    assert values["na_out_mM"][1] == pytest.approx(145.0, abs=0.1)


def test_a_drug_does_not_wash_it():
    events = [(0.0, {"ouabain": 1.0}), (900.0, {"ttx": 1.0})]
    values = run(ANIMAL, events, [899.9, 900.1], parameters=CLOSED).values
    assert values["k_out_mM"][1] == pytest.approx(values["k_out_mM"][0], rel=1e-2)


def test_a_run_in_a_closed_space_goes_on_from_a_checkpoint_to_the_last_bit():
    events = [
        {"t_s": 10.0, "set": {"ouabain": 1.0}},
        {"t_s": 300.0, "set": {"bath_k_mM": 8.0}},
        {"t_s": 400.0, "set": {"ouabain": 0.0}},
    ]
    raw = {"preset": NEURON, "parameters": CLOSED, "events": events, "until_s": 500.0}
    whole = simulate(parse_request(raw | {"points": 6, "from_s": 400.0}))
    again = simulate(
        parse_request(raw | {"points": 6, "from_s": 400.0}), whole.checkpoint_at(400.0)
    )
    assert again.steps <= whole.steps
    for column in whole.columns:
        np.testing.assert_array_equal(again.values[column], whole.values[column])


@pytest.mark.parametrize("outside_fL", [1e-300, 1e-9, 1.0, 1e12])
def test_any_closed_space_ends_in_numbers_or_a_reason(outside_fL):
    trajectory = run(
        NEURON, [(1.0, {"ouabain": 1.0})], [2.0, 30.0], parameters={"outside_volume_fL": outside_fL}
    )
    assert trajectory.stopped or np.all(np.isfinite(trajectory.values["v_mV"]))


@pytest.mark.parametrize("law", PUMP_LAWS)
def test_no_law_brings_an_ion_below_nothing(law):
    trajectory = run(
        SQUID if law == "linear" else ANIMAL,
        [(60.0, {"bath_na_mM": 0.0, "bath_cl_mM": 5.0})],
        np.linspace(0, HOUR, 61),
        parameters={"pump_law": law, "pump_max_fmol_s": 0.02 if law != "cubic" else 30.0},
    )
    for column in ("na_fmol", "k_fmol", "cl_fmol", "atp_mM", "volume_fL"):
        assert np.all(trajectory.values[column] >= 0.0), column
    assert np.all(trajectory.values["pump_fmol_s"] >= 0.0)


def test_atp_is_split_by_whatever_law_pumps():
    for variant in VARIANTS:
        cell, y = variant_of(ANIMAL, variant)
        off = cell._replace(pump_fmol_s=0.0)
        change = rates_of(y, cell) - rates_of(y, off)
        cycles = -change[ATP] * y[W] / 1000.0
        assert cycles > 0
        assert change[NA] == pytest.approx(-3 * cycles, rel=1e-7)
        assert change[K] == pytest.approx(2 * cycles, rel=1e-7)
