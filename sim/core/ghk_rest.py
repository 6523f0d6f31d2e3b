"""Inversion of a GHK cell: the leaks that balance its pump at a chosen resting state."""

import math
from dataclasses import dataclass

from sim.core.constants import thermal_voltage_mV
from sim.core.electrochemistry import ghk_flux_fmol_s
from sim.core.gates import resting_gates
from sim.core.parameters import defaults
from sim.core.pump import K_PER_CYCLE, NA_PER_CYCLE
from sim.core.rest import (
    FUEL,
    UNTOUCHED,
    Inside,
    Preset,
    impermeants,
    metabolism,
    pump_capacity_fmol_s,
    resting_state,
)

PASSIVE_CL_TO_K = 0.5
"""Cl- permeability per K+ permeability where Cl- is passive and cannot be solved for."""


@dataclass(frozen=True)
class Rest:
    """What is known of a GHK cell at rest.

    `bath_mM` is Na+, K+, Cl-. `cl_mM` None leaves Cl- passive, at its equilibrium.
    `cycles_fmol_s` is the pump's resting rate, `pump_share` its part of all ATP used.
    """

    name: str
    bath_mM: tuple[float, float, float]
    v_mV: float
    na_mM: float
    k_mM: float
    cl_mM: float | None
    volume_fL: float
    area_um2: float
    capacitance_pF: float
    cycles_fmol_s: float
    pump_share: float
    p_na_gated_um3_s: float = 0.0
    p_k_gated_um3_s: float = 0.0
    kcc2_fmol_s: float = 0.0
    water_permeability_cm_s: float = 2e-3
    temperature_C: float = 37.0


def invert(rest: Rest) -> Preset:
    """Return the cell whose steady state is `rest`.

    Raises ValueError when no such cell exists (a permeability would have to be negative, or
    the ions inside outnumber the solutes outside).
    """
    inside = _inside(rest)
    known = {**defaults(), **UNTOUCHED, **FUEL, **_constants(rest)}
    known |= impermeants(inside, known, rest.capacitance_pF)
    known |= metabolism(rest.cycles_fmol_s, rest.volume_fL, rest.pump_share)
    gates = resting_gates(rest.v_mV, hodgkin_huxley=False)
    known |= _leaks(rest, inside, gates)
    known["pump_max_fmol_s"] = pump_capacity_fmol_s(known, inside, rest.cycles_fmol_s)
    return Preset(rest.name, known, resting_state(inside, gates))


def _inside(rest: Rest) -> Inside:
    cl_mM = rest.cl_mM
    if cl_mM is None:
        cl_mM = rest.bath_mM[2] * math.exp(rest.v_mV / thermal_voltage_mV(rest.temperature_C))
    return Inside(rest.v_mV, rest.na_mM, rest.k_mM, cl_mM, rest.volume_fL)


def _constants(rest: Rest) -> dict[str, float]:
    bath_na_mM, bath_k_mM, bath_cl_mM = rest.bath_mM
    return {
        "temperature_C": rest.temperature_C,
        "bath_na_mM": bath_na_mM,
        "bath_k_mM": bath_k_mM,
        "bath_cl_mM": bath_cl_mM,
        "capacitance_pF": rest.capacitance_pF,
        "area_um2": rest.area_um2,
        "water_permeability_cm_s": rest.water_permeability_cm_s,
        "p_na_leak_um3_s": 0.0,
        "p_k_leak_um3_s": 0.0,
        "p_cl_leak_um3_s": 0.0,
        "p_na_gated_um3_s": rest.p_na_gated_um3_s,
        "p_k_gated_um3_s": rest.p_k_gated_um3_s,
        "kcc2_fmol_s": rest.kcc2_fmol_s,
        "q10_pump": 3.0,
        "q10_leak": 1.4,
        "q10_gate": 3.0,
        "q10_metabolism": 2.5,
    }


def _leaks(rest: Rest, inside: Inside, gates: tuple[float, float, float]) -> dict[str, float]:
    bath_na_mM, bath_k_mM, bath_cl_mM = rest.bath_mM
    m, h, n = gates
    kcc2 = rest.kcc2_fmol_s * math.log(inside.k_mM * inside.cl_mM / (bath_k_mM * bath_cl_mM))
    p_na = -NA_PER_CYCLE * rest.cycles_fmol_s / _unit_flux(rest, 1, inside.na_mM, bath_na_mM)
    p_k = (K_PER_CYCLE * rest.cycles_fmol_s - kcc2) / _unit_flux(rest, 1, inside.k_mM, bath_k_mM)
    p_k_leak = p_k - rest.p_k_gated_um3_s * n**2
    if rest.cl_mM is None:
        p_cl = PASSIVE_CL_TO_K * p_k_leak
    else:
        p_cl = -kcc2 / _unit_flux(rest, -1, inside.cl_mM, bath_cl_mM)
    leaks = {
        "p_na_leak_um3_s": p_na - rest.p_na_gated_um3_s * m**3 * h,
        "p_k_leak_um3_s": p_k_leak,
        "p_cl_leak_um3_s": p_cl,
    }
    for name, permeability in leaks.items():
        if not permeability >= 0:
            raise ValueError(f"{rest.name}: this rest would need a negative {name}")
    return leaks


def _unit_flux(rest: Rest, valence: int, inside_mM: float, outside_mM: float) -> float:
    return ghk_flux_fmol_s(
        1.0,
        valence,
        rest.v_mV,
        inside_mM=inside_mM,
        outside_mM=outside_mM,
        temperature_C=rest.temperature_C,
    )
