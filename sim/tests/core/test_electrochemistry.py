import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.electrochemistry import (
    ghk_flux_fmol_s,
    ghk_voltage_mV,
    nernst_mV,
    ohmic_flux_fmol_s,
    solute_potential_bar,
)

concentrations = st.floats(1e-3, 1000.0)
temperatures = st.floats(0.0, 50.0)

NERNST = [
    # valence, outside, inside, °C, mV, reason
    (1, 145.0, 12.0, 37.0, 66.6, "Na+ of a mammalian cell"),
    (1, 5.0, 140.0, 37.0, -89.1, "K+ of a mammalian cell"),
    (-1, 125.0, 7.0, 37.0, -77.0, "Cl- of a mature neuron: anions turn the sign"),
    (2, 1.5, 1e-4, 37.0, 128.5, "Ca2+: half the slope"),
    (1, 440.0, 50.0, 20.0, 54.9, "Na+ of squid axon"),
    (1, 10.0, 1.0, 25.0, 59.2, "59 mV per decade at 25 °C"),
    (1, 10.0, 1.0, 37.0, 61.5, "61.5 mV per decade at 37 °C"),
    (1, 7.0, 7.0, 37.0, 0.0, "no gradient, no potential"),
]


@pytest.mark.parametrize(("valence", "outside", "inside", "celsius", "mV", "reason"), NERNST)
def test_nernst_gives_the_textbook_potential(valence, outside, inside, celsius, mV, reason):
    assert nernst_mV(valence, outside, inside, celsius) == pytest.approx(mV, abs=0.06), reason


def ghk(p_k, p_na, p_cl, **changes):
    concentrations_mM = {
        "k_out_mM": 5.0,
        "k_in_mM": 140.0,
        "na_out_mM": 145.0,
        "na_in_mM": 12.0,
        "cl_out_mM": 116.0,
        "cl_in_mM": 12.3,
        "temperature_C": 37.0,
    }
    return ghk_voltage_mV(p_k, p_na, p_cl, **(concentrations_mM | changes))


def test_goldman_voltage_is_the_nernst_potential_of_the_only_permeant_ion():
    assert ghk(1.0, 0.0, 0.0) == pytest.approx(nernst_mV(1, 5.0, 140.0, 37.0), rel=1e-12)
    assert ghk(0.0, 1.0, 0.0) == pytest.approx(nernst_mV(1, 145.0, 12.0, 37.0), rel=1e-12)
    assert ghk(0.0, 0.0, 1.0) == pytest.approx(nernst_mV(-1, 116.0, 12.3, 37.0), rel=1e-12)


def test_goldman_voltage_depends_on_ratios_of_permeability_only():
    assert ghk(1.0, 0.04, 0.45) == pytest.approx(ghk(250.0, 10.0, 112.5), rel=1e-12)
    assert ghk(1.0, 0.04, 0.45) == pytest.approx(-65.95, abs=0.01)


def test_goldman_voltage_is_where_the_three_fluxes_carry_no_net_current():
    v_mV = ghk(1.0, 0.04, 0.45)
    side = {"temperature_C": 37.0}
    current = (
        ghk_flux_fmol_s(1.0, 1, v_mV, inside_mM=140.0, outside_mM=5.0, **side)
        + ghk_flux_fmol_s(0.04, 1, v_mV, inside_mM=12.0, outside_mM=145.0, **side)
        - ghk_flux_fmol_s(0.45, -1, v_mV, inside_mM=12.3, outside_mM=116.0, **side)
    )
    assert abs(current) < 1e-15


@pytest.mark.parametrize(
    ("ionization", "molar", "celsius", "bar", "reason"),
    [
        (1, 0.3, 22.0, -7.354, "sucrose at room temperature, R = 0.0831 and T = 295 K"),
        (2, 0.15, 27.0, -7.479, "NaCl counts twice"),
        (1, 0.0, 27.0, 0.0, "pure water"),
        (2, 1.0, 0.0, -45.3726, "at the freezing point"),
    ],
)
def test_solute_potential_is_what_the_equation_sheet_gives(ionization, molar, celsius, bar, reason):
    assert solute_potential_bar(ionization, molar, celsius) == pytest.approx(bar, abs=6e-4), reason


@pytest.mark.parametrize("valence", [1, -1, 2])
@given(inside=concentrations, outside=concentrations, celsius=temperatures)
def test_a_flux_vanishes_at_its_nernst_potential(valence, inside, outside, celsius):
    v_mV = nernst_mV(valence, outside, inside, celsius)
    sides = {"inside_mM": inside, "outside_mM": outside, "temperature_C": celsius}
    one_way = ghk_flux_fmol_s(1.0, valence, v_mV, **(sides | {"outside_mM": 0.0}))
    assert abs(ghk_flux_fmol_s(1.0, valence, v_mV, **sides)) <= 1e-12 * max(one_way, inside * 1e-3)


@given(inside=concentrations, outside=concentrations, v_mV=st.floats(-150, 150))
def test_a_cation_leaves_when_v_is_above_its_equilibrium(inside, outside, v_mV):
    above = v_mV - nernst_mV(1, outside, inside, 37.0)
    flux = ghk_flux_fmol_s(1.0, 1, v_mV, inside_mM=inside, outside_mM=outside, temperature_C=37.0)
    if abs(above) > 1e-6:
        assert math.copysign(1.0, flux) == math.copysign(1.0, above)


@given(inside=concentrations, outside=concentrations, v_mV=st.floats(-150, 150))
def test_one_way_fluxes_stand_in_ussings_ratio(inside, outside, v_mV):
    out = ghk_flux_fmol_s(1.0, 1, v_mV, inside_mM=inside, outside_mM=0.0, temperature_C=37.0)
    back = -ghk_flux_fmol_s(1.0, 1, v_mV, inside_mM=0.0, outside_mM=outside, temperature_C=37.0)
    u = v_mV / nernst_mV(1, math.e, 1.0, 37.0)
    assert out / back == pytest.approx(inside * math.exp(u) / outside, rel=1e-10)


def test_a_flux_passes_smoothly_through_zero_volts():
    at = [
        ghk_flux_fmol_s(1.0, 1, v, inside_mM=10.0, outside_mM=4.0, temperature_C=37.0)
        for v in (-1e-6, 0.0, 1e-6)
    ]
    assert at[1] == pytest.approx(6e-3, rel=1e-12)
    assert at[0] < at[1] < at[2]


def test_an_ohmic_anion_flux_has_the_sign_of_its_charge():
    assert ohmic_flux_fmol_s(1.0, 1, -60.0, -90.0) == pytest.approx(30.0 / 96.4853, rel=1e-4)
    assert ohmic_flux_fmol_s(1.0, -1, -60.0, -90.0) == pytest.approx(-30.0 / 96.4853, rel=1e-4)


@pytest.mark.parametrize(
    ("refused", "reason"),
    [
        (lambda: nernst_mV(0, 1.0, 1.0, 37.0), "an uncharged particle has no potential"),
        (lambda: nernst_mV(1, 0.0, 1.0, 37.0), "ln 0"),
        (lambda: nernst_mV(1, 1.0, -1.0, 37.0), "a negative concentration"),
        (lambda: nernst_mV(1, 1.0, 1.0, -300.0), "below absolute zero"),
        (lambda: nernst_mV(1, math.nan, 1.0, 37.0), "not a number"),
        (lambda: ghk(0.0, 0.0, 0.0), "nothing permeates"),
        (lambda: ghk(-1.0, 1.0, 1.0), "a negative permeability"),
        (lambda: solute_potential_bar(1, -0.1, 20.0), "a negative concentration"),
        (lambda: solute_potential_bar(math.inf, 0.1, 20.0), "not finite"),
    ],
)
def test_quantities_that_cannot_be_are_refused(refused, reason):
    with pytest.raises(ValueError, match=r"must|at least"):
        refused()
