"""Pages of the course: units, topics, terms, study questions."""

import hashlib
from typing import Any

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from studyapp.accounts.access import public
from studyapp.lib import contentversion
from studyapp.lib.jsonld import script_text
from studyapp.lib.negotiation import prefers_markdown
from studyapp.lib.pagecache import cached_page
from terms import pages, shelf, structured
from terms.models import Topic
from terms.pagefiles import write_question, write_term
from terms.records import QuestionRecord, TermRecord

MARKDOWN = "text/markdown; charset=utf-8"
BIG_IDEAS = {
    "EVO": "Evolution",
    "ENE": "Energetics",
    "IST": "Information storage and transmission",
    "SYI": "Systems interactions",
}


def trail(request: HttpRequest, *steps: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumbs with absolute addresses, from the home page down to this page."""
    return [(name, request.build_absolute_uri(path)) for name, path in (("Home", "/"), *steps)]


def topic_steps(course: shelf.Shelf, number: str) -> list[tuple[str, str]]:
    topic = course.topics[number]
    unit = topic.unit
    return [
        (f"Unit {unit.number}", unit.get_absolute_url()),
        (f"{number} {topic.title}", topic.get_absolute_url()),
    ]


@public
@cached_page
def units(request: HttpRequest) -> HttpResponse:
    course = shelf.current()
    rows = [
        {"unit": unit, "topics": [topic_row(course, t) for t in course.topics_of(unit.number)]}
        for unit in course.units
    ]
    return render(request, "terms/units.html", {"rows": rows})


def topic_row(course: shelf.Shelf, topic: Any) -> dict[str, Any]:
    """What a list of topics shows of one: how much of it is written."""
    return {
        "topic": topic,
        "guide": course.guides.get(topic.number),
        "terms": len(course.terms_of(topic.number)),
        "questions": len(course.questions_of(topic.number)),
    }


@public
@cached_page
def unit(request: HttpRequest, number: int) -> HttpResponse:
    course = shelf.current()
    found = next((u for u in course.units if u.number == number), None)
    if found is None:
        raise Http404("The course has units 1 to 8.")
    context = {
        "unit": found,
        "rows": [topic_row(course, t) for t in course.topics_of(number)],
        "trail": trail(request, (str(found), found.get_absolute_url())),
    }
    return render(request, "terms/unit.html", context)


@public
@cached_page
def topic(request: HttpRequest, number: str) -> HttpResponse:
    course = shelf.current()
    found = course.topics.get(number)
    if found is None:
        raise Http404("There is no such topic in the course of Fall 2025.")
    return render(request, "terms/topic.html", topic_context(request, found, course))


def topic_context(request: HttpRequest, found: Topic, course: shelf.Shelf) -> dict[str, Any]:
    """What the page of a topic shows; its guide, where there is one, is the shelf's."""
    number = found.number
    guide = course.guides.get(number)
    numbers = list(course.topics)
    at = numbers.index(number)
    return {
        "topic": found,
        "big_ideas": [BIG_IDEAS[idea] for idea in found.big_ideas],
        "guide": pages.guide_page(guide, course) if guide else None,
        "objectives": course.objectives_of(number),
        "terms": course.terms_of(number),
        "unwritten": [t for t in found.key_terms if not course.has_page(t)],
        "questions": course.questions_of(number),
        "before": course.topics[numbers[at - 1]] if at else None,
        "after": course.topics[numbers[at + 1]] if at + 1 < len(numbers) else None,
        "trail": trail(request, *topic_steps(course, number)),
        "edit_url": reverse("admin:terms_guide_by_id", args=[guide.id]) if guide else "",
    }


@public
@cached_page
def terms(request: HttpRequest) -> HttpResponse:
    course = shelf.current()
    letters: dict[str, list[TermRecord]] = {}
    for term in course.terms.values():
        letters.setdefault(term.title[0].upper(), []).append(term)
    return render(request, "terms/terms.html", {"letters": letters, "count": len(course.terms)})


@public
@cached_page
def term(request: HttpRequest, slug: str) -> HttpResponse:
    course = shelf.current()
    if slug in course.moved:
        return redirect("terms:term", course.moved[slug], permanent=True)
    record = course.terms.get(slug)
    if record is None:
        raise Http404("There is no such term.")
    if prefers_markdown(request):
        response = term_markdown(request, slug)
    else:
        context = _kept_parts(request, record, course) | {"term": record}
        response = render(request, "terms/term.html", context)
    patch_vary_headers(response, ["Accept"])
    return response


def _kept_parts(request: HttpRequest, record: TermRecord, course: shelf.Shelf) -> dict[str, Any]:
    """The parts of the page that are the same for all readers of one content version."""
    address = request.build_absolute_uri(shelf.term_url(record.slug))
    key = hashlib.sha256(f"{contentversion.current()} {address}".encode()).hexdigest()
    parts: dict[str, Any] | None = caches["parts"].get(key)
    if parts is None:
        parts = term_context(request, record, course)
        del parts["term"]
        caches["parts"].set(key, parts)
    return parts


def term_context(request: HttpRequest, record: TermRecord, course: shelf.Shelf) -> dict[str, Any]:
    """What the term page shows; the preview in the admin shows the same of a working copy."""
    context = _body_context(request, record, course)
    shown = ("term", "jsonld", "canonical_url", "markdown_url", "edit_url")
    body = render_to_string("terms/_term_body.html", context, request)
    return {name: context[name] for name in shown} | {"body": body}


def _body_context(request: HttpRequest, record: TermRecord, course: shelf.Shelf) -> dict[str, Any]:
    page = pages.term_page(record, course)
    url = request.build_absolute_uri(shelf.term_url(record.slug))
    steps = topic_steps(course, record.topic)
    way = trail(request, *steps, (record.title, shelf.term_url(record.slug)))
    objectives = [course.objectives[c] for c in record.objectives if c in course.objectives]
    data = structured.term_graph(
        page,
        url=url,
        site=request.get_host(),
        topic=course.topics[record.topic],
        objectives=objectives,
        trail=way,
    )
    return {
        "page": page,
        "term": record,
        "topic": course.topics[record.topic],
        "objectives": objectives,
        "related_topics": [course.topics[n] for n in record.related_topics if n in course.topics],
        "questions": [q for q in course.questions.values() if record.slug in q.related_terms],
        "trail": way,
        "jsonld": script_text(data),
        "canonical_url": url,
        "markdown_url": reverse("terms:term_markdown", args=[record.slug]),
        "edit_url": reverse("admin:terms_term_by_id", args=[record.id]),
    }


@public
@cached_page
def term_markdown(request: HttpRequest, slug: str) -> HttpResponse:
    course = shelf.current()
    if slug in course.moved:
        return redirect("terms:term_markdown", course.moved[slug], permanent=True)
    record = course.terms.get(slug)
    if record is None:
        raise Http404("There is no such term.")
    return HttpResponse(write_term([record]), content_type=MARKDOWN)


@public
@cached_page
def questions(request: HttpRequest) -> HttpResponse:
    course = shelf.current()
    topics: dict[str, list[QuestionRecord]] = {}
    for question in course.questions.values():
        topics.setdefault(question.topic, []).append(question)
    rows = [(course.topics[number], found) for number, found in topics.items()]
    context = {"rows": rows, "count": len(course.questions)}
    return render(request, "terms/questions.html", context)


@public
@cached_page
def question(request: HttpRequest, slug: str) -> HttpResponse:
    course = shelf.current()
    record = course.questions.get(slug)
    if record is None:
        raise Http404("There is no such question.")
    return render(request, "terms/question.html", question_context(request, record, course))


def question_context(
    request: HttpRequest, record: QuestionRecord, course: shelf.Shelf
) -> dict[str, Any]:
    """What the page of a study question shows."""
    path = reverse("terms:question", args=[record.slug])
    way = trail(request, *topic_steps(course, record.topic), (record.question, path))
    url = request.build_absolute_uri(path)
    return {
        "question": record,
        "answer": pages.question_answer(record, course),
        "topic": course.topics[record.topic],
        "terms": [course.terms[s] for s in record.related_terms if s in course.terms],
        "questions": [
            course.questions[s] for s in record.related_questions if s in course.questions
        ],
        "trail": way,
        "jsonld": script_text(structured.question_graph(record, url=url, trail=way)),
        "canonical_url": url,
        "edit_url": reverse("admin:terms_question_by_id", args=[record.id]),
    }


@public
@cached_page
def question_markdown(request: HttpRequest, slug: str) -> HttpResponse:
    record = shelf.current().questions.get(slug)
    if record is None:
        raise Http404("There is no such question.")
    return HttpResponse(write_question([record]), content_type=MARKDOWN)
