"""Charts of stimuli: data → Plotly figures. Colours are token names, resolved in the browser."""

import json
from typing import Any

import plotly.graph_objects as go

from quizzes.core.graphs import Graph
from quizzes.core.records import Chart, Series

# Names of CSS tokens; the page's theme gives them their colour.
COLOURS = ("--brand", "--na", "--k", "--cl", "--sugar")
DASHES = ("solid", "dash", "dot", "dashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x")


def stimulus_figure(chart: Chart) -> dict[str, Any]:
    """The figure as plain JSON values: `data` and `layout`."""
    traces = [_trace(chart, series, i) for i, series in enumerate(chart.series)]
    return _figure(traces, chart.title, chart.x, chart.y)


def run_figure(graph: Graph) -> dict[str, Any]:
    """The curves of a run, likewise."""
    traces = [
        go.Scatter(
            name=curve.name,
            x=[float(f"{t:.4g}") for t in graph.times],
            y=[float(f"{v:.4g}") for v in graph.values(curve)],
            mode="lines",
            meta={"colour": COLOURS[place % len(COLOURS)]},
            line={"dash": DASHES[place % len(DASHES)]},
        )
        for place, curve in enumerate(graph.curves)
    ]
    figure = _figure(traces, "", f"Time ({graph.time_unit})", graph.y)
    # Numbers are read off it: more lines than a chart needs that shows a trend.
    figure["layout"]["xaxis"]["nticks"] = figure["layout"]["yaxis"]["nticks"] = 14
    return figure


def _figure(traces: list[Any], title: str, x: str, y: str) -> dict[str, Any]:
    figure = go.Figure(traces)
    figure.update_layout(
        title={"text": title, "x": 0},
        xaxis={"title": {"text": x}},
        yaxis={"title": {"text": y}, "rangemode": "tozero"},
        template="none",
        margin={"l": 60, "r": 16, "t": 48, "b": 56},
        legend={"orientation": "h", "y": -0.25},
        showlegend=len(traces) > 1,
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
