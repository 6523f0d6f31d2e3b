"""Charts of stimuli: data → Plotly figures. Colours are token names, resolved in the browser."""

import json
import math
from typing import Any

import plotly.graph_objects as go

from quizzes.core.graphs import Graph
from quizzes.core.plots import Axis, Line, Plot
from quizzes.core.records import Chart, Series

# Names of CSS tokens; the page's theme gives them their colour.
COLOURS = ("--brand", "--na", "--k", "--cl", "--sugar")
DASHES = ("solid", "dash", "dot", "dashdot")
MOST_MARKS = 60  # more lines than that and a browser is busy drawing them
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


def plot_figure(plot: Plot) -> dict[str, Any]:
    """The graph that a student typed, on the axes that she chose. `plot.js` draws the same."""
    kind = "bar" if plot.type in ("bar", "histogram") else plot.type
    layout: dict[str, Any] = {
        "xaxis": _axis(plot.x, is_log=False)
        if plot.is_numbered
        else {"title": {"text": plot.x.title}, "type": "category"},
        "yaxis": _axis(plot.y, is_log=plot.is_log),
        "showlegend": len(plot.lines) > 1,
    }
    if plot.type == "histogram":
        layout["bargap"] = 0
    return {
        "data": [_line(kind, line, place) for place, line in enumerate(plot.lines)],
        "layout": layout,
    }


def _line(kind: str, line: Line, place: int) -> dict[str, Any]:
    trace: dict[str, Any] = {
        "type": "bar" if kind == "bar" else "scatter",
        "name": line.name,
        "x": [x for x, _, _ in line.points],
        "y": [y for _, y, _ in line.points],
        "meta": {"colour": COLOURS[place % len(COLOURS)]},
    }
    if any(error is not None for _, _, error in line.points):
        trace["error_y"] = {"type": "data", "array": [error or 0.0 for _, _, error in line.points]}
    if kind != "bar":
        trace["mode"] = "lines+markers" if kind == "line" else "markers"
        trace["cliponaxis"] = False  # a point on an axis is seen whole
        trace["marker"] = {"symbol": SYMBOLS[place % len(SYMBOLS)], "size": 9}
    return trace


def _axis(axis: Axis, *, is_log: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"title": {"text": axis.title}, "type": "log" if is_log else "linear"}
    if axis.low is not None and axis.high is not None and axis.low < axis.high:
        ends = [axis.low, axis.high]
        if is_log and axis.low > 0:
            found["range"] = [math.log10(end) for end in ends]
        elif not is_log:
            found["range"] = ends
    width = (axis.high or 0.0) - (axis.low or 0.0)
    if axis.step and 0 < width / axis.step <= MOST_MARKS and not is_log:
        found |= {"dtick": axis.step, "tick0": axis.low or 0}
    return found
