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
from sim.core.pump import outside_binding

GRAMICIDIN_K_TO_NA = 3.9
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
    pump_law: int
    pump_fmol_s: float
    pump_binding: float
    k_na_mM: float
    k_atp_mM: float
    atp_made_mM_s: float
    atp_other_mM_s: float
    k_adp_mM: float
    atp_total_mM: float
    stimulus_fmol_s: float
    gates_per_s: float
    is_hodgkin_huxley: bool
    is_ohmic: bool
    g_na: float
    g_na_gated: float
    g_k: float
    g_k_gated: float
    g_cl: float
    na_locked: float
    na_gating: float
    k_gating: float
    is_fixed: bool
    area_exponent: float
    area_volume_fL: float
    total_na_fmol: float
    total_k_fmol: float
    total_cl_fmol: float
    outside_solute_fmol: float
    total_water_fL: float


class Shared(NamedTuple):
    """What a cell and a closed space around it hold together; all 0 in a bath without end.

    `solute_fmol` is what cannot enter: sucrose, and the unlisted ions that balance the charge.
    """

    na_fmol: float = 0.0
    k_fmol: float = 0.0
    cl_fmol: float = 0.0
    solute_fmol: float = 0.0
    water_fL: float = 0.0


UNBOUNDED = Shared()


def cell_of(p: Values, shared: Shared = UNBOUNDED) -> Cell:
    """Return the constants of the cell with parameters `p` (a value for every parameter).

    g_* are conductances divided by F, in fmol/(s·mV). A bath lists Na+, K+ and Cl-; the
    charge they leave over is carried by impermeant monovalent ions, which count as solute.
    `pump_fmol_s` is the capacity at the bath's concentrations, `pump_binding` their share in it.
    """
    warmth = (p["temperature_C"] - p["reference_temperature_C"]) / 10.0
    leak_factor = p["q10_leak"] ** warmth
    pump_factor, metabolism_factor = p["q10_pump"] ** warmth, p["q10_metabolism"] ** warmth
    na_out, k_out, cl_out = (max(p[f"bath_{ion}_mM"], TRACE_MM) for ion in ("na", "k", "cl"))
    pump_law = round(p["pump_law"])
    pump_binding = outside_binding(pump_law, na_out, k_out)
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
        pump_law=pump_law,
        pump_fmol_s=pump_binding * (1.0 - p["ouabain"]) * p["pump_max_fmol_s"] * pump_factor,
        pump_binding=pump_binding,
        k_na_mM=p["pump_na_mM"],
        k_atp_mM=p["k_atp_mM"],
        atp_made_mM_s=metabolism_factor
        * (p["oxygen"] * p["v_ox_mM_s"] + p["glycolysis"] * p["v_gly_mM_s"]),
        atp_other_mM_s=metabolism_factor * p["v_other_mM_s"],
        k_adp_mM=p["k_adp_mM"],
        atp_total_mM=p["atp_total_mM"],
        stimulus_fmol_s=p["stimulus_pA"] / FARADAY_C_PER_MMOL,
        gates_per_s=1000.0 * p["q10_gate"] ** warmth,
        is_hodgkin_huxley=p["ohmic"] > 0.5,
        is_ohmic=max(p["ohmic"], p["flux_law"]) > 0.5,
        is_fixed=p["area_exponent"] == 0.0 and shared.water_fL == 0.0,
        area_exponent=p["area_exponent"],
        area_volume_fL=p["area_volume_fL"],
        total_na_fmol=shared.na_fmol,
        total_k_fmol=shared.k_fmol,
        total_cl_fmol=shared.cl_fmol,
        outside_solute_fmol=shared.solute_fmol,
        total_water_fL=shared.water_fL,
        **_pathways(p, leak_factor),
    )


def shared_with_outside(
    p: Values, na_fmol: float, k_fmol: float, cl_fmol: float, volume_fL: float
) -> Shared:
    """Return what a cell that holds these amounts shares with a closed space of fresh bath."""
    outside_fL = p["outside_volume_fL"]
    if outside_fL == 0.0:
        return UNBOUNDED
    fmol_per_mM = outside_fL / MM_PER_FMOL_FL
    ions_mM = p["bath_na_mM"] + p["bath_k_mM"] + p["bath_cl_mM"]
    return Shared(
        na_fmol=na_fmol + fmol_per_mM * p["bath_na_mM"],
        k_fmol=k_fmol + fmol_per_mM * p["bath_k_mM"],
        cl_fmol=cl_fmol + fmol_per_mM * p["bath_cl_mM"],
        solute_fmol=fmol_per_mM * (bath_osmolarity_mM(p) - ions_mM),
        water_fL=volume_fL + outside_fL,
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
    cell: Cell, v_mV: float, na_fmol: float, k_fmol: float, cl_fmol: float, *, area: float = 1.0
) -> float:
    """Return V − F·Σzn/C in mV: 0 when the membrane's charge is exactly the cell's net charge.

    `area` is the membrane's, in units of the area that `capacitance_pF` is for; the result is
    the potential that the surplus of charge would give that area.
    """
    return area * v_mV - cell.mV_per_fmol * (na_fmol + k_fmol - cl_fmol + cell.fixed_charge_fmol)


def concentration_mM(amount_fmol: float, volume_fL: float) -> float:
    """Return an amount's concentration in mM."""
    return MM_PER_FMOL_FL * amount_fmol / volume_fL
