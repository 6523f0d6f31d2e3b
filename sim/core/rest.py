"""What every resting cell shares, and the inversion of its metabolism and charge.

Inversion: choose the resting state, solve for what holds it there. Target concentrations,
potential and pump rate decide the impermeant charge, the leaks, the pump's capacity and the
metabolism, so every preset starts at an exact steady state.
"""

from dataclasses import dataclass

from sim.core.cell import bath_osmolarity_mM, cell_of
from sim.core.constants import MM_PER_FMOL_FL, MV_PF_PER_FMOL
from sim.core.metabolism import OTHER_USE_HALF_MM
from sim.core.parameters import Values
from sim.core.pump import pump_cycles

UNTOUCHED = {
    "bath_sucrose_mM": 0.0,
    "ouabain": 0.0,
    "oxygen": 1.0,
    "glycolysis": 1.0,
    "ttx": 0.0,
    "locked_open": 0.0,
    "tea": 0.0,
    "k_leak_block": 0.0,
    "p_gramicidin_um3_s": 0.0,
    "p_synaptic_um3_s": 0.0,
    "stimulus_pA": 0.0,
}
"""No drug, full metabolism, no stimulus."""

FUEL = {"k_adp_mM": 0.3, "k_atp_mM": 0.3, "atp_total_mM": 3.3}
ATP_AT_REST_MM = 3.0
GLYCOLYSIS_SHARE = 0.1


@dataclass(frozen=True)
class Preset:
    """A resting cell: `parameters` has a value for every parameter, `initial` for every state."""

    name: str
    parameters: Values
    initial: Values


@dataclass(frozen=True)
class Inside:
    """The target of an inversion: potential, concentrations and volume at rest."""

    v_mV: float
    na_mM: float
    k_mM: float
    cl_mM: float
    volume_fL: float

    def amount_fmol(self, concentration_mM: float) -> float:
        """Return the amount that gives the whole cell this concentration."""
        return concentration_mM * self.volume_fL / MM_PER_FMOL_FL


def impermeants(inside: Inside, bath: Values, capacitance_pF: float) -> dict[str, float]:
    """Return the impermeant amount that balances osmosis, and the valence that balances charge."""
    ions_mM = inside.na_mM + inside.k_mM + inside.cl_mM
    amount = inside.amount_fmol(bath_osmolarity_mM(bath) - ions_mM)
    if amount <= 0:
        raise ValueError("the ions inside already outnumber the solutes outside")
    net_charge_fmol = capacitance_pF * inside.v_mV / MV_PF_PER_FMOL
    permeant = inside.amount_fmol(inside.na_mM + inside.k_mM - inside.cl_mM)
    return {
        "impermeant_fmol": amount,
        "impermeant_valence": (net_charge_fmol - permeant) / amount,
    }


def metabolism(cycles_fmol_s: float, volume_fL: float, pump_share: float) -> dict[str, float]:
    """Return the ATP turnover that keeps ATP steady when the pump takes `pump_share` of it.

    Resting ADP is half-saturating, so the capacity to make ATP is twice the resting use.
    """
    pump_mM_s = MM_PER_FMOL_FL * cycles_fmol_s / volume_fL
    used_mM_s = pump_mM_s / pump_share
    adp_mM = FUEL["atp_total_mM"] - ATP_AT_REST_MM
    capacity = used_mM_s * (adp_mM + FUEL["k_adp_mM"]) / adp_mM
    other_saturation = ATP_AT_REST_MM / (ATP_AT_REST_MM + OTHER_USE_HALF_MM)
    return {
        "v_ox_mM_s": capacity * (1.0 - GLYCOLYSIS_SHARE),
        "v_gly_mM_s": capacity * GLYCOLYSIS_SHARE,
        "v_other_mM_s": (used_mM_s - pump_mM_s) / other_saturation,
    }


def pump_capacity_fmol_s(parameters: Values, inside: Inside, cycles_fmol_s: float) -> float:
    """Return the J_max at which the resting pump runs `cycles_fmol_s`."""
    unit = cell_of({**parameters, "pump_max_fmol_s": 1.0})
    per_unit = pump_cycles(
        unit.pump_law,
        unit.pump_fmol_s,
        unit.k_na_mM,
        unit.k_atp_mM,
        inside.na_mM,
        inside.k_mM,
        ATP_AT_REST_MM,
    )
    return cycles_fmol_s / per_unit


def resting_state(inside: Inside, gates: tuple[float, float, float]) -> dict[str, float]:
    """Return the state of a cell at rest, by name."""
    return {
        "v_mV": inside.v_mV,
        "na_fmol": inside.amount_fmol(inside.na_mM),
        "k_fmol": inside.amount_fmol(inside.k_mM),
        "cl_fmol": inside.amount_fmol(inside.cl_mM),
        "volume_fL": inside.volume_fL,
        "m": gates[0],
        "h": gates[1],
        "n": gates[2],
        "atp_mM": ATP_AT_REST_MM,
    }
