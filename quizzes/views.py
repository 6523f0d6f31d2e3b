"""Practice: items one at a time, with feedback on every option."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from quizzes import catalog, queues, stock, written_views
from quizzes.core.bank import PRACTICE_NAMES
from quizzes.models import Item
from quizzes.practicing import HtmxRequest, go_through
from quizzes.queues import Queue
from quizzes.standing import Standing
from quizzes.stock import Entry
from studyapp.accounts.access import public, signed_in
from studyapp.lib.pagecache import cached_page
from terms import shelf

ROUNDS = {
    "weak": "Your weak spots",
    "wrong": "What you got wrong",
    "mixed": "Mixed review",
}
NOTHING = {
    "weak": "There are no items yet to find weak spots with.",
    "wrong": "Nothing is wrong: every item you answered, you got right the last time.",
    "mixed": "Answer some items first: mixed review goes over what you have met.",
}


@public
@cached_page
def practice(request: HttpRequest) -> HttpResponse:
    """Choose what to practice."""
    context = {
        "units": catalog.units(),
        "unwritten": catalog.unwritten(),
        "total": len(stock.current().entries),
        "skills": catalog.skills(),
        "misconceptions": len(shelf.current().misconceptions),
    }
    return render(request, "quizzes/practice.html", context)


@public
def topic(request: HtmxRequest, number: str) -> HttpResponse:
    course = shelf.current()
    if number not in course.topics:
        raise Http404("There is no such topic.")
    url = reverse("quizzes:topic", args=[number])
    title = str(course.topics[number])
    written = queues.written_of(topic=number)
    return go_through(request, Queue(title, queues.of_topic(number), url, written))


@public
def unit(request: HtmxRequest, number: str) -> HttpResponse:
    course = shelf.current()
    title = next((str(u) for u in course.units if u.number == int(number)), "")
    if not title:
        raise Http404("There is no such unit.")
    url = reverse("quizzes:unit", args=[number])
    return go_through(request, Queue(title, queues.of_unit(int(number)), url))


@public
def objective(request: HtmxRequest, code: str) -> HttpResponse:
    found = shelf.current().objectives.get(code)
    if found is None:
        raise Http404("There is no such objective.")
    url = reverse("quizzes:objective", args=[code])
    title = f"{code}: {found.paraphrase}"
    written = queues.written_of(objective=code)
    return go_through(request, Queue(title, queues.of_objective(code), url, written))


@public
def skill(request: HtmxRequest, number: str) -> HttpResponse:
    """All items of a science practice, whatever their unit."""
    url = reverse("quizzes:skill", args=[number])
    title = PRACTICE_NAMES[int(number)]
    return go_through(request, Queue(title, queues.of_practice(int(number)), url))


@signed_in
def weak(request: HttpRequest) -> HttpResponse:
    return _round(request, "weak", Standing(request.user).weak())


@signed_in
def wrong(request: HttpRequest) -> HttpResponse:
    return _round(request, "wrong", Standing(request.user).wrong())


@signed_in
def mixed(request: HttpRequest) -> HttpResponse:
    return _round(request, "mixed", Standing(request.user).mixed())


def _round(request: HttpRequest, name: str, entries: Sequence[Entry]) -> HttpResponse:
    """Send on to a round of these items: its address stays good when the choice would change."""
    if not entries:
        messages.info(request, NOTHING[name])
        return redirect("quizzes:practice")
    return redirect("quizzes:round", name, queues.code_of(entries))


@public
def round_(request: HtmxRequest, name: str, code: str) -> HttpResponse:
    """Items picked for somebody. The address holds the items, nothing of the person."""
    url = reverse("quizzes:round", args=[name, code])
    return go_through(request, Queue(ROUNDS[name], queues.from_code(code), url))


@public
def for_term(request: HtmxRequest, slug: str) -> HttpResponse:
    """A few items about one term; the term page shows this as a part of itself."""
    term = shelf.current().terms.get(slug)
    if term is None:
        raise Http404("There is no such term.")
    url = reverse("quizzes:for_term", args=[slug])
    return go_through(request, Queue(term.title, queues.of_term(slug, term.topic), url))


@public
def misconception(request: HtmxRequest, identifier: str) -> HttpResponse:
    found = shelf.current().misconceptions.get(identifier)
    if found is None:
        raise Http404("There is no such misconception.")
    url = reverse("quizzes:misconception", args=[identifier])
    return go_through(request, Queue(found.wrong, queues.of_misconception(identifier), url))


@public
def item(request: HtmxRequest, uid: str) -> HttpResponse:
    """One item by its id: the address to send to somebody."""
    found = get_object_or_404(Item.objects.published(), uid=uid)
    if found.kind == "free-response":
        return written_views.question(request, found)
    url = reverse("quizzes:item", args=[uid])
    return go_through(request, Queue(f"Topic {found.topic}", [uid], url))


@public
@cached_page
def misconceptions(request: HttpRequest) -> HttpResponse:
    """The list of misconceptions: the belief, the idea that replaces it, and what settles it."""
    course = shelf.current()
    rows: dict[str, list[Any]] = {}
    for found in course.misconceptions.values():
        rows.setdefault(found.topics[0], []).append(found)
    listed = [(course.topics[n], rows[n]) for n in course.topics if n in rows]
    # Folded by unit: some hundreds of cards are too many stops on the way through the page.
    units = [
        (unit, found, sum(len(beliefs) for _, beliefs in found))
        for unit in course.units
        if (found := [row for row in listed if row[0].unit.number == unit.number])
    ]
    return render(request, "quizzes/misconceptions.html", {"units": units})
