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


class ScenarioRecord(Record):
    """A laboratory state with the question it answers. `speed`: cell seconds per screen second."""

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
    explanation: Text
    terms: tuple[Slug, ...] = ()
    misconceptions: tuple[Slug, ...] = ()
    updated: datetime.date
    reviewed: datetime.date | None = None
    draft: bool = False
