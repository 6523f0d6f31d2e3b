"""The schema of the course's content files. `docs/content-formats.md` says it in prose."""

import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from studyapp.lib.contentfiles import Record

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
TopicNumber = Annotated[str, StringConstraints(pattern=r"^[1-8]\.\d{1,2}$")]
ObjectiveCode = Annotated[str, StringConstraints(pattern=r"^[1-8]\.\d{1,2}\.[A-F]$")]
Text = Annotated[str, StringConstraints(min_length=1)]
Description = Annotated[str, StringConstraints(min_length=20, max_length=160)]
Skill = Annotated[str, StringConstraints(pattern=r"^[1-6]\.[A-F]$")]


class ObjectiveRecord(Record):
    code: ObjectiveCode
    paraphrase: Text


class TopicRecord(Record):
    number: TopicNumber
    title: Text
    big_ideas: tuple[Literal["EVO", "ENE", "IST", "SYI"], ...]
    suggested_skills: tuple[Skill, ...]
    objectives: tuple[ObjectiveRecord, ...]
    terms: tuple[Text, ...]
    scope: tuple[Text, ...] = ()


class UnitRecord(Record):
    id: str
    number: Annotated[int, Field(ge=1, le=8)]
    title: Text
    exam_weight_percent: tuple[int, int]
    class_periods: tuple[int, int]
    topics: tuple[TopicRecord, ...]


class Dated(Record):
    """What every page says of itself."""

    id: Slug | Annotated[str, StringConstraints(pattern=r"^topic-[1-8]\.\d{1,2}$")]
    description: Description
    updated: datetime.date
    reviewed: datetime.date | None = None
    sources: tuple[Text, ...] = ()
    draft: bool = False


class TermRecord(Dated):
    slug: Slug
    title: Text
    aliases: tuple[Text, ...] = ()
    url_aliases: tuple[Slug, ...] = ()
    length: Literal["full", "short"] = "full"
    topic: TopicNumber
    objectives: tuple[ObjectiveCode, ...] = ()
    related_topics: tuple[TopicNumber, ...] = ()
    drawing: Slug | Literal[""] = ""
    scenarios: tuple[Slug, ...] = ()
    definition: Text
    what_it_is: Text
    why_it_matters: Text
    connections: Text
    on_the_exam: str = ""
    versus_title: str = ""
    versus: str = ""
    takeaways: Text
    faqs: str = ""


class GuideRecord(Dated):
    number: TopicNumber
    in_one_minute: Text
    the_idea: Text
    using_it: Text
    mistakes: Text
    check_yourself: Text


class QuestionRecord(Dated):
    slug: Slug
    question: Text
    topic: TopicNumber
    keywords: tuple[Text, ...]
    related_terms: tuple[Slug, ...] = ()
    related_questions: tuple[Slug, ...] = ()
    answer: Text


class MisconceptionRecord(Record):
    id: Slug
    wrong: Text
    right: Text
    refutation: Text
    topics: tuple[TopicNumber, ...]
    scenario: Slug | Literal[""] = ""
    draft: bool = False
