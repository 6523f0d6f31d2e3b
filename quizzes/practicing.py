"""Practice goes through a queue: an item, its feedback, the next. The address holds all of it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django_htmx.http import push_url
from django_htmx.middleware import HtmxDetails

from quizzes import actions
from quizzes.answers import Asked, fields_of, raw_of
from quizzes.core.kinds.table import KINDS
from quizzes.models import Item
from quizzes.queues import Queue
from quizzes.shown import ShownItem, shown_item
from terms import shelf

PREFIX = "choice"
NO_ANSWER = "Answer first: nothing was chosen or written."


class HtmxRequest(HttpRequest):
    """A request as HtmxMiddleware leaves it."""

    htmx: HtmxDetails


def go_through(request: HtmxRequest, queue: Queue) -> HttpResponse:
    """Show item `n` of the queue; with an answer in the address, its feedback."""
    number = _whole(request.GET.get("n"), default=1)
    found = queue.at(number)
    if found is None:
        return _render(request, {"queue": queue, "item": None, "number": number})
    if request.method == "POST":
        return _keep(request, queue, number, found)
    item, here = asked(request.GET, found.served(), f"{queue.url}?n={number}")
    course = shelf.current()
    context = {
        "queue": queue,
        "number": number,
        "next_number": number + 1 if number < len(queue) else None,
        "item": item,
        "is_judged": item.is_judgeable,
        "given": here.partition("&")[2],
        "version": found.current.number if found.current else None,
        "problem": NO_ANSWER if is_sent(request.GET) and not item.is_answered else "",
        "terms": [course.terms[s] for s in found.published["terms"] if s in course.terms],
    }
    response = _render(request, context)
    # On its own page the address follows the item; inside a term page the term's address stays.
    if request.htmx and (request.htmx.current_url_abs_path or "").startswith(queue.url):
        return push_url(response, here)
    return response


def asked(fields: QueryDict, record: Any, address: str) -> tuple[ShownItem, str]:
    """The item with the answer that `fields` hold, and the address that says so."""
    which = Asked(record.kind, record.id)
    response = KINDS[record.kind].parse_response(raw_of(which, fields, PREFIX))
    here = answered_address(address, which, response)
    return shown_item(record, shelf.current(), response=response, here=here), here


def answered_address(address: str, which: Asked, response: Any) -> str:
    """`address`, which has a query, with an answer in it."""
    named = [(f"{PREFIX}{suffix}", value) for suffix, value in fields_of(which, response)]
    return f"{address}&{urlencode(named)}" if named else address


def is_sent(fields: Mapping[str, Any]) -> bool:
    """Whether the form of an item was sent, be it empty."""
    return any(name == PREFIX or name.startswith(f"{PREFIX}.") for name in fields)


def _keep(request: HttpRequest, queue: Queue, number: int, found: Item) -> HttpResponse:
    """Record the answer of who is signed in, and lead to its feedback."""
    address = f"{queue.url}?n={number}"
    item, here = asked(request.POST, found.served(), address)
    if not item.is_answered:
        return redirect(f"{address}&{PREFIX}=")
    if item.is_judgeable and request.user.is_authenticated and found.current is not None:
        actions.practice(user=request.user, version=found.current, response=item.response)
    return redirect(here)


def _render(request: HtmxRequest, context: dict[str, Any]) -> HttpResponse:
    is_part = bool(request.htmx)
    template = "quizzes/_item.html" if is_part else "quizzes/item.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request, Cookie"
    return response


def _whole(text: str | None, *, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else default
