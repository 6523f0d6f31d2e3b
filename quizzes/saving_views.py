"""What the script of an attempt's page asks: keep an answer, tell the time, hand in."""

import functools
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from quizzes import actions, closing, guards, late, sent
from quizzes.answers import Asked, fields_of
from quizzes.given import Given
from quizzes.models import Answer, Attempt
from studyapp.accounts.access import View, signed_in


class _JsonCsrf(CsrfViewMiddleware):
    """The same check for a script, which cannot read a page: its refusal is JSON."""

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        if super().process_view(request, *view) is None:
            return None
        problem = "This page has been open too long, or its cookie was blocked."
        return JsonResponse({"problem": problem, "sign_in": _sign_in(request)}, status=403)


def _sign_in(request: HttpRequest) -> str:
    """Where to sign in and come back to the attempt."""
    pk = request.resolver_match.kwargs["pk"] if request.resolver_match else 0
    query = urlencode({"next": reverse("quizzes:attempt", args=[pk])})
    return f"{resolve_url(settings.LOGIN_URL)}?{query}"


def _for_scripts(view: View) -> View:
    """Only signed in, as JSON: a redirect to a page would tell a script nothing."""
    guarded = signed_in(view)

    @functools.wraps(guarded)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            reply = {"problem": "You have been signed out.", "sign_in": _sign_in(request)}
            return JsonResponse(reply, status=401)
        try:
            return guarded(request, *args, **kwargs)
        except Http404:
            # Whose session this is tells the page whether somebody else has signed in meanwhile.
            problem = "This quiz is no longer open to you."
            return JsonResponse({"problem": problem, "user": request.user.pk}, status=404)

    # Exempt from the middleware's check, which answers with a page; its JSON twin checks instead.
    return csrf_exempt(decorator_from_middleware(_JsonCsrf)(answered))


def clock_of(attempt: Attempt) -> dict[str, Any]:
    """The time left, by the server's clock: the browser's may be wrong."""
    end = attempt.deadline_at
    left = None if end is None else (end - timezone.now()).total_seconds()
    return {
        "left_ms": None if left is None else max(0, round(left * 1000)),
        "ends": _at(end, "%-I:%M %p"),
        "is_open": attempt.is_open,
        "result": "" if attempt.is_open else attempt.get_absolute_url(),
    }


def _at(moment: Any, how: str) -> str:
    return timezone.localtime(moment).strftime(how) if moment else ""


def _kept(answer: Answer, asked: Asked) -> dict[str, Any]:
    """An answer as the server keeps it, and the fields that say it."""
    return {
        "saved_at": _at(answer.saved_at, "%-I:%M:%S %p"),
        "response": answer.response,
        "fields": fields_of(asked, answer.response),
        "sequence": answer.sequence,
    }


@_for_scripts
@require_POST
def save(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Keep one answer. The reply carries the server's time: only then does the page say “saved”."""
    found = guards.own_attempt(request.user, pk)
    asked = guards.asked_at(found, position)
    given = sent.given(request.POST, asked)
    if given is None:
        return JsonResponse({"problem": "That is not an answer."}, status=400)
    try:
        answer = actions.save_answer(attempt=found, position=position, **vars(given))
    except actions.ImplausibleSequence:
        return JsonResponse({"problem": "That is not a change's number."}, status=400)
    except actions.AttemptClosed:
        return JsonResponse(_closed(found, position, given), status=409)
    except actions.StaleAnswer as stale:
        return JsonResponse({"stale": True, **_kept(stale.answer, asked)}, status=409)
    return JsonResponse(_kept(answer, asked) | {"clock": clock_of(found)})


def _closed(found: Attempt, position: int, given: Given) -> dict[str, Any]:
    """Why an answer was not saved; whether it only came too late, and waits for the teacher."""
    found.refresh_from_db()
    is_late = late.keep(attempt=found, position=position, given=given)
    is_over = found.finished_by == Attempt.Finisher.DEADLINE
    problem = "The time was over." if is_over else "This quiz has been handed in."
    return {
        "problem": problem,
        "result": found.get_absolute_url(),
        "is_late": is_late,
        "kept_for_teacher": is_late and found.assignment_id is not None,
    }


@_for_scripts
@require_GET
def clock(request: HttpRequest, pk: int) -> HttpResponse:
    """The time left, which the teacher may have made longer; finishes what is overdue."""
    return JsonResponse(clock_of(closing.settle(guards.own_attempt(request.user, pk))))


@_for_scripts
@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in with the whole form, as the page's button does without a script.

    With `at_end` the page does it by itself; when there is more time the reply is the clock.
    """
    found = closing.settle(guards.own_attempt(request.user, pk))
    answers, at_end = sent.form_answers(request.POST, found), "at_end" in request.POST
    try:
        kept = actions.hand_in_with(attempt=found, answers=answers, at_end=at_end)
    except actions.TimeLeft:
        found.refresh_from_db()
        return JsonResponse({"clock": clock_of(found)})
    except actions.AttemptClosed:
        kept = []
        found.refresh_from_db()
        for position, given in answers.items():
            late.keep(attempt=found, position=position, given=given)
    else:
        messages.success(request, "Handed in.")
        warn_of(request, kept)
    return JsonResponse({"result": found.get_absolute_url(), "kept": kept})


def warn_of(request: HttpRequest, kept: list[int]) -> None:
    """Say at which questions another page's newer answer stands."""
    if kept:
        where = ", ".join(str(position) for position in kept)
        messages.warning(
            request,
            f"At question {where} the newer answer, from another tab or device, was kept.",
        )
