from pathlib import Path

import numpy as np
import pytest

from sim.core.cell import cell_of, charge_imbalance_mV
from sim.core.ghk_rest import invert
from sim.core.parameters import PARAMETERS, STATE_NAMES, STATES, refusal
from sim.core.presets import PRESET_NAMES, RESTS, preset
from sim.tests.core.cells import ANIMAL, DAY, NEURON, SQUID, run, slope_of

# preset, parameter, value to the digits published for it
FIGURES = [
    (ANIMAL, "impermeant_fmol", 271.424),
    (ANIMAL, "impermeant_valence", -1.02951),
    (ANIMAL, "pump_max_fmol_s", 0.0744632),
    (ANIMAL, "p_na_leak_um3_s", 0.184541),
    (ANIMAL, "p_k_leak_um3_s", 1.79873),
    (ANIMAL, "p_cl_leak_um3_s", 0.899366),
    (ANIMAL, "v_ox_mM_s", 0.0666),
    (ANIMAL, "v_other_mM_s", 0.0302167),
    (NEURON, "impermeant_fmol", 288.0),
    (NEURON, "impermeant_valence", -0.972273),
    (NEURON, "pump_max_fmol_s", 0.353301),
    (NEURON, "p_na_leak_um3_s", 0.736566),
    (NEURON, "p_k_leak_um3_s", 10.9688),
    (NEURON, "p_cl_leak_um3_s", 3.20620),
    (NEURON, "v_gly_mM_s", 0.0166667),
    (SQUID, "bath_k_mM", 16.345),
    (SQUID, "g_na_leak_nS", 15 * 0.0468265),
    (SQUID, "g_cl_leak_nS", 15 * 0.2531735),
]


@pytest.mark.parametrize(("name", "parameter", "figure"), FIGURES)
def test_inversion_gives_the_published_figures(name, parameter, figure):
    assert preset(name).parameters[parameter] == pytest.approx(figure, rel=2e-5)


@pytest.mark.parametrize("name", PRESET_NAMES)
def test_a_preset_has_a_sane_value_for_everything(name):
    for quantities, values in (
        (PARAMETERS, preset(name).parameters),
        (STATES, preset(name).initial),
    ):
        assert {q.name for q in quantities} == set(values)
        assert [refusal(q, values[q.name]) for q in quantities if refusal(q, values[q.name])] == []


@pytest.mark.parametrize("name", PRESET_NAMES)
def test_nothing_changes_at_rest(name):
    cell = preset(name)
    size = np.array([abs(cell.initial[state]) for state in STATE_NAMES])
    assert np.max(np.abs(slope_of(cell.parameters, cell.initial)) / size) < 1e-12


@pytest.mark.parametrize("name", PRESET_NAMES)
def test_a_preset_stays_at_rest_for_a_day(name):
    trajectory = run(name, times=[0.0, 1.0, DAY])
    for column in ("v_mV", "na_in_mM", "k_in_mM", "cl_in_mM", "volume_fL", "atp_mM"):
        values = trajectory.values[column]
        np.testing.assert_allclose(values, values[0], rtol=1e-9)


@pytest.mark.parametrize("name", PRESET_NAMES)
def test_the_membrane_carries_the_charge_of_the_ions(name):
    cell = preset(name)
    charge = [cell.initial[state] for state in STATE_NAMES[:4]]
    assert abs(charge_imbalance_mV(cell_of(cell.parameters), *charge)) < 1e-7


@pytest.mark.parametrize("name", PRESET_NAMES)
def test_inside_and_outside_have_the_same_osmolarity_at_rest(name):
    values = run(name, times=[0.0], until_s=1.0)
    inside, outside = values.values["osmolarity_in_mM"][0], values.values["osmolarity_out_mM"][0]
    assert inside == pytest.approx(outside, rel=1e-12)


def test_the_pump_takes_its_share_of_the_atp():
    for name, share in ((ANIMAL, 0.3), (NEURON, 0.6), (SQUID, 0.3)):
        values = run(name, times=[0.0], until_s=1.0).values
        assert values["atp_pump_mM_s"][0] / values["atp_used_mM_s"][0] == pytest.approx(share)
        assert values["atp_made_mM_s"][0] == pytest.approx(values["atp_used_mM_s"][0], rel=1e-12)


def test_every_quantity_is_documented():
    model = (Path(__file__).parents[3] / "docs" / "model.md").read_text(encoding="utf-8")
    assert [q.name for q in (*PARAMETERS, *STATES) if f"`{q.name}`" not in model] == []


def test_a_rest_that_would_need_a_negative_leak_is_refused():
    rest = RESTS[NEURON]
    impossible = type(rest)(**(vars(rest) | {"cl_mM": 3.0}))  # Cl- below its KCC2 equilibrium
    with pytest.raises(ValueError, match="negative p_cl_leak_um3_s"):
        invert(impossible)
