"""Closed forms of membrane electrochemistry and of osmosis: pure functions of plain numbers.

Every function raises `ValueError` for a quantity that cannot be (a negative concentration, a
temperature below absolute zero, a number that is not finite).
"""

import math

from sim.core.constants import (
    FARADAY_C_PER_MMOL,
    KELVIN_AT_0_C,
    thermal_voltage_mV,
)

AP_GAS_CONSTANT_L_BAR_PER_MOL_K = 0.0831
AP_KELVIN_AT_0_C = 273.0


def nernst_mV(valence: float, outside_mM: float, inside_mM: float, temperature_C: float) -> float:
    """Return the equilibrium (Nernst) potential of an ion in mV, inside relative to outside.

    E = RT/(zF)·ln(c_out/c_in). Concentrations in mM, above 0; `valence` not 0.
    Source: Hille, Ion Channels of Excitable Membranes, ch. 1.
    """
    if not math.isfinite(valence) or valence == 0:
        raise ValueError("valence must be a finite number other than 0")
    _require_positive(outside_mM=outside_mM, inside_mM=inside_mM)
    ratio = math.log(outside_mM) - math.log(inside_mM)
    return _thermal_mV(temperature_C) / valence * ratio


def ghk_voltage_mV(
    p_k: float,
    p_na: float,
    p_cl: float,
    *,
    k_out_mM: float,
    k_in_mM: float,
    na_out_mM: float,
    na_in_mM: float,
    cl_out_mM: float,
    cl_in_mM: float,
    temperature_C: float,
) -> float:
    """Return the Goldman–Hodgkin–Katz voltage in mV: zero net current of K+, Na+ and Cl-.

    Permeabilities in any one unit (only their ratios matter), not negative, not all 0;
    concentrations in mM. Cl-, an anion, counts with inside and outside exchanged.
    Source: Goldman 1943; Hodgkin & Katz 1949.
    """
    _require_not_negative(p_k=p_k, p_na=p_na, p_cl=p_cl, k_out_mM=k_out_mM, k_in_mM=k_in_mM)
    _require_not_negative(na_out_mM=na_out_mM, na_in_mM=na_in_mM)
    _require_not_negative(cl_out_mM=cl_out_mM, cl_in_mM=cl_in_mM)
    inward = p_k * k_out_mM + p_na * na_out_mM + p_cl * cl_in_mM
    outward = p_k * k_in_mM + p_na * na_in_mM + p_cl * cl_out_mM
    if inward <= 0 or outward <= 0:
        raise ValueError("at least one permeant ion must be present on each side")
    return _thermal_mV(temperature_C) * (math.log(inward) - math.log(outward))


def solute_potential_bar(ionization: float, molar: float, temperature_C: float) -> float:
    """Return the solute potential Ψs = −iCRT in bar (0 or negative).

    `ionization` i is the particles per formula unit (1 for sucrose, 2 for NaCl), `molar` C in
    mol/L. R = 0.0831 L·bar/(mol·K) and T = °C + 273, as printed on the AP Biology equation
    sheet, so that the result is the one a student gets by hand (exact constants differ by
    0.1 %).
    """
    _require_not_negative(ionization=ionization, molar=molar)
    _thermal_mV(temperature_C)
    kelvin = temperature_C + AP_KELVIN_AT_0_C
    return 0.0 - ionization * molar * AP_GAS_CONSTANT_L_BAR_PER_MOL_K * kelvin


def bernoulli(x: float) -> float:
    """Return x/(eˣ − 1), with its limit 1 at x = 0 (no 0/0, no overflow)."""
    if abs(x) < 1e-8:
        return 1.0 - 0.5 * x
    return x / math.expm1(x) if x < 700.0 else 0.0


def ghk_flux_fmol_s(
    permeability_um3_s: float,
    valence: int,
    v_mV: float,
    *,
    inside_mM: float,
    outside_mM: float,
    temperature_C: float,
) -> float:
    """Return the outward flux of one ion in fmol/s through an electrodiffusive path.

    J = P·10⁻³·[c_in·B(−zu) − c_out·B(zu)] with u = FV/RT and B(x) = x/(eˣ−1): Goldman's
    constant-field flux, written so that V = 0 needs no special case. It vanishes at the Nernst
    potential, and its one-way fluxes stand as c_in·e^{zu} : c_out (Ussing 1949).
    `permeability_um3_s` is the whole cell's, in µm³/s; concentrations in mM.
    """
    _require_not_negative(permeability_um3_s=permeability_um3_s)
    _require_not_negative(inside_mM=inside_mM, outside_mM=outside_mM)
    zu = valence * v_mV / _thermal_mV(temperature_C)
    return permeability_um3_s * 1e-3 * (inside_mM * bernoulli(-zu) - outside_mM * bernoulli(zu))


def ohmic_flux_fmol_s(
    conductance_nS: float, valence: int, v_mV: float, equilibrium_mV: float
) -> float:
    """Return the outward flux of one ion in fmol/s through an ohmic path, J = g(V − E)/(zF)."""
    _require_not_negative(conductance_nS=conductance_nS)
    return conductance_nS * (v_mV - equilibrium_mV) / (valence * FARADAY_C_PER_MMOL)


def _thermal_mV(temperature_C: float) -> float:
    if not math.isfinite(temperature_C) or temperature_C <= -KELVIN_AT_0_C:
        raise ValueError("temperature_C must be a finite number above -273.15")
    return thermal_voltage_mV(temperature_C)


def _require_positive(**quantities: float) -> None:
    for name, quantity in quantities.items():
        if not math.isfinite(quantity) or quantity <= 0:
            raise ValueError(f"{name} must be a finite number above 0")


def _require_not_negative(**quantities: float) -> None:
    for name, quantity in quantities.items():
        if not math.isfinite(quantity) or quantity < 0:
            raise ValueError(f"{name} must be a finite number, 0 or more")
