"""The constants of one cell in one bath, ready for the equations.

Between two events nothing but the state changes; everything the parameters decide (drugs,
temperature factors, unit conversions) is worked out once, here.
"""

from typing import NamedTuple

from sim.core.constants import (
    FARADAY_C_PER_MMOL,
    MM_PER_FMOL_FL,
    MV_PF_PER_FMOL,
    TRACE_MM,
    thermal_voltage_mV,
)
from sim.core.parameters import Values

GRAMICIDIN_K_TO_NA = 3.9
PUMP_K_HALF_MM = 0.1
PUMP_NA_COMPETITION_MM = 18.0
WATER_FL_PER_S_PER_MM = 1.8e-5 * 1e4
"""µm³/s of water per µm² of membrane, per cm/s of permeability, per mM of difference.

The molar volume of water, 0.018 L/mol = 1.8e-5 per mM, times 1e4 µm/cm."""


class Cell(NamedTuple):
    """Constants of the equations; permeabilities and rates carry their drugs and Q10s."""

    thermal_mV: float
    na_out_mM: float
    k_out_mM: float
    cl_out_mM: float
    osmolarity_out_mM: float
    mV_per_fmol: float
    impermeant_fmol: float
    fixed_charge_fmol: float
    water_fL_s_mM: float
    p_na: float
    p_na_gated: float
    p_k: float
    p_k_gated: float
    p_cl: float
    kcc2_fmol_s: float
    pump_fmol_s: float
    k_atp_mM: float
    atp_made_mM_s: float
    atp_other_mM_s: float
    k_adp_mM: float
    atp_total_mM: float
    stimulus_fmol_s: float
    gates_per_s: float
    is_ohmic: bool
    g_na: float
    g_na_gated: float
    g_k: float
    g_k_gated: float
    g_cl: float
    na_locked: float
    na_gating: float
    k_gating: float


def cell_of(p: Values) -> Cell:
    """Return the constants of the cell with parameters `p` (a value for every parameter).

    g_* are conductances divided by F, in fmol/(s·mV). A bath lists Na+, K+ and Cl-; the
    charge they leave over is carried by impermeant monovalent ions, which count as solute.
    """
    warmth = (p["temperature_C"] - p["reference_temperature_C"]) / 10.0
    leak_factor = p["q10_leak"] ** warmth
    metabolism_factor = p["q10_metabolism"] ** warmth
    na_out, k_out = max(p["bath_na_mM"], TRACE_MM), max(p["bath_k_mM"], TRACE_MM)
    cl_out = max(p["bath_cl_mM"], TRACE_MM)
    return Cell(
        thermal_mV=thermal_voltage_mV(p["temperature_C"]),
        na_out_mM=na_out,
        k_out_mM=k_out,
        cl_out_mM=cl_out,
        osmolarity_out_mM=bath_osmolarity_mM(p),
        mV_per_fmol=MV_PF_PER_FMOL / p["capacitance_pF"],
        impermeant_fmol=p["impermeant_fmol"],
        fixed_charge_fmol=p["impermeant_fmol"] * p["impermeant_valence"],
        water_fL_s_mM=p["water_permeability_cm_s"] * p["area_um2"] * WATER_FL_PER_S_PER_MM,
        kcc2_fmol_s=leak_factor * p["kcc2_fmol_s"],
        pump_fmol_s=(1.0 - p["ouabain"])
        * p["pump_max_fmol_s"]
        * p["q10_pump"] ** warmth
        * (k_out / (k_out + PUMP_K_HALF_MM * (1.0 + na_out / PUMP_NA_COMPETITION_MM))) ** 2,
        k_atp_mM=p["k_atp_mM"],
        atp_made_mM_s=metabolism_factor
        * (p["oxygen"] * p["v_ox_mM_s"] + p["glycolysis"] * p["v_gly_mM_s"]),
        atp_other_mM_s=metabolism_factor * p["v_other_mM_s"],
        k_adp_mM=p["k_adp_mM"],
        atp_total_mM=p["atp_total_mM"],
        stimulus_fmol_s=p["stimulus_pA"] / FARADAY_C_PER_MMOL,
        gates_per_s=1000.0 * p["q10_gate"] ** warmth,
        is_ohmic=p["ohmic"] > 0.5,
        **_pathways(p, leak_factor),
    )


def _pathways(p: Values, leak_factor: float) -> dict[str, float]:
    """Return permeabilities, conductances and what the poisons leave of the channels."""
    na_locked = (1.0 - p["ttx"]) * p["locked_open"]
    na_gating = (1.0 - p["ttx"]) * (1.0 - p["locked_open"])
    k_gating = 1.0 - p["tea"]
    k_leak = 1.0 - p["k_leak_block"]
    holes, synapses = p["p_gramicidin_um3_s"], p["p_synaptic_um3_s"]
    na_leak_um3_s = p["p_na_leak_um3_s"] + p["p_na_gated_um3_s"] * na_locked
    k_leak_um3_s = leak_factor * p["p_k_leak_um3_s"] * k_leak
    siemens = leak_factor / FARADAY_C_PER_MMOL
    return {
        "p_na": leak_factor * na_leak_um3_s + holes + synapses,
        "p_na_gated": leak_factor * p["p_na_gated_um3_s"] * na_gating,
        "p_k": k_leak_um3_s + GRAMICIDIN_K_TO_NA * holes + synapses,
        "p_k_gated": leak_factor * p["p_k_gated_um3_s"] * k_gating,
        "p_cl": leak_factor * p["p_cl_leak_um3_s"],
        "g_na": siemens * (p["g_na_leak_nS"] + p["g_na_gated_nS"] * na_locked),
        "g_na_gated": siemens * p["g_na_gated_nS"] * na_gating,
        "g_k": siemens * p["g_k_leak_nS"] * k_leak,
        "g_k_gated": siemens * p["g_k_gated_nS"] * k_gating,
        "g_cl": siemens * p["g_cl_leak_nS"],
        "na_locked": na_locked,
        "na_gating": na_gating,
        "k_gating": k_gating,
    }


def bath_osmolarity_mM(p: Values) -> float:
    """Return the osmolarity of the bath in mM, its unlisted counter-ions included."""
    na_out, k_out, cl_out = p["bath_na_mM"], p["bath_k_mM"], p["bath_cl_mM"]
    return na_out + k_out + cl_out + abs(na_out + k_out - cl_out) + p["bath_sucrose_mM"]


def charge_imbalance_mV(
    cell: Cell, v_mV: float, na_fmol: float, k_fmol: float, cl_fmol: float
) -> float:
    """Return V − F·Σzn/C in mV: 0 when the membrane's charge is exactly the cell's net charge."""
    return v_mV - cell.mV_per_fmol * (na_fmol + k_fmol - cl_fmol + cell.fixed_charge_fmol)


def concentration_mM(amount_fmol: float, volume_fL: float) -> float:
    """Return an amount's concentration in mM."""
    return MM_PER_FMOL_FL * amount_fmol / volume_fL
