"""Published models as parameter files: what a file holds, and how it becomes runs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from sim.core.request import RunRequest
from sim.core.run import RunProblems, parse_request
from studyapp.lib.contentfiles import Record, line_of, read_yaml, validated
from studyapp.lib.problems import ContentProblems, Problem

FOLDER = Path(__file__).parent / "content" / "published"


class Number(Record):
    """A number of the paper, in the paper's unit."""

    value: float
    unit: str
    meaning: str


class PublishedEvent(Record):
    t_s: float
    set: dict[str, float]


class PublishedRun(Record):
    """What differs from the file's parameters and start, and what is sampled."""

    id: str
    title: str
    parameters: dict[str, float] = {}
    initial: dict[str, float] = {}
    events: tuple[PublishedEvent, ...] = ()
    until_s: float
    points: int | None = None
    every_s: float | None = None


class FigureLine(Record):
    run: str
    column: str
    name: str
    colour: str


class PublishedFigure(Record):
    id: str
    title: str
    unit: str
    time_unit: Literal["ms", "s", "min", "h"]
    about: str
    lines: tuple[FigureLine, ...] = Field(min_length=1)


class PublishedCheck(Record):
    """`measure` of a run's column against a closed form, an independent integration, the paper."""

    says: str
    run: str
    measure: Literal["rest", "final", "worst", "peak", "spikes"]
    column: str = "v_mV"
    against: Literal["closed_form", "integration", "paper"]
    value: float | None = None
    tolerance: float
    unit: str


class PublishedModel(Record):
    """A model of a paper. Docs: docs/model.md, published models."""

    id: str
    title: str
    citation: str
    doi: str
    reproduces: str
    about: str
    given: dict[str, Number]
    notes: str
    parameters: dict[str, float | str]
    initial: dict[str, float]
    runs: tuple[PublishedRun, ...]
    figures: tuple[PublishedFigure, ...]
    checks: tuple[PublishedCheck, ...]

    @property
    def numbers(self) -> dict[str, float]:
        """The paper's numbers by name."""
        return {name: number.value for name, number in self.given.items()}

    def run_file(self, name: str) -> dict[str, Any]:
        """A run in the form that `python -m sim.core` takes."""
        run = next(run for run in self.runs if run.id == name)
        sampling = {"points": run.points} if run.points else {"every_s": run.every_s}
        return {
            "parameters": {**self.parameters, **run.parameters},
            "initial": {**self.initial, **run.initial},
            "events": [{"t_s": event.t_s, "set": event.set} for event in run.events],
            "until_s": run.until_s,
            **sampling,
        }

    def request(self, name: str) -> RunRequest:
        """A run, checked. Raises RunProblems."""
        return parse_request(self.run_file(name))


def read_published(text: str, file: str) -> PublishedModel:
    """A published model. Raises ContentProblems, those of its runs included."""
    values, lines = read_yaml(text, file=file)
    if not isinstance(values, Mapping):
        raise ContentProblems([Problem(file, 1, "", "must be `key: value` lines")])
    model = validated(PublishedModel, values, file=file, lines=lines)
    problems = [
        Problem(file, line_of(("runs", place), lines), run.id, str(problem))
        for place, run in enumerate(model.runs)
        for problem in _problems(model, run.id)
    ]
    if problems:
        raise ContentProblems(problems)
    return model


def _problems(model: PublishedModel, name: str) -> list[Any]:
    try:
        model.request(name)
    except RunProblems as error:
        return list(error.problems)
    return []


def models() -> list[PublishedModel]:
    """The published models that come with the laboratory, the oldest last."""
    files = sorted(FOLDER.glob("*.yaml"), key=lambda path: path.stem.rsplit("-", 1)[-1])
    return [read_published(path.read_text(), str(path.name)) for path in reversed(files)]
