"""A written answer in parts, with a rubric row for each point. The writer scores it herself."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from quizzes.core import plots
from quizzes.core.kinds.answers import text
from quizzes.core.records import (
    Chart,
    Frozen,
    Item,
    Mark,
    ObjectiveCode,
    Text,
    TopicNumber,
)

# Points of the six types of the exam, and their names.
POINTS = {1: 9, 2: 9, 3: 4, 4: 4, 5: 4, 6: 4}
TYPE_NAMES = {
    1: "Interpreting and evaluating experimental results",
    2: "Interpreting and evaluating experimental results with graphing",
    3: "Scientific investigation",
    4: "Conceptual analysis",
    5: "Analyze a model or visual representation",
    6: "Analyze data",
}
LABELS = "ABCD"
GRAPHING = 2
GRAPH_VERBS = {"construct", "draw", "graph", "plot"}
MOST_LETTERS = 20_000
MOST_POINTS = max(POINTS.values())

GraphCheck = Literal["type", "axes", "units", "scale", "points", "errors"]
# The four points of a graph, in the order in which exam.md and the rubrics of the exam have them.
USUAL_CHECKS: tuple[tuple[GraphCheck, ...], ...] = (
    ("type",),
    ("axes", "units"),
    ("scale",),
    ("points", "errors"),
)


class Point(Frozen):
    """One point of the rubric. `checks`: what earns it that can be seen in the student's graph."""

    earns: Text
    does_not: str = ""
    also: str = ""
    checks: tuple[GraphCheck, ...] = ()


class Part(Frozen):
    """`graph` is the model graph of a part that asks for one."""

    label: Annotated[str, Field(pattern=r"^[A-D]$")]
    verb: Text
    prompt: Text
    points: tuple[Point, ...] = Field(min_length=1)
    model_answer: Text
    graph: Chart | None = None

    @property
    def checks(self) -> tuple[tuple[GraphCheck, ...], ...]:
        """For each point, what is to be seen in the graph that earns it; empty where nothing is."""
        named = tuple(point.checks for point in self.points)
        is_usual = not any(named) and len(named) == len(USUAL_CHECKS)
        return USUAL_CHECKS if is_usual else named


class FreeResponse(Item):
    kind: Literal["free-response"] = "free-response"
    type: Annotated[int, Field(ge=1, le=6)]
    title: Text
    topics: tuple[TopicNumber, ...] = Field(min_length=1)
    objectives: tuple[ObjectiveCode, ...]
    prompt: Text
    parts: tuple[Part, ...] = Field(min_length=1)
    common_errors: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _points(self) -> "FreeResponse":
        if self.out_of != POINTS[self.type]:
            raise ValueError(
                f"type {self.type} has {POINTS[self.type]} points, the rubric {self.out_of}"
            )
        return self

    @property
    def out_of(self) -> int:
        return sum(len(part.points) for part in self.parts)

    @property
    def topic(self) -> str:
        """The topic under which it is listed."""
        return self.topics[0]

    @property
    def graph_part(self) -> Part | None:
        """The part that asks for a graph: the one with a model graph; in an item of the graphing
        type, otherwise, the first whose verb is that of drawing."""
        drawn = [part for part in self.parts if part.graph is not None]
        if not drawn and self.type == GRAPHING:
            drawn = [part for part in self.parts if part.verb.split()[0].lower() in GRAPH_VERBS]
        return drawn[0] if drawn else None


Response = int | dict[str, Any] | None


def parse_response(raw: Any) -> Response:
    """Texts by part, with the typed graph and the points that the writer gave herself:
    `{"A": "…", "graph": {"type": "line", …}, "earned": {"A": [0]}}`.

    Of older answers only the number of points is kept. None for nothing and for nonsense.
    """
    if not isinstance(raw, Mapping):
        digits = str(raw) if isinstance(raw, int | str) and not isinstance(raw, bool) else ""
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 3 else None
    found: dict[str, Any] = {}
    for label in LABELS:
        if (written := text(raw.get(label), MOST_LETTERS)) is not None:
            found[label] = written
    if graph := plots.typed(raw.get("graph")):
        found["graph"] = graph
    if isinstance(raw.get("earned"), Mapping):
        found["earned"] = _earned(raw["earned"])
    return found or None


def _earned(raw: Mapping[Any, Any]) -> dict[str, list[int]]:
    """Which points of which part were earned, each once, by their places from 0."""
    found = {}
    for label in LABELS:
        places = raw.get(label)
        if isinstance(places, list | tuple):
            whole = {p for p in places if isinstance(p, int) and not isinstance(p, bool)}
            found[label] = sorted(place for place in whole if 0 <= place < MOST_POINTS)
    return found


def is_scored(response: Response) -> bool:
    """Whether its writer has gone through the rubric; an old answer is nothing but its score."""
    return isinstance(response, int) or (response is not None and "earned" in response)


def mark(item: FreeResponse, response: Response) -> Mark:
    """The points claimed, never more than the rubric has; none before the writer scores them."""
    if isinstance(response, Mapping):
        points = {part.label: len(part.points) for part in item.parts}
        claimed = response.get("earned", {})
        earned = sum(
            sum(place < points.get(label, 0) for place in places)
            for label, places in claimed.items()
        )
    else:
        earned = min(response or 0, item.out_of)
    return Mark(points=float(earned), out_of=float(item.out_of))
