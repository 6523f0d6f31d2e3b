"""The schema of a laboratory task's file. `docs/content-formats.md` says it in prose."""

import datetime
from typing import Annotated, Literal

from pydantic import Field

from sim.core.goals import Goal
from sim.records import ChoiceRecord, Duration, EventRecord, Slug, Text, Time
from studyapp.lib.contentfiles import Record


class GoalRecord(Record):
    """What has to be reached, in words and as a measure that the marker reads off the run."""

    says: Text
    measure: Literal["at", "highest", "lowest", "total", "setting"]
    name: Text
    from_s: Time = 0.0
    until_s: Time | None = None
    above: float | None = None
    below: float | None = None
    unit: str = ""
    points: Annotated[int, Field(ge=1, le=5)] = 1

    def goal(self, horizon_s: float) -> Goal:
        """The measure; without an end of its own it ends with the run."""
        until_s = horizon_s if self.until_s is None else self.until_s
        return Goal(self.measure, self.name, self.from_s, until_s, self.above, self.below)


class ReadingRecord(Record):
    """A number that the student reads off the run of her own cell. It is keyed by the replay.

    `measure` of the column `name`, in `unit`; `within`: how far a reading may be off.
    """

    asks: Text
    measure: Literal["at", "highest", "lowest"]
    name: Text
    from_s: Time = 0.0
    until_s: Time
    within: Annotated[float, Field(gt=0)]
    unit: Text
    points: Annotated[int, Field(ge=1, le=5)] = 1

    def goal(self) -> Goal:
        """What is measured; its bounds are open, the student's number is compared instead."""
        return Goal(self.measure, self.name, self.from_s, self.until_s, above=float("-inf"))


class QuestionRecord(Record):
    """A question with three or four choices, one of them right."""

    question: Text
    choices: tuple[ChoiceRecord, ...]


class TaskRecord(Record):
    """Predict, run, explain. The cell is the student's own, a relative of `preset`.

    `events` are what happens to it whatever the student does, `controls` what the student may
    use. `solution` is a log that reaches every goal, `wrong_way` one that misses some: both are
    replayed by `check_content`, on several students' cells.
    """

    id: Slug
    slug: Slug
    order: Annotated[int, Field(ge=0)]
    title: Text
    brief: Text
    preset: Literal["animal_cell", "neuron"]
    parameters: dict[str, float] = {}
    events: tuple[EventRecord, ...] = ()
    horizon_s: Duration
    speed: Duration
    controls: tuple[Slug, ...]
    predict: QuestionRecord
    goals: tuple[GoalRecord, ...]
    readings: tuple[ReadingRecord, ...] = ()
    explain: QuestionRecord
    explanation: Text
    solution: tuple[EventRecord, ...]
    wrong_way: tuple[EventRecord, ...] = ()
    terms: tuple[Slug, ...] = ()
    misconceptions: tuple[Slug, ...] = ()
    updated: datetime.date
    reviewed: datetime.date | None = None
    draft: bool = False

    @property
    def out_of(self) -> int:
        """The points there are: for goals and readings, and one for the explanation."""
        return sum(row.points for row in (*self.goals, *self.readings)) + 1
