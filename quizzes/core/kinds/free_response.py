"""A written answer in parts, with a rubric row for each point. The writer scores it herself."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from quizzes.core.records import Frozen, Item, Mark, ObjectiveCode, Text, TopicNumber

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


class Point(Frozen):
    """One point of the rubric."""

    earns: Text
    does_not: str = ""
    also: str = ""


class Part(Frozen):
    label: Annotated[str, Field(pattern=r"^[A-D]$")]
    verb: Text
    prompt: Text
    points: tuple[Point, ...] = Field(min_length=1)
    model_answer: Text


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


def parse_response(raw: Any) -> int | None:
    """The number of points that the writer gave herself, or None."""
    text = str(raw) if raw is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None


def mark(item: FreeResponse, response: int | None) -> Mark:
    """The points claimed, never more than the rubric has."""
    return Mark(points=float(min(response or 0, item.out_of)), out_of=float(item.out_of))
