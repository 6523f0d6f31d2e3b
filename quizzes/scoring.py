"""A written answer made ready for its writer to score: text, rubric, model answer, graph."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quizzes.core import plots
from quizzes.core.kinds.free_response import FreeResponse, Part, Point, is_scored
from quizzes.core.plots import Check, Plot
from quizzes.display.charts import ShownChart, chart
from quizzes.figures import plot_figure
from quizzes.models import Answer
from quizzes.shown import ShownFreeResponse, shown_free_response
from studyapp.lib import markdown


@dataclass(frozen=True)
class ShownPoint:
    """A point of the rubric. `proposal` is what the graph shows of it; None where nothing is."""

    place: int
    rubric: Point
    is_earned: bool
    proposal: bool | None


@dataclass(frozen=True)
class ShownGraph:
    """A graph as a page shows it: `figure` for Plotly, a sentence, and a table."""

    figure: dict[str, Any]
    sentence: str
    plot: Plot
    checks: list[Check]


@dataclass(frozen=True)
class ShownPart:
    label: str
    prompt: str
    text: str
    points: list[ShownPoint]
    model_answer: str
    graph: ShownGraph | None
    model_graph: ShownChart | None


def scoring_page(answer: Answer) -> dict[str, Any]:
    """What the page shows on which a student scores one answer."""
    record: FreeResponse = answer.version.parsed()
    shown: ShownFreeResponse = shown_free_response(record)
    return {
        "answer": answer,
        "item": shown,
        "parts": [_part(part, record, answer.response) for part in record.parts],
        "is_scored": is_scored(answer.response),
    }


def shown_graph(response: Any, model: Any = None) -> ShownGraph | None:
    """The graph of an answer, or None when nothing of one was typed."""
    fields = response.get("graph") if isinstance(response, dict) else None
    if not fields:
        return None
    plot = plots.read(fields)
    checks = list(plots.checks(plot, model).values())
    return ShownGraph(plot_figure(plot), plots.sentence(plot), plot, checks)


def _part(part: Part, record: FreeResponse, response: Any) -> ShownPart:
    is_graph = part is record.graph_part
    kept = response if isinstance(response, dict) else {}
    graph = shown_graph(response, part.graph) if is_graph else None
    return ShownPart(
        label=part.label,
        prompt=markdown.render(part.prompt),
        text=kept.get(part.label, ""),
        points=_points(part, response, graph),
        model_answer=markdown.render(part.model_answer),
        graph=graph,
        model_graph=chart(part.graph) if is_graph and part.graph else None,
    )


def _proposal(met: Sequence[bool | None]) -> bool | None:
    """Earned when all is there, not earned when something is missing, otherwise open."""
    if not met or (None in met and False not in met):
        return None
    return all(met)


def _points(part: Part, response: Any, graph: ShownGraph | None) -> list[ShownPoint]:
    kept = response.get("earned") if isinstance(response, dict) else None
    met = plots.checks(graph.plot, part.graph) if graph else {}
    shown = []
    for place, point in enumerate(part.points):
        named = part.checks[place] if graph else ()
        proposal = _proposal([met[name].is_met for name in named])
        is_earned = bool(proposal) if kept is None else place in kept.get(part.label, ())
        shown.append(ShownPoint(place, point, is_earned, proposal))
    return shown
