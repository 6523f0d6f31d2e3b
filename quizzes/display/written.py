"""A free-response item to be answered: its parts with what was written, and the graph's fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from quizzes.core import plots
from quizzes.core.kinds.free_response import TYPE_NAMES, FreeResponse, Part
from quizzes.core.kinds.table import KINDS, Kind
from quizzes.core.plots import Plot
from quizzes.figures import plot_figure
from studyapp.lib import markdown

AXIS_NAMES = {"x": "Horizontal axis (x)", "y": "Vertical axis (y)"}


@dataclass(frozen=True)
class Input:
    """A field of the graph: the end of its name, what it is called, what stands in it."""

    key: str
    said: str
    value: str


@dataclass(frozen=True)
class Drawing:
    """A student's graph: the fields it is typed in, and what they show."""

    fields: Mapping[str, str]
    plot: Plot

    @property
    def types(self) -> list[tuple[str, str]]:
        return list(plots.TYPES.items())

    @property
    def type(self) -> str:
        return self.fields.get("type", "")

    @property
    def is_log(self) -> bool:
        return "log" in self.fields

    @property
    def axes(self) -> list[tuple[str, str, list[Input]]]:
        parts = (("label", "What it shows"), ("unit", "Unit"), ("from", "From"), ("to", "To"))
        return [
            (name, said, [self._input(f"{name}_{key}", words) for key, words in parts]
             + [self._input(f"{name}_step", "Marks every")])
            for name, said in AXIS_NAMES.items()
        ]  # fmt: skip

    @property
    def series(self) -> Iterator[tuple[int, Input, Input]]:
        for place in range(1, plots.MOST_SERIES + 1):
            yield (
                place,
                self._input(f"name{place}", f"Name of series {place}"),
                self._input(f"points{place}", f"Points of series {place}"),
            )

    @property
    def is_begun(self) -> bool:
        return bool(self.plot.points)

    @property
    def sentence(self) -> str:
        return plots.sentence(self.plot)

    @property
    def figure(self) -> dict[str, Any]:
        return plot_figure(self.plot)

    def _input(self, key: str, said: str) -> Input:
        return Input(key, said, self.fields.get(key, ""))


@dataclass(frozen=True)
class WritingPart:
    label: str
    prompt: str
    count: int
    text: str
    drawing: Drawing | None


@dataclass(frozen=True)
class Body:
    """What the kinds that are marked by themselves say too."""

    ask: str = "Write your answer to each part"
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Writing:
    """The item on the page of an attempt. `stem` is what all parts have in common."""

    record: FreeResponse
    kind: Kind
    stimulus: Any
    stem: str
    parts: list[WritingPart]
    body: Body = Body()

    @property
    def type_name(self) -> str:
        return TYPE_NAMES[self.record.type]


def writing(record: FreeResponse, response: Any, stimulus: Any) -> Writing:
    """`record` with what was answered so far; `stimulus` is made ready by whoever shows it."""
    kept = response if isinstance(response, dict) else {}
    return Writing(
        record=record,
        kind=KINDS["free-response"],
        stimulus=stimulus,
        stem=markdown.render(record.prompt),
        parts=[_part(part, record, kept) for part in record.parts],
    )


def drawing(response: Any) -> Drawing:
    """The graph of an answer; empty fields when there is none."""
    fields = response.get("graph", {}) if isinstance(response, dict) else {}
    return Drawing(fields, plots.read(fields))


def _part(part: Part, record: FreeResponse, kept: dict[str, Any]) -> WritingPart:
    return WritingPart(
        label=part.label,
        prompt=markdown.render(part.prompt),
        count=len(part.points),
        text=kept.get(part.label, ""),
        drawing=drawing(kept) if part is record.graph_part else None,
    )
