"""The squid giant axon of Hodgkin & Huxley 1952, with pump and moving ions.

The published leak is split over Na+ and Cl- and balanced by the pump so that at the resting
concentrations the membrane current is Hodgkin and Huxley's exactly, at every voltage, while
every ion is in balance at rest. Geometry enters only through volume per area, r/2: the preset
is a patch of membrane of fixed area with its share of the axoplasm.
"""

import math

from sim.core.constants import FARADAY_C_PER_MMOL, thermal_voltage_mV
from sim.core.gates import resting_gates
from sim.core.parameters import defaults
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

TEMPERATURE_C = 6.3
G_NA, G_K, G_LEAK = 120.0, 36.0, 0.3  # mS/cm²
E_NA_MV, E_K_MV, E_LEAK_MV = 50.0, -77.0, -54.387
BATH_NA_MM, BATH_CL_MM, K_IN_MM = 440.0, 560.0, 400.0

PATCH_UM2 = 1500.0
PF_PER_UM2 = 0.01  # 1 µF/cm²
NS_PER_MS_CM2 = 0.01 * PATCH_UM2  # conductance of the patch in nS, per mS/cm²
PA_PER_UA_CM2 = 0.01 * PATCH_UM2  # current of the patch in pA, per µA/cm²
PUMP_SHARE = 0.3


def squid_axon(radius_um: float) -> Preset:
    """Return the resting axon of a given radius (238 µm is a giant axon, 0.5 µm a thin fibre)."""
    v_mV = hh_rest_mV()
    gates = resting_gates(v_mV, hodgkin_huxley=True)
    known = {**defaults(), **UNTOUCHED, **FUEL, **_constants()}
    cycles_uA_cm2, known["g_na_leak_nS"], known["g_cl_leak_nS"] = _split_leak(v_mV, gates)
    inside = _inside(v_mV, radius_um)
    cycles_fmol_s = cycles_uA_cm2 * PA_PER_UA_CM2 / FARADAY_C_PER_MMOL
    known |= impermeants(inside, known, known["capacitance_pF"])
    known |= metabolism(cycles_fmol_s, inside.volume_fL, PUMP_SHARE)
    known["pump_max_fmol_s"] = pump_capacity_fmol_s(known, inside, cycles_fmol_s)
    return Preset("squid_axon", known, resting_state(inside, gates))


def hh_current_uA_cm2(v_mV: float, m: float, h: float, n: float) -> float:
    """Return Hodgkin and Huxley's ionic current, outward positive, in µA/cm²."""
    return (
        G_NA * m**3 * h * (v_mV - E_NA_MV)
        + G_K * n**4 * (v_mV - E_K_MV)
        + G_LEAK * (v_mV - E_LEAK_MV)
    )


def hh_rest_mV() -> float:
    """Return the potential at which Hodgkin and Huxley's steady current is 0, about −65 mV."""
    low, high = -66.0, -64.0
    while low < (middle := 0.5 * (low + high)) < high:
        if hh_current_uA_cm2(middle, *resting_gates(middle, hodgkin_huxley=True)) < 0:
            low = middle
        else:
            high = middle
    return high


def _split_leak(v_mV: float, gates: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return the pump current (µA/cm²) and the Na+ and Cl- leaks of the patch (nS).

    K+ leaves by its gated channels only, at twice the pump's rate, Na+ enters at three times.
    """
    m, h, n = gates
    pump = 0.5 * G_K * n**4 * (v_mV - E_K_MV)
    g_na_leak = 3.0 * pump / (E_NA_MV - v_mV) - G_NA * m**3 * h
    return pump, g_na_leak * NS_PER_MS_CM2, (G_LEAK - g_na_leak) * NS_PER_MS_CM2


def _inside(v_mV: float, radius_um: float) -> Inside:
    rt_f = thermal_voltage_mV(TEMPERATURE_C)
    return Inside(
        v_mV=v_mV,
        na_mM=BATH_NA_MM * math.exp(-E_NA_MV / rt_f),
        k_mM=K_IN_MM,
        cl_mM=BATH_CL_MM * math.exp(v_mV / rt_f),
        volume_fL=PATCH_UM2 * radius_um / 2.0,
    )


def _constants() -> dict[str, float]:
    rt_f = thermal_voltage_mV(TEMPERATURE_C)
    absent = ("p_na_leak", "p_k_leak", "p_cl_leak", "p_na_gated", "p_k_gated")
    return {f"{path}_um3_s": 0.0 for path in absent} | {
        "temperature_C": TEMPERATURE_C,
        "reference_temperature_C": TEMPERATURE_C,
        "ohmic": 1.0,
        "bath_na_mM": BATH_NA_MM,
        "bath_k_mM": K_IN_MM * math.exp(E_K_MV / rt_f),
        "bath_cl_mM": BATH_CL_MM,
        "capacitance_pF": PATCH_UM2 * PF_PER_UM2,
        "area_um2": PATCH_UM2,
        "water_permeability_cm_s": 0.0,  # Hodgkin and Huxley's axon keeps its volume
        "kcc2_fmol_s": 0.0,
        "g_na_gated_nS": G_NA * NS_PER_MS_CM2,
        "g_k_gated_nS": G_K * NS_PER_MS_CM2,
        "g_k_leak_nS": 0.0,
        "q10_pump": 3.0,
        "q10_leak": 1.0,  # Hodgkin and Huxley let temperature act on the rates only
        "q10_gate": 3.0,
        "q10_metabolism": 2.5,
    }
