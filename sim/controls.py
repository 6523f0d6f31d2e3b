"""What a student can change: every control of the laboratory, in one table.

A change is (parameter, rule, number): `to` sets the number and goes back to the cell's own value
when lifted; `plus` and `times` shift what is there, so that several of them combine. The first
change of a control tells whether it is on: its parameter is then nearer to the changed value.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from sim.core.presets import PRESET_NAMES, preset

Change = tuple[str, str, float]


@dataclass(frozen=True)
class Control:
    """One switch, slider or push button. `pulse_s`: a push button lifts itself after this time.

    A slider goes from the cell's own value to that of its changes, in equal ratios from `low` on
    when that is given; it shows its number in `unit`, or per cent, and says `partly` when it is not
    turned up fully. `is_common` ones stand first.
    """

    name: str
    group: str
    label: str
    technical: str
    changes: tuple[Change, ...]
    kind: str = "switch"
    cells: tuple[str, ...] = PRESET_NAMES
    pulse_s: float = 0.0
    said: str = ""
    lifted: str = ""
    unit: str = ""
    low: float = 0.0
    partly: str = ""
    is_common: bool = True


GATED = ("neuron", "squid_axon")
WATERY = ("animal_cell", "neuron")

CONTROLS = (
    Control(
        "ouabain", "pump", "Poison the pump", "ouabain",
        (("ouabain", "to", 1.0),), kind="slider", said="Ouabain blocks the pump",
        lifted="Ouabain is washed out",
    ),
    Control(
        "no-atp", "pump", "Take away ATP", "no respiration, no glycolysis",
        (("glycolysis", "to", 0.0), ("oxygen", "to", 0.0)), said="The cell makes no more ATP",
        lifted="The cell makes ATP again",
    ),
    Control(
        "no-oxygen", "pump", "Take away oxygen", "glycolysis goes on",
        (("oxygen", "to", 0.0),), said="Oxygen is gone, glycolysis goes on",
        lifted="Oxygen is back",
    ),
    Control(
        "stimulate", "channels", "Stimulate once", "1 ms current",
        (("stimulus_pA", "to", 500.0),), kind="push", cells=GATED, pulse_s=0.001,
        said="A 1 ms pulse of current stimulates the cell",
    ),
    Control(
        "train", "channels", "Stimulate for long", "synapses, some 25 spikes a second",
        (("p_synaptic_um3_s", "to", 0.6),), cells=("neuron",),
        said="Synapses stimulate the neuron without a break", lifted="The synapses are silent",
        is_common=False,
    ),
    Control(
        "lock-open", "channels", "Lock Na⁺ gates open", "like batrachotoxin",
        (("locked_open", "to", 1.0),), kind="slider", cells=GATED, low=1e-5,
        said="Na⁺ channels are locked open", lifted="The Na⁺ channels can close again",
    ),
    Control(
        "tetrodotoxin", "channels", "Plug Na⁺ gates", "tetrodotoxin, TTX",
        (("ttx", "to", 1.0),), cells=GATED, said="Tetrodotoxin plugs the gated Na⁺ channels",
        lifted="Tetrodotoxin is washed out",
    ),
    Control(
        "block-k-gates", "channels", "Block K⁺ gates", "TEA, 90% of gated K⁺ channels",
        (("tea", "to", 0.9),), cells=GATED, said="Nine in ten gated K⁺ channels are blocked",
        lifted="The gated K⁺ channels are free again", is_common=False,
    ),
    Control(
        "block-k", "channels", "Block K⁺ leak", "90% of K⁺ leak channels",
        (("k_leak_block", "to", 0.9),), said="Nine in ten K⁺ leak channels are blocked",
        lifted="The K⁺ leak channels are free again",
    ),
    Control(
        "close-cl", "channels", "Close Cl⁻ channels", "no Cl⁻ passes",
        (("p_cl_leak_um3_s", "to", 0.0),), cells=WATERY, said="The Cl⁻ channels are closed",
        lifted="The Cl⁻ channels are open again", is_common=False,
    ),
    Control(
        "double-leak", "channels", "Double the leak", "Na⁺ and K⁺ leak × 2",
        (("p_na_leak_um3_s", "times", 2.0), ("p_k_leak_um3_s", "times", 2.0)),
        cells=WATERY, said="Twice as many leak channels are open",
        lifted="The additional leak channels close",
    ),
    Control(
        "gramicidin", "channels", "Punch holes", "gramicidin pores",
        (("p_gramicidin_um3_s", "to", 5.0),), kind="slider",
        said="Gramicidin pores let Na⁺ and K⁺ through",
        lifted="The pores are gone",
    ),
    Control(
        "high-potassium", "bath", "High K⁺ outside", "replaces Na⁺, up to 35 mM",
        (("bath_k_mM", "plus", 35.0), ("bath_na_mM", "plus", -35.0)), kind="slider",
        said="35 mM of the Na⁺ outside is replaced by K⁺",
        partly="K⁺ replaces Na⁺ outside", lifted="The K⁺ outside is as before", unit="mM",
    ),
    Control(
        "hypotonic", "bath", "Dilute the bath", "hypotonic, −45 mM NaCl",
        (("bath_cl_mM", "plus", -45.0), ("bath_na_mM", "plus", -45.0)),
        said="The bath is diluted: it is hypotonic",
        lifted="The salt is back in the bath",
    ),
    Control(
        "hypertonic", "bath", "Add sucrose", "hypertonic, +150 mM",
        (("bath_sucrose_mM", "to", 150.0),), said="Sucrose is added: the bath is hypertonic",
        lifted="The sucrose is gone",
    ),
    Control(
        "more-salt", "bath", "Add salt", "hypertonic, +75 mM NaCl",
        (("bath_cl_mM", "plus", 75.0), ("bath_na_mM", "plus", 75.0)),
        said="75 mM NaCl is added: the bath is hypertonic",
        lifted="The added salt is gone", is_common=False,
    ),
    Control(
        "cold", "bath", "Put it in the cold", "down to 4 °C",
        (("temperature_C", "to", 4.0),), kind="slider", said="The cell is cooled",
        lifted="The cell is warm again", unit="°C",
    ),
)  # fmt: skip

GROUPS = (("pump", "Pump"), ("channels", "Channels"), ("bath", "Bath"))
CELLS = {"animal_cell": "Animal cell", "neuron": "Neuron", "squid_axon": "Squid axon"}
CHOSEN_CELLS = ("animal_cell", "neuron", "squid_axon")


@dataclass(frozen=True)
class StartChoice:
    """A parameter that is chosen for a cell at its start; the first option is the usual one."""

    id: str
    label: str
    parameter: str
    cells: tuple[str, ...]
    options: tuple[tuple[float, str], ...]


START_CHOICES = (
    StartChoice(
        "radius", "Radius", "radius_um", ("squid_axon",),
        (
            (238.0, "giant axon, 238 µm"), (25.0, "25 µm"), (5.0, "5 µm"),
            (0.5, "thin fiber, 0.5 µm"),
        ),
    ),
    StartChoice(
        "outside", "Around it", "outside_volume_fL", WATERY,
        ((0.0, "endless bath"), (500.0, "thin closed layer")),
    ),
)  # fmt: skip

# What the page must know of a cell at rest: to lift a change, to scale a chart, to tell a story.
KNOWN = (
    *("temperature_C", "bath_na_mM", "bath_k_mM", "bath_cl_mM", "bath_sucrose_mM", "ouabain"),
    *("oxygen", "glycolysis", "ttx", "locked_open", "tea", "k_leak_block", "p_gramicidin_um3_s"),
    *("p_synaptic_um3_s", "stimulus_pA", "p_na_leak_um3_s", "p_k_leak_um3_s", "p_cl_leak_um3_s"),
    *("pump_max_fmol_s", "p_na_gated_um3_s", "p_k_gated_um3_s"),
)


def for_page() -> list[dict[str, Any]]:
    """The table as plain values, for the page's script."""
    return [asdict(control) for control in CONTROLS]


def grouped() -> list[tuple[str, list[Control], list[Control]]]:
    """The controls under the headings of their groups, common and others, for the template."""

    def of(group: str, *, is_common: bool) -> list[Control]:
        return [c for c in CONTROLS if c.group == group and c.is_common == is_common]

    return [(title, of(name, is_common=True), of(name, is_common=False)) for name, title in GROUPS]


def resting_values(names: Iterable[str] = PRESET_NAMES) -> dict[str, dict[str, float]]:
    """By cell: the parameters of `KNOWN` at rest."""
    return {name: {p: preset(name).parameters[p] for p in KNOWN} for name in names}
