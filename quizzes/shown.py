"""Items made ready for templates: Markdown rendered, the answer judged, misconceptions named."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from quizzes.core.kinds.free_response import TYPE_NAMES, FreeResponse
from quizzes.core.kinds.table import KINDS, Kind
from quizzes.core.records import Mark, Question, Stimulus
from quizzes.display import fields, options, rows
from quizzes.display.beliefs import Setting, ShownBelief
from quizzes.display.charts import ShownChart, chart
from quizzes.display.options import ShownOption
from quizzes.display.written import Writing, drawing, writing
from studyapp.lib import markdown
from terms.shelf import Shelf

# Each makes of (item, response, setting) what the templates of its kind show.
BODIES: dict[str, Callable[[Any, Any, Setting], Any]] = {
    "single-choice": options.single_choice,
    "multiple-choice": options.multiple_choice,
    "two-tier": options.two_tier,
    "predict-run-explain": options.predict_run_explain,
    "numeric": fields.numeric,
    "read-graph": fields.read_graph,
    "short-text": fields.short_text,
    "ordering": rows.ordering,
    "matching": rows.matching,
    "label-diagram": rows.label_diagram,
}


@dataclass(frozen=True)
class ShownStimulus:
    text: str
    table: Any
    chart: ShownChart | None
    drawing: str


@dataclass(frozen=True)
class ShownItem:
    """An item that is marked by itself, with an answer or none.

    `kind.template` has its inputs, `body.answered` its feedback; both want it as `item`.
    `beliefs` are the misconceptions that the answer expresses.
    """

    record: Any
    kind: Kind
    stimulus: ShownStimulus | None
    stem: str
    response: Any
    mark: Mark
    body: Any
    beliefs: list[ShownBelief]

    @property
    def id(self) -> str:
        return str(self.record.id)

    @property
    def is_answered(self) -> bool:
        return self.response is not None

    @property
    def is_right(self) -> bool:
        return self.mark.is_right

    @property
    def is_partly(self) -> bool:
        return 0 < self.mark.points < self.mark.out_of

    @property
    def earned(self) -> str:
        """The points in words."""
        if self.mark.out_of == 1:
            return f"{round(100 * self.mark.points)}% of the point"
        return f"{self.mark.points:g} of {self.mark.out_of:g} points"

    @property
    def is_judgeable(self) -> bool:
        """Whether the answer is whole: no prediction without explanation, no unreadable number."""
        return self.is_answered and not getattr(self.body, "problem", "") and not self.is_half_done

    @property
    def is_half_done(self) -> bool:
        """Whether a prediction was made and its run is to be explained yet."""
        explained = getattr(self.body, "is_explained", True)
        return self.is_answered and not explained

    @property
    def options(self) -> list[ShownOption]:
        """The options of a choice item."""
        return list(self.body.groups[0].options)

    @property
    def chosen_option(self) -> ShownOption | None:
        return next((option for option in self.options if option.is_chosen), None)

    @property
    def key_letter(self) -> str:
        return str(self.body.groups[0].letters_right)


def shown_item(
    record: Question, course: Shelf, *, response: Any = None, here: str = ""
) -> ShownItem:
    """An item for a page at address `here`, to which the laboratory leads back."""
    values: Any = record
    kind = KINDS[values.kind]
    setting = Setting(course, here)
    mark = kind.mark(record, response)
    return ShownItem(
        record=record,
        kind=kind,
        stimulus=shown_stimulus(record.stimulus),
        stem=markdown.render(record.stem),
        response=response,
        mark=mark,
        body=BODIES[kind.name](record, response, setting),
        beliefs=setting.beliefs(mark.caught),
    )


def shown_unanswered(record: Any, course: Shelf, *, response: Any) -> ShownItem | Writing:
    """An item of any kind on the page of an attempt, filled with what was answered so far."""
    if record.kind == "free-response":
        return writing(record, response, shown_stimulus(record.stimulus))
    return shown_item(record, course, response=response)


def shown_choice(
    record: Question, course: Shelf, *, chosen: int | None = None, here: str = ""
) -> ShownItem:
    """A choice item with the option at place `chosen`, or without an answer."""
    return shown_item(record, course, response=chosen, here=here)


def shown_stimulus(stimulus: Stimulus | None) -> ShownStimulus | None:
    """The parts of a stimulus; a chart as a figure for Plotly, with its numbers for a table."""
    if stimulus is None:
        return None
    return ShownStimulus(
        text=markdown.render(stimulus.text) if stimulus.text else "",
        table=stimulus.table,
        chart=chart(stimulus.chart) if stimulus.chart else None,
        drawing=stimulus.drawing,
    )


@dataclass(frozen=True)
class ShownFreeResponse:
    record: FreeResponse
    type_name: str
    stimulus: ShownStimulus | None
    prompt: str
    parts: list[dict[str, Any]]
    errors: list[str]


def shown_free_response(record: FreeResponse) -> ShownFreeResponse:
    """A free-response item with its rubric and model answers."""
    parts = [
        {
            "label": part.label,
            "verb": part.verb,
            "prompt": markdown.render(part.prompt),
            "points": part.points,
            "model_answer": markdown.render(part.model_answer),
            "model_graph": chart(part.graph) if part.graph else None,
            "drawing": drawing(None) if part is record.graph_part else None,
        }
        for part in record.parts
    ]
    return ShownFreeResponse(
        record=record,
        type_name=TYPE_NAMES[record.type],
        stimulus=shown_stimulus(record.stimulus),
        prompt=markdown.render(record.prompt),
        parts=parts,
        errors=[markdown.render_inline(line) for line in record.common_errors],
    )
