"""Charts as pages show them: a figure for Plotly, and the same in words and as a table."""

from dataclasses import dataclass
from typing import Any

from quizzes.core.graphs import Graph
from quizzes.core.records import Chart
from quizzes.figures import run_figure, stimulus_figure

ROWS = 13  # lines of a run's table: enough to read between them


@dataclass(frozen=True)
class ShownChart:
    """`tables`: the numbers as (name, rows of x, y and the half-length of the bar or None)."""

    title: str
    summary: str
    x: str
    y: str
    figure: dict[str, Any]
    tables: list[tuple[str, list[tuple[Any, Any, Any]]]]


def chart(record: Chart) -> ShownChart:
    """A chart of numbers that the file holds."""
    tables: list[Any] = [(series.name, series.points) for series in record.series]
    return ShownChart(
        record.title, record.summary, record.x, record.y, stimulus_figure(record), tables
    )


def run_chart(graph: Graph) -> ShownChart:
    """The chart of a run of the laboratory."""
    names = ", ".join(curve.name for curve in graph.curves)
    times = graph.times
    places = [round(i * (len(times) - 1) / (ROWS - 1)) for i in range(ROWS)]
    tables: list[Any] = [
        (
            curve.name,
            [(f"{times[i]:.4g}", f"{graph.values(curve)[i]:.4g}", None) for i in places],
        )
        for curve in graph.curves
    ]
    return ShownChart(
        f"A run of the membrane model: {names}",
        graph.summary,
        f"Time ({graph.time_unit})",
        graph.y,
        run_figure(graph),
        tables,
    )
