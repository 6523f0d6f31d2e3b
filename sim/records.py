"""The schema of a laboratory scenario's file. `docs/content-formats.md` says it in prose."""

import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from studyapp.lib.contentfiles import Record

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1)]
Time = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Duration = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class EventRecord(Record):
    """From `t_s` on, the parameters in `set` have these values."""

    t_s: Time
    set: dict[str, float]


class ChoiceRecord(Record):
    """A prediction. `why`: what the run shows of it. A wrong one comes from a misconception."""

    text: Text
    why: Text
    right: bool = False
    misconception: Slug | Literal[""] = ""


class ClaimRecord(Record):
    """What the text says of the run, so that it can be checked: a column's value at a time."""

    column: Text
    at_s: Time
    between: tuple[float, float]


class ScenarioRecord(Record):
    """A laboratory state with the question it answers. `speed`: cell seconds per screen second.

    `choices` are the predictions offered before the run, `reveal_s` the moment (cell time) from
    which on the explanation is shown; `claims` hold the explanation to the physics.
    """

    id: Slug
    slug: Slug
    order: Annotated[int, Field(ge=0)]
    title: Text
    question: Text
    preset: Literal["animal_cell", "neuron", "squid_axon"]
    parameters: dict[str, float] = {}
    events: tuple[EventRecord, ...] = ()
    horizon_s: Duration
    speed: Duration
    watch: Text
    choices: tuple[ChoiceRecord, ...] = ()
    reveal_s: Duration | None = None
    claims: tuple[ClaimRecord, ...] = ()
    explanation: Text
    terms: tuple[Slug, ...] = ()
    misconceptions: tuple[Slug, ...] = ()
    updated: datetime.date
    reviewed: datetime.date | None = None
    draft: bool = False
