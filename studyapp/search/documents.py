"""What can be found: one document for each term, topic, study question, item and scenario."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from quizzes.models import Item
from sim.models import Scenario
from studyapp.lib import markdown
from terms import shelf
from terms.shelf import Shelf


@dataclass(frozen=True)
class Document:
    """`names` are matched forgivingly, `body` word by word. A lower `rank` comes first."""

    kind: str
    title: str
    url: str
    snippet: str
    names: tuple[str, ...]
    body: str
    rank: int


def documents() -> Iterator[Document]:
    """Every document of the site as it is served now."""
    course = shelf.current()
    yield from _terms(course)
    yield from _topics(course)
    yield from _questions(course)
    for row in Scenario.objects.published():
        record = row.served()
        url = reverse("sim:scenario", args=[record.slug])
        names = (record.title, record.slug.replace("-", " "))
        yield Document("laboratory", record.title, url, record.question, names, record.watch, 3)
    for item in Item.objects.published():
        yield _item(item)


def _terms(course: Shelf) -> Iterator[Document]:
    for term in course.terms.values():
        definition = markdown.plain(term.definition)
        body = " ".join((definition, term.what_it_is, term.why_it_matters, term.takeaways))
        old = (slug.replace("-", " ") for slug in term.url_aliases)
        names = (term.title, *term.aliases, *old)
        yield Document("term", term.title, shelf.term_url(term.slug), definition, names, body, 0)


def _topics(course: Shelf) -> Iterator[Document]:
    for topic in course.topics.values():
        guide = course.guides.get(topic.number)
        body = " ".join(topic.key_terms) + (f" {guide.the_idea}" if guide else "")
        snippet = guide.description if guide else f"Unit {topic.unit.number}, {topic.unit.title}"
        names = (topic.title, topic.number, str(topic), f"topic {topic.number}")
        yield Document("topic", str(topic), topic.get_absolute_url(), snippet, names, body, 1)
    for unit in course.units:
        titles = " ".join(t.title for t in course.topics_of(unit.number))
        names = (unit.title, f"unit {unit.number}")
        yield Document("unit", str(unit), unit.get_absolute_url(), titles, names, titles, 1)


def _questions(course: Shelf) -> Iterator[Document]:
    for question in course.questions.values():
        url = reverse("terms:question", args=[question.slug])
        names = (question.question,)
        body = " ".join((*question.keywords, question.answer))
        yield Document("question", question.question, url, question.description, names, body, 2)


def _item(item: Item) -> Document:
    stem = markdown.plain(item.published.get("stem") or item.published["title"])
    title = f"{item.topic}: {stem}" if len(stem) < 90 else f"{item.topic}: {stem[:88]}…"
    shown = " ".join(_shown_words(item.published))
    return Document("item", title, item.get_absolute_url(), "", (), f"{stem} {shown}", 4)


def _shown_words(record: dict[str, Any]) -> Iterator[str]:
    """What an item of any kind shows to choose from: texts, or rows that have one."""
    for name in ("options", "rows", "steps", "reasons", "predictions", "explanations"):
        for entry in record.get(name, ()):
            yield entry if isinstance(entry, str) else entry["text"]
