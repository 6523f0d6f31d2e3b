"""A foreign Markdown page → a draft term or study question, and a report of what did not fit.

The draft's history keeps the report and the whole file as it came, so nothing of it is lost.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from pydantic import BaseModel, ValidationError

from studyapp.lib import markdown
from studyapp.lib.problems import ContentProblems, Problem
from studyapp.lib.sections import split
from terms import import_topics, shelf
from terms.import_front import ForeignPage, take_apart
from terms.import_layouts import SPELLINGS, TO_BE_WRITTEN, answer_of, bare, keywords_of, term_fields
from terms.import_links import KnownPages, slug_of
from terms.import_text import Notes, decoded
from terms.models import Question, Term
from terms.records import QuestionRecord, TermRecord

TERM_KEYS = {"title", "description", "canonical", "type", "subject", "topic"}
QUESTION_KEYS = {
    *("id", "date", "title", "question", "answer", "subject", "url", "author", "seo"),
    *("type", "topic", "description"),
}
SEO_KEYS = {"title", "page_description", "page_keywords"}
DESCRIPTION = (20, 160)
SLUG_LENGTH = 60
IN_HISTORY = "kept in the draft's history"


@dataclass
class Import:
    """One run over several files: drafts of this run never replace each other."""

    topic: str = ""
    course: shelf.Shelf = field(default_factory=shelf.current)
    made: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Imported:
    """The draft that was made, and every note on what did not fit."""

    row: Term | Question
    notes: list[Problem]


@transaction.atomic
def import_page(content: bytes, file: str, run: Import) -> Imported:
    """Make a draft of one page. Raises ContentProblems when it cannot be read at all."""
    notes = Notes(file)
    text = decoded(content, notes)
    page = take_apart(text, notes)
    known = KnownPages(run.course)
    known.hosts |= KnownPages.hosts_of(page.words("canonical"), page.words("url"))
    make = _term if _layout(page, notes) == "term" else _question
    record = make(page, known, notes, run)
    model = Term if isinstance(record, TermRecord) else Question
    row = _row(model, record, notes, run)
    lines = sorted(notes.found)
    report = "\n".join(str(note) for note in lines)
    row._change_reason = f"Imported from {file}.\n{report}\n\nThe file as it came:\n\n{text}"
    row.save()
    return Imported(row, lines)


def _layout(page: ForeignPage, notes: Notes) -> str:
    """`term` or `question`; raises ContentProblems for a page of neither layout."""
    kind = page.words("type").lower()
    titles = [bare(s.title).rstrip(":.").lower() for s in split(page.body, 2)[1]]
    has_sections = any(title in SPELLINGS for title in titles)
    if kind == "key-term" and page.body.strip():
        return "term"
    if kind and kind != "key-term":
        notes.add(page.line("type"), f"unknown type “{kind}”; the page was read by what it holds")
    if page.words("answer"):
        return "question"
    if has_sections:
        return "term"
    reason = "is neither a key-term page (`## Definition` …) nor a question with an `answer`"
    if page.words("question"):
        reason = "has a question and no answer"
    elif kind == "key-term":
        reason = "is a key-term page without any text"
    raise ContentProblems([Problem(notes.file, 1, "", reason)])


def _term(page: ForeignPage, known: KnownPages, notes: Notes, run: Import) -> TermRecord:
    fields = term_fields(page, known, notes)
    heading, title = fields.pop("heading"), page.words("title")
    if heading and title and heading != title:
        notes.add(page.line("title"), f"the title “{title}” differs from the heading; {IN_HISTORY}")
    name = _short(heading or title or _named_by(notes), 120, notes, 1, "title")
    _unknown_keys(page, TERM_KEYS, notes)
    _other_subject(page, notes)
    names = [name, *filter(None, [title, _last_segment(page.words("canonical")).replace("-", " ")])]
    topic = _topic(page, notes, run, names, "\n\n".join(fields.values()))
    start = next(
        (t for t in (fields["definition"], fields["what_it_is"]) if t != TO_BE_WRITTEN), ""
    )
    values = fields | {
        "title": name,
        "topic": topic,
        "objectives": _objectives(topic, notes, run),
        "length": "full" if fields.get("on_the_exam") and fields.get("versus") else "short",
        "description": _description(page, ("description",), notes, start, name),
        "updated": timezone.localdate(),
        "versus_title": _short(fields["versus_title"], 160, notes, 1, "heading of the comparison"),
    }
    slug = known.term_slug(_last_segment(page.words("canonical"))) or known.term_slug(name)
    slug = slug or _slug(page.words("canonical"), name)
    return _valid(TermRecord, "term", slug, values, notes, run)


def _question(page: ForeignPage, known: KnownPages, notes: Notes, run: Import) -> QuestionRecord:
    question, title = page.words("question"), page.words("title")
    if not question:
        notes.add(page.line("title"), "no `question`; the title stands in its place")
    elif title and title != question:
        notes.add(
            page.line("title"), f"the title “{title}” differs from the question; {IN_HISTORY}"
        )
    question = _short(
        question or title or _named_by(notes), 200, notes, page.line("question"), "question"
    )
    _unknown_keys(page, QUESTION_KEYS, notes)
    _other_subject(page, notes)
    for key in ("id", "author"):
        if page.words(key):
            notes.add(page.line(key), f"`{key}: {page.words(key)}` has no field; {IN_HISTORY}")
    answer = answer_of(page, known, notes)
    keywords = keywords_of(_seo(page, notes).get("page_keywords"))
    if not keywords:
        notes.add(page.line("seo"), "no keywords; the draft has none")
    values = {
        "question": question,
        "topic": _topic(page, notes, run, [question], "\n\n".join((*keywords, answer))),
        "description": _description(page, ("seo", "page_description"), notes, answer, question),
        "keywords": keywords,
        "related_terms": [s for s in run.course.terms if f"(/terms/{s}/)" in answer],
        "answer": answer,
        "updated": _date(page, notes),
    }
    return _valid(QuestionRecord, "qa", _slug(page.words("url"), question), values, notes, run)


def _seo(page: ForeignPage, notes: Notes) -> Mapping[str, Any]:
    seo = page.values.get("seo") or {}
    if not isinstance(seo, Mapping):
        notes.add(page.line("seo"), f"`seo` is not understood; {IN_HISTORY}")
        return {}
    for key in seo:
        if key not in SEO_KEYS:
            notes.add(page.line("seo", str(key)), f"unknown key `seo.{key}`; {IN_HISTORY}")
    if seo.get("title") and page.words("seo", "title") not in {
        page.words("question"),
        page.words("title"),
    }:
        notes.add(page.line("seo", "title"), f"`seo.title` has no field; {IN_HISTORY}")
    return seo


def _unknown_keys(page: ForeignPage, known: set[str], notes: Notes) -> None:
    for key in page.values:
        if key not in known:
            notes.add(page.line(key), f"unknown key `{key}`; {IN_HISTORY}")


def _other_subject(page: ForeignPage, notes: Notes) -> None:
    subject = page.words("subject")
    if subject and "bio" not in subject.lower():
        notes.add(page.line("subject"), f"the subject is “{subject}”, not AP Biology; {IN_HISTORY}")


def _topic(page: ForeignPage, notes: Notes, run: Import, names: list[str], text: str) -> str:
    """The topic asked for, the page's own, one guessed; failing all, the first of the course."""
    if run.topic:
        return run.topic
    given = page.values.get("topic")  # Unquoted it is a number, and 2.10 is 2.1.
    if isinstance(given, str) and given in run.course.topics:
        return given
    if given:
        notes.add(page.line("topic"), f"unknown topic “{page.words('topic')}”; {IN_HISTORY}")
    found = import_topics.guess(run.course, names=names, text=text)
    if found.number:
        notes.add(1, f"no topic given; the draft is in topic {found.number}: {found.why}")
        return found.number
    first = next(iter(run.course.topics), "")
    if not first:
        reason = "the course has no topics yet; run `load_content` first"
        raise ContentProblems([Problem(notes.file, 1, "", reason)])
    notes.add(1, f"no topic given and none to guess; the draft waits in {first}: choose its topic")
    return first


def _objectives(topic: str, notes: Notes, run: Import) -> list[str]:
    """The topic's objective where it has one; an editor chooses among several."""
    codes = [objective.code for objective in run.course.objectives_of(topic)]
    if len(codes) == 1:
        return codes
    notes.add(1, f"no learning objective; choose among {', '.join(codes) or 'none'}")
    return []


def _description(
    page: ForeignPage, place: tuple[str, ...], notes: Notes, text: str, name: str
) -> str:
    """At most 160 characters; from the page's first words when the page has no description."""
    found = page.words(*place) or page.words("description")
    line = page.line(*place)
    least, most = DESCRIPTION
    if len(found) < least:
        notes.add(line, f"description of {len(found)} characters; made from the page's first words")
        found = f"{found} {markdown.plain(text)}".strip()
        found = _cut(found, most) if len(found) >= least else f"{name}: a page of AP Biology."
    if len(found) > most:
        notes.add(line, f"description of {len(found)} characters was cut to {most}: “{found}”")
    return _cut(found, most)


def _cut(text: str, most: int) -> str:
    """`text` at its last whole word within `most` characters."""
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0].rstrip(',;:')}…"


def _short(text: str, most: int, notes: Notes, line: int, what: str) -> str:
    if len(text) > most:
        notes.add(line, f"{what} of {len(text)} characters was cut to {most}: “{text}”")
    return _cut(text, most)


def _date(page: ForeignPage, notes: Notes) -> datetime.date:
    value = page.values.get("date")
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value or "")[:10])
    except ValueError:
        notes.add(page.line("date"), f"date “{value or ''}” not understood; the draft says today")
        return timezone.localdate()


def _named_by(notes: Notes) -> str:
    """A page without a title is called after its file."""
    stem = notes.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    name = stem.replace("-", " ").replace("_", " ").strip().capitalize() or "Untitled"
    notes.add(1, f"no title; called “{name}” after the file")
    return name


def _last_segment(address: str) -> str:
    return address.split("?")[0].split("#")[0].rstrip("/").rsplit("/", 1)[-1]


def _slug(address: str, name: str) -> str:
    path = address.split("://", 1)[-1]
    slug = slug_of(_last_segment(path)) if "/" in path else ""
    slug = (slug or slug_of(name) or "page").replace("_", "-").strip("-")
    slug = "-".join(filter(None, slug.split("-")))
    return slug if len(slug) <= SLUG_LENGTH else slug[:SLUG_LENGTH].rsplit("-", 1)[0]


def _valid(
    record: type[Any], prefix: str, slug: str, values: dict[str, Any], notes: Notes, run: Import
) -> Any:
    """The record; its slug is one that no published page and no draft of this run has."""
    model = Term if record is TermRecord else Question
    free = slug
    number = 1
    while f"{prefix}-{free}" in run.made or _is_published(model, free, f"{prefix}-{free}"):
        number += 1
        free = f"{slug}-imported" if number == 2 else f"{slug}-imported-{number - 1}"
    if free != slug:
        notes.add(1, f"there is a page “{slug}” already; it is left alone, the draft is “{free}”")
    try:
        made = record.model_validate(values | {"id": f"{prefix}-{free}", "slug": free})
    except ValidationError as error:
        problems = [Problem(notes.file, 1, str(e["loc"][0]), e["msg"]) for e in error.errors()]
        raise ContentProblems(problems) from error
    run.made.add(f"{prefix}-{free}")
    return made


def _is_published(model: type[Term] | type[Question], slug: str, uid: str) -> bool:
    return model.objects.published().filter(Q(slug=slug) | Q(uid=uid)).exists()


def _row(
    model: type[Term] | type[Question], record: BaseModel, notes: Notes, run: Import
) -> Term | Question:
    """A new row, or the draft of an earlier import, which is replaced."""
    slug, uid = getattr(record, "slug"), getattr(record, "id")  # noqa: B009 both records have them
    row = model.objects.filter(Q(slug=slug) | Q(uid=uid)).order_by("pk").first()
    if row is not None:
        notes.add(1, f"replaces the draft “{slug}”; its history keeps the earlier text")
    row = row or model()
    row.take(record)
    return row
