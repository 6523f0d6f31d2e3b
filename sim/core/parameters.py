"""Every quantity of the model: its name, symbol, unit, admitted range, default and source.

`PARAMETERS` are what a run may set at the start or by an event, `STATES` what it integrates.
A set of values is a plain mapping from name to float; `vector` and `named` turn it into the
arrays the compiled equations use. Sources: a paper where the number or law is a paper's,
"textbook" where it is an order of magnitude of general knowledge.
"""

from collections.abc import Mapping
from dataclasses import dataclass

OHMIC = 1.0
GHK = 0.0
FLUX_LAWS = ("ghk", "ohmic")
PUMP_LAWS = ("saturable", "constant", "linear", "cubic", "sigmoid")

FRACTION = (0.0, 1.0)
PERMEABILITY = (0.0, 1e7)
CONDUCTANCE = (0.0, 1e7)


@dataclass(frozen=True)
class Quantity:
    """One number of the model.

    `symbol` is the one of docs/model.md; `low` and `high` the admitted range, ends included;
    `default` is None when a run without a preset must give the number. A quantity with `codes`
    is a choice: one of these names, or its place among them.
    """

    name: str
    symbol: str
    unit: str
    low: float
    high: float
    meaning: str
    source: str
    default: float | None = None
    codes: tuple[str, ...] = ()


DIJKSTRA = "Dijkstra et al. 2016 J Neurosci 36:11881"
HH = "Hodgkin & Huxley 1952"
INVERTED = "solved from the resting state"
TEXTBOOK = "order of magnitude, textbook"
DEFINITION = "definition"
LAW = "see the laws"

BATH = (
    Quantity("temperature_C", "T", "°C", 0, 60, "temperature", DEFINITION),
    Quantity("bath_na_mM", "Na_o", "mM", 0, 3000, "Na+ outside", TEXTBOOK),
    Quantity("bath_k_mM", "K_o", "mM", 0, 3000, "K+ outside", TEXTBOOK),
    Quantity("bath_cl_mM", "Cl_o", "mM", 0, 3000, "Cl- outside", TEXTBOOK),
    Quantity("bath_sucrose_mM", "S_o", "mM", 0, 3000, "impermeant solute outside", DEFINITION),
)

CELL = (
    Quantity("capacitance_pF", "C", "pF", 1e-3, 1e7, "membrane capacitance", "1 µF/cm², textbook"),
    Quantity("impermeant_fmol", "N_A", "fmol", 0, 1e9, "impermeant anions inside", INVERTED),
    Quantity("impermeant_valence", "z_A", "", -50, 50, "their mean charge", INVERTED),
    Quantity("area_um2", "Area", "µm²", 1e-3, 1e9, "membrane area", DIJKSTRA),
    Quantity("water_permeability_cm_s", "Pf", "cm/s", 0, 1, "water permeability", TEXTBOOK),
)

LEAKS = (
    Quantity("p_na_leak_um3_s", "P_NaL", "µm³/s", *PERMEABILITY, "Na+ leak", INVERTED),
    Quantity("p_k_leak_um3_s", "P_KL", "µm³/s", *PERMEABILITY, "K+ leak", INVERTED),
    Quantity("p_cl_leak_um3_s", "P_ClL", "µm³/s", *PERMEABILITY, "Cl- leak", INVERTED),
    Quantity("p_na_gated_um3_s", "P_NaG", "µm³/s", *PERMEABILITY, "gated Na+ channels", DIJKSTRA),
    Quantity("p_k_gated_um3_s", "P_KG", "µm³/s", *PERMEABILITY, "gated K+ channels", DIJKSTRA),
    Quantity("kcc2_fmol_s", "U", "fmol/s", 0, 1e6, "K+/Cl- cotransport", DIJKSTRA),
)

PUMP = (
    Quantity("pump_max_fmol_s", "J_max", "fmol/s", 0, 1e7, "pump cycles at saturation", INVERTED),
    Quantity("ouabain", "ouab", "", *FRACTION, "fraction of pumps blocked", DEFINITION),
    Quantity("k_atp_mM", "K_ATP", "mM", 1e-9, 100, "ATP at half-maximal pumping", TEXTBOOK),
)

METABOLISM = (
    Quantity("oxygen", "fox", "", *FRACTION, "fraction of respiration left", DEFINITION),
    Quantity("glycolysis", "fgly", "", *FRACTION, "fraction of glycolysis left", DEFINITION),
    Quantity("v_ox_mM_s", "V_ox", "mM/s", 0, 1e4, "capacity of respiration", INVERTED),
    Quantity("v_gly_mM_s", "V_gly", "mM/s", 0, 1e4, "capacity of glycolysis", INVERTED),
    Quantity("v_other_mM_s", "V_oth", "mM/s", 0, 1e4, "all other use of ATP", INVERTED),
    Quantity("k_adp_mM", "K_ADP", "mM", 1e-9, 100, "ADP at half-maximal making", TEXTBOOK),
    Quantity("atp_total_mM", "A_T", "mM", 0, 100, "ATP + ADP", TEXTBOOK),
)

DRUGS = (
    Quantity("ttx", "ttx", "", *FRACTION, "fraction of gated Na+ channels blocked", DEFINITION),
    Quantity("locked_open", "lock", "", *FRACTION, "fraction of them locked open", DEFINITION),
    Quantity("tea", "tea", "", *FRACTION, "fraction of gated K+ channels blocked", DEFINITION),
    Quantity("k_leak_block", "kblk", "", *FRACTION, "fraction of K+ leak blocked", DEFINITION),
    Quantity(
        "p_gramicidin_um3_s",
        "P_gram",
        "µm³/s",
        *PERMEABILITY,
        "added pores: Na+, and 3.9 times as much for K+",
        TEXTBOOK,
    ),
    Quantity("p_synaptic_um3_s", "P_syn", "µm³/s", *PERMEABILITY, "Na+ = K+ input", DEFINITION),
    Quantity("stimulus_pA", "I_stim", "pA", -1e7, 1e7, "current injected as K+", DEFINITION),
)

Q10S = (
    Quantity("q10_pump", "", "", 0.1, 20, "pump, per 10 °C", TEXTBOOK),
    Quantity("q10_leak", "", "", 0.1, 20, "channels and KCC2, per 10 °C", TEXTBOOK),
    Quantity("q10_gate", "", "", 0.1, 20, "gating, per 10 °C", HH),
    Quantity("q10_metabolism", "", "", 0.1, 20, "ATP turnover, per 10 °C", TEXTBOOK),
)

# What only the ohmic (Hodgkin–Huxley) law needs; a GHK cell may leave these out.
OHMIC_LAW = (
    Quantity("ohmic", "", "", 0, 1, "1: HH 1952 gates and ohmic channels; 0: GHK", HH, GHK),
    Quantity("reference_temperature_C", "T_ref", "°C", 0, 60, "where Q10s are 1", DEFINITION, 37.0),
    Quantity("g_na_gated_nS", "g_Na", "nS", *CONDUCTANCE, "gated Na+ channels", HH, 0.0),
    Quantity("g_k_gated_nS", "g_K", "nS", *CONDUCTANCE, "gated K+ channels", HH, 0.0),
    Quantity("g_na_leak_nS", "g_NaL", "nS", *CONDUCTANCE, "Na+ part of the leak", INVERTED, 0.0),
    Quantity("g_k_leak_nS", "g_KL", "nS", *CONDUCTANCE, "K+ part of the leak", INVERTED, 0.0),
    Quantity("g_cl_leak_nS", "g_Cl", "nS", *CONDUCTANCE, "Cl- part of the leak", INVERTED, 0.0),
)

# Other laws and other shapes than those of the presets, for the models of other people.
LAWS = (
    Quantity("flux_law", "", "", 0, 1, "ohmic: conductances count too", DEFINITION, GHK, FLUX_LAWS),
    Quantity("pump_law", "", "", 0, 4, "how the pump depends on ions", LAW, 0.0, PUMP_LAWS),
    Quantity("pump_na_mM", "K_Na", "mM", 1e-6, 1e6, "Na+ scale of linear, sigmoid", LAW, 10.0),
)
SHAPE = (
    Quantity("area_exponent", "", "", 0, 1, "area grows as volume to this power", DEFINITION, 0.0),
    Quantity("area_volume_fL", "W_A", "fL", 0, 1e10, "volume the area is for", DEFINITION, 0.0),
    Quantity("outside_volume_fL", "W_o", "fL", 0, 1e12, "closed space outside", DEFINITION, 0.0),
)

PARAMETERS = BATH + CELL + LEAKS + PUMP + METABOLISM + DRUGS + Q10S + OHMIC_LAW + LAWS + SHAPE
PARAMETER = {quantity.name: quantity for quantity in PARAMETERS}

STATES = (
    Quantity("v_mV", "V", "mV", -1000, 1000, "membrane potential", DEFINITION),
    Quantity("na_fmol", "n_Na", "fmol", 0, 1e9, "Na+ inside", DEFINITION),
    Quantity("k_fmol", "n_K", "fmol", 0, 1e9, "K+ inside", DEFINITION),
    Quantity("cl_fmol", "n_Cl", "fmol", 0, 1e9, "Cl- inside", DEFINITION),
    Quantity("volume_fL", "W", "fL", 1e-4, 1e10, "cell water", DEFINITION),
    Quantity("m", "m", "", *FRACTION, "Na+ activation gate", HH),
    Quantity("h", "h", "", *FRACTION, "Na+ inactivation gate", HH),
    Quantity("n", "n", "", *FRACTION, "K+ activation gate", HH),
    Quantity("atp_mM", "ATP", "mM", 0, 100, "ATP inside", TEXTBOOK),
)
STATE = {quantity.name: quantity for quantity in STATES}
STATE_NAMES = tuple(quantity.name for quantity in STATES)

RADIUS = Quantity("radius_um", "r", "µm", 0.1, 2000, "radius of the fibre", DEFINITION, 238.0)
"""Builds the squid preset for another fibre; a start value only, no event may set it."""

FIXED_DURING_A_RUN = frozenset(
    {
        *("ohmic", "reference_temperature_C", "flux_law", "pump_law"),
        *("area_exponent", "area_volume_fL", "outside_volume_fL"),
    }
)
"""Parameters that name the kind of cell: an event may not set them."""

Values = Mapping[str, float]


def defaults() -> dict[str, float]:
    """Return the parameters that need not be given, with their default values."""
    return {q.name: q.default for q in PARAMETERS if q.default is not None}


def refusal(quantity: Quantity, number: object) -> str | None:
    """Say why `number` cannot be this quantity ("must be between 0 and 1"), or None if it can."""
    if quantity.codes:
        is_place = type(number) in (int, float) and number in range(len(quantity.codes))
        known = is_place or (isinstance(number, str) and number in quantity.codes)
        return None if known else f"must be one of {', '.join(quantity.codes)}"
    if isinstance(number, bool) or not isinstance(number, int | float):
        return "must be a number"
    if not quantity.low <= number <= quantity.high:  # also refuses NaN and the infinities
        return f"must be between {quantity.low:g} and {quantity.high:g}"
    return None


def number_of(quantity: Quantity, given: float | str) -> float:
    """Return the number that stands for what was given, a number or the name of a choice."""
    return float(quantity.codes.index(given) if isinstance(given, str) else given)
