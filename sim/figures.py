"""The laboratory's charts as Plotly figures: axes, units, colours, one line per quantity.

Colours are names of CSS tokens: the page puts the colours of its light or dark palette in their
place. A trace's `meta` says which columns of a run it draws: `terms` is a list of (column,
factor) that are summed, `over` a divisor ("start": its value at 0).
"""

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from sim.core.pump import K_PER_CYCLE, NA_PER_CYCLE

START = "start"


@dataclass(frozen=True)
class Line:
    """One curve: where its numbers come from and how it looks. `dash` tells pairs apart."""

    name: str
    colour: str
    terms: tuple[tuple[str, float], ...] = ()
    over: str = ""
    dash: str = "solid"
    width: float = 2.25
    digits: int = 1
    optional: str = ""


@dataclass(frozen=True)
class Chart:
    """A small multiple. `y_range` is what it shows at first, `y_limit` the most it grows to."""

    name: str
    title: str
    unit: str
    lines: tuple[Line, ...]
    y_range: tuple[float, float]
    y_limit: tuple[float, float]
    about: str


def _out_of_bath(ion: str, name: str, colour: str, optional: str = "") -> Line:
    return Line(name, colour, ((f"{ion}_out_mM", 1),), dash="dot", optional=optional)


CONCENTRATIONS = Chart(
    "concentrations",
    "Concentrations",
    "mM",
    (
        Line("Na⁺ inside", "--na", (("na_in_mM", 1),)),
        _out_of_bath("na", "Na⁺ outside", "--na"),
        Line("K⁺ inside", "--k", (("k_in_mM", 1),)),
        _out_of_bath("k", "K⁺ outside", "--k"),
        Line("Cl⁻ inside", "--cl", (("cl_in_mM", 1),), optional="chloride"),
        _out_of_bath("cl", "Cl⁻ outside", "--cl", "chloride"),
    ),
    (0, 160),
    (0, 600),
    "Na⁺ and K⁺ in the cell (solid) and in the bath (dotted)",
)
VOLTAGE = Chart(
    "voltage",
    "Membrane potential",
    "mV",
    (
        Line("E Na⁺", "--na", (("e_na_mV", 1),), dash="dash", width=1.5, digits=0),
        Line("E Cl⁻", "--cl", (("e_cl_mV", 1),), dash="dash", width=1.5, digits=0),
        Line("E K⁺", "--k", (("e_k_mV", 1),), dash="dash", width=1.5, digits=0),
        Line("V", "--volt", (("v_mV", 1),), width=3),
    ),
    (-105, 80),
    (-200, 200),
    "The membrane potential, with the Nernst potential of each ion (dashed)",
)
FLUXES = Chart(
    "fluxes",
    "Leak against pump",
    "fmol/s",
    (
        Line("Na⁺ leaks in", "--na", (("na_leak_fmol_s", -1),), digits=3),
        Line("Na⁺ pumped out", "--na", (("pump_fmol_s", NA_PER_CYCLE),), dash="dash", digits=3),
        Line("K⁺ leaks out", "--k", (("k_leak_fmol_s", 1), ("kcc2_fmol_s", 1)), digits=3),
        Line("K⁺ pumped in", "--k", (("pump_fmol_s", K_PER_CYCLE),), dash="dash", digits=3),
    ),
    (0, 2),
    (-3, 8),
    "What leaks down its gradient (solid) and what the pump moves back (dashed)",
)
ATP = Chart(
    "atp",
    "ATP",
    "mM",
    (Line("ATP", "--atp", (("atp_mM", 1),), digits=2),),
    (0, 3.5),
    (0, 10),
    "ATP in the cell",
)
VOLUME = Chart(
    "volume",
    "Cell volume",
    "× start",
    (Line("Volume", "--ink", (("volume_fL", 1),), over=START, digits=2),),
    (0.4, 1.8),
    (0, 21),
    "The cell's water, 1 at the start",
)
OSMOLARITY = Chart(
    "osmolarity",
    "Osmolarity",
    "mM",
    (
        Line("Inside", "--water", (("osmolarity_in_mM", 1),), digits=0),
        Line("Outside", "--water", (("osmolarity_out_mM", 1),), dash="dot", digits=0),
    ),
    (180, 470),
    (0, 3000),
    "All dissolved particles, in the cell and in the bath (dotted)",
)

RATE = Chart(
    "rate",
    "Firing rate",
    "spikes/s",
    (Line("Firing", "--volt", (("rate_hz", 1),), digits=0),),
    (0, 40),
    (0, 500),
    "How many spikes a second the cell fires",
)

CHARTS = (CONCENTRATIONS, VOLTAGE, FLUXES, ATP, VOLUME, OSMOLARITY, RATE)

AXIS = {
    "color": "--ink-soft",
    "gridcolor": "--rule",
    "linecolor": "--edge",
    "zeroline": False,
    "showline": True,
    "ticks": "outside",
    "ticklen": 4,
    "tickfont": {"size": 11},
    "fixedrange": False,
}


def figures() -> list[dict[str, Any]]:
    """Every chart as {name, title, unit, about, data, layout} for the page's script."""
    return [_figure(chart) for chart in CHARTS]


def _figure(chart: Chart) -> dict[str, Any]:
    return {
        "name": chart.name,
        "title": chart.title,
        "unit": chart.unit,
        "about": chart.about,
        "yRange": list(chart.y_range),
        "yLimit": list(chart.y_limit),
        "data": [_trace(line, chart.unit) for line in chart.lines],
        "layout": _layout(chart),
    }


def _trace(line: Line, unit: str) -> dict[str, Any]:
    scatter = go.Scatter(
        name=line.name,
        mode="lines",
        x=[],
        y=[],
        line={"dash": line.dash, "width": line.width, "simplify": False},
        hovertemplate=f"%{{y:.{line.digits}f}} {unit}<extra>{line.name}</extra>",
        meta={
            "colour": line.colour,
            "terms": [list(term) for term in line.terms],
            "over": line.over,
            "digits": line.digits,
            "optional": line.optional,
            "dash": line.dash,
        },
        visible=not line.optional,
    )
    return dict(scatter.to_plotly_json())


def _layout(chart: Chart) -> dict[str, Any]:
    """The chart's frame; colours that start with `--` are resolved by the page."""
    layout = go.Layout(
        margin={"l": 46, "r": 10, "t": 6, "b": 36},
        autosize=True,
        showlegend=False,
        hovermode="x",
        dragmode="zoom",
        uirevision="kept",
        xaxis={"tickangle": 0, "title": {"standoff": 6, "font": {"size": 11}}},
        yaxis={"range": list(chart.y_range), "nticks": 5},
    )
    plain = dict(layout.to_plotly_json())
    plain["xaxis"] = AXIS | plain["xaxis"]
    plain["yaxis"] = AXIS | plain["yaxis"]
    return plain
