"""Items made ready for templates: Markdown rendered, options judged, misconceptions named."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from quizzes.core.kinds.free_response import TYPE_NAMES, FreeResponse
from quizzes.core.kinds.single_choice import LETTERS, SingleChoice
from quizzes.core.records import Stimulus
from quizzes.figures import stimulus_figure
from studyapp.lib import markdown
from terms.records import MisconceptionRecord
from terms.shelf import Shelf


@dataclass(frozen=True)
class ShownOption:
    """An option as a page shows it. `lab_url` is empty where no laboratory state refutes it."""

    place: int
    letter: str
    html: str
    why: str
    is_right: bool
    is_chosen: bool
    misconception: MisconceptionRecord | None
    lab_url: str


@dataclass(frozen=True)
class ShownStimulus:
    text: str
    table: Any
    figure: Any
    chart: Any
    drawing: str


@dataclass(frozen=True)
class ShownItem:
    """A choice item. `chosen` is None until it is answered."""

    id: str
    record: SingleChoice
    stimulus: ShownStimulus | None
    stem: str
    options: list[ShownOption]
    chosen: int | None

    @property
    def is_answered(self) -> bool:
        return self.chosen is not None

    @property
    def is_right(self) -> bool:
        return self.chosen == self.record.key

    @property
    def key_letter(self) -> str:
        return LETTERS[self.record.key]

    @property
    def chosen_option(self) -> ShownOption | None:
        return None if self.chosen is None else self.options[self.chosen]


def shown_choice(
    record: SingleChoice, course: Shelf, *, chosen: int | None = None, here: str = ""
) -> ShownItem:
    """A choice item for a page at address `here`, to which the laboratory leads back."""
    return ShownItem(
        id=record.id,
        record=record,
        stimulus=shown_stimulus(record.stimulus),
        stem=markdown.render(record.stem),
        options=[
            _option(record, place, course, chosen=chosen, here=here)
            for place in range(len(LETTERS))
        ],
        chosen=chosen,
    )


def _option(
    record: SingleChoice, place: int, course: Shelf, *, chosen: int | None, here: str
) -> ShownOption:
    option = record.options[place]
    belief = course.misconceptions.get(option.misconception)
    scenario = option.scenario or (belief.scenario if belief else "")
    return ShownOption(
        place=place,
        letter=LETTERS[place],
        html=markdown.render_inline(option.text),
        why=markdown.render_inline(option.why),
        is_right=option.right,
        is_chosen=place == chosen,
        misconception=belief,
        lab_url=lab_url(scenario, here) if scenario else "",
    )


def lab_url(scenario: str, here: str) -> str:
    """The laboratory in the state of `scenario`, with the way back."""
    url = reverse("sim:scenario", args=[scenario])
    return f"{url}?{urlencode({'return': here})}" if here else url


def shown_stimulus(stimulus: Stimulus | None) -> ShownStimulus | None:
    """The parts of a stimulus; a chart as a figure for Plotly, with its numbers for a table."""
    if stimulus is None:
        return None
    chart = stimulus.chart
    return ShownStimulus(
        text=markdown.render(stimulus.text) if stimulus.text else "",
        table=stimulus.table,
        figure=stimulus_figure(chart) if chart else None,
        chart=chart,
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
