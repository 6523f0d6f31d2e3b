"""Charts of stimuli: data → Plotly figures. Colours are token names, resolved in the browser."""

import json
from typing import Any

import plotly.graph_objects as go

from quizzes.core.records import Chart, Series

# Names of CSS tokens; the page's theme gives them their colour.
COLOURS = ("--brand", "--na", "--k", "--cl", "--sugar")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x")


def stimulus_figure(chart: Chart) -> dict[str, Any]:
    """The figure as plain JSON values: `data` and `layout`."""
    figure = go.Figure([_trace(chart, series, i) for i, series in enumerate(chart.series)])
    figure.update_layout(
        title={"text": chart.title, "x": 0},
        xaxis={"title": {"text": chart.x}},
        yaxis={"title": {"text": chart.y}, "rangemode": "tozero"},
        template="none",
        margin={"l": 60, "r": 16, "t": 48, "b": 56},
        legend={"orientation": "h", "y": -0.25},
        showlegend=len(chart.series) > 1,
        height=360,
    )
    plain: dict[str, Any] = json.loads(figure.to_json())
    return plain


def _trace(chart: Chart, series: Series, place: int) -> Any:
    common = {
        "name": series.name,
        "x": list(series.x),
        "y": list(series.y),
        "error_y": {"array": list(series.error)} if series.error else None,
        "meta": {"colour": COLOURS[place % len(COLOURS)]},
    }
    if chart.type == "bar":
        return go.Bar(**common)
    mode = "markers" if chart.type == "scatter" else "lines+markers"
    return go.Scatter(
        **common, mode=mode, marker={"symbol": SYMBOLS[place % len(SYMBOLS)], "size": 8}
    )
