"""Attempts: answering, saving, handing in, looking back; and the teacher's quizzes."""

import functools
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from quizzes import actions, closing, guards
from quizzes.core.kinds import single_choice
from quizzes.forms import QuizForm
from quizzes.models import Answer, Attempt, Quiz
from quizzes.shown import shown_choice
from studyapp.accounts.access import View, signed_in, teacher
from studyapp.classes.activities import NotOpen
from studyapp.classes.guards import teaches
from terms import shelf

LONGEST_NUMBER = 16


@signed_in
@never_cache
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """The open attempt to its student; the result to her and, once handed in, to her teacher."""
    found = closing.settle(guards.readable_attempt(request.user, pk))
    if found.is_open:
        return render(request, "quizzes/attempt.html", _open_context(found))
    return render(request, "quizzes/result.html", _result_context(found, request))


@signed_in
@never_cache
def begin(request: HttpRequest, assignment_pk: int) -> HttpResponse:
    """What she is about to begin, for how long and as whom; the clock starts with the button."""
    given = guards.joined_assignment(request.user, assignment_pk)
    quiz = guards.quiz_of(given)
    begun = Attempt.objects.filter(user=request.user.pk, assignment=given).first()
    if begun is not None:
        return redirect(begun)
    if request.method == "POST":
        try:
            return redirect(actions.begin(user=request.user, quiz=quiz, assignment=given))
        except NotOpen as reason:
            messages.error(request, str(reason))
            return redirect(given.classroom)
    preview = actions.preview(user=request.user, quiz=quiz, assignment=given)
    context = {"assignment": given, "preview": preview, "count": quiz.places.count()}
    return render(request, "quizzes/begin.html", context)


def _open_context(found: Attempt) -> dict[str, Any]:
    course = shelf.current()
    answers = found.answers.select_related("version")
    rows = [
        {
            "answer": answer,
            "next_sequence": answer.sequence + 1,
            "item": shown_choice(answer.version.parsed(), course, chosen=answer.response),
        }
        for answer in answers
    ]
    return {
        "attempt": found,
        "rows": rows,
        "answered": sum(a.response is not None for a in answers),
    }


def _result_context(found: Attempt, request: HttpRequest) -> dict[str, Any]:
    course = shelf.current()
    answers = list(found.answers.select_related("version"))
    rows = [
        {
            "answer": answer,
            "item": shown_choice(
                answer.version.parsed(), course, chosen=answer.response, here=request.path
            ),
        }
        for answer in answers
    ]
    room = found.assignment.classroom if found.assignment else None
    is_in = room is not None and (teaches(request.user, room) or room.has_member(request.user))
    return {
        "attempt": found,
        "rows": rows,
        "points": sum(answer.points or 0 for answer in answers),
        "out_of": sum(answer.out_of or 0 for answer in answers),
        "classroom": room if is_in else None,
    }


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
        if request.user.is_authenticated:
            return guarded(request, *args, **kwargs)
        reply = {"problem": "You have been signed out.", "sign_in": _sign_in(request)}
        return JsonResponse(reply, status=401)

    # Exempt from the middleware's check, which answers with a page; its JSON twin checks instead.
    return csrf_exempt(decorator_from_middleware(_JsonCsrf)(answered))


def _number(raw: str | None) -> int | None:
    """A sequence number as it was sent, or None for what is none."""
    text = raw or ""
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else None


def _given(request: HttpRequest, suffix: str = "") -> actions.Given | None:
    """The answer that the request carries, or None when its choice or number is none."""
    response = single_choice.parse_response(request.POST.get(f"choice{suffix}"))
    sequence = _number(request.POST.get(f"sequence{suffix}"))
    if response is None or sequence is None:
        return None
    own = request.POST.get(f"own{suffix}", "").split(",")
    return actions.Given(
        response=response,
        sequence=sequence,
        base=_number(request.POST.get(f"base{suffix}")),
        own=tuple(place for place in map(single_choice.parse_response, own) if place is not None),
        age_s=(_number(request.POST.get(f"age{suffix}")) or 0) / 1000,
    )


def _kept(answer: Answer) -> dict[str, Any]:
    """An answer as the server keeps it."""
    at = timezone.localtime(answer.saved_at).strftime("%-I:%M:%S %p") if answer.saved_at else ""
    return {"saved_at": at, "response": answer.response, "sequence": answer.sequence}


@_for_scripts
@require_POST
def save(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Keep one answer. The reply carries the server's time: only then does the page say “saved”."""
    try:
        found = guards.own_attempt(request.user, pk)
    except Http404:
        # Whose session this is tells the page whether somebody else has signed in meanwhile.
        problem = "This quiz is no longer open to you."
        return JsonResponse({"problem": problem, "user": request.user.pk}, status=404)
    given = _given(request)
    if given is None:
        return JsonResponse({"problem": "That is not an answer."}, status=400)
    try:
        answer = actions.save_answer(attempt=found, position=position, **vars(given))
    except Answer.DoesNotExist:
        problem = "This quiz has no such question."
        return JsonResponse({"problem": problem, "user": request.user.pk}, status=404)
    except actions.ImplausibleSequence:
        return JsonResponse({"problem": "That is not a change's number."}, status=400)
    except actions.AttemptClosed:
        return JsonResponse(_closed(found, position, given), status=409)
    except actions.StaleAnswer as stale:
        return JsonResponse({"stale": True, **_kept(stale.answer)}, status=409)
    return JsonResponse(_kept(answer))


def _closed(found: Attempt, position: int, given: actions.Given) -> dict[str, Any]:
    """Why an answer was not saved; whether it waits for the teacher."""
    found.refresh_from_db()
    is_kept = actions.keep_late(attempt=found, position=position, given=given)
    is_over = found.finished_by == Attempt.Finisher.DEADLINE
    problem = "The time was over." if is_over else "This quiz has been handed in."
    return {"problem": problem, "result": found.get_absolute_url(), "kept_for_teacher": is_kept}


def _form_answers(request: HttpRequest, found: Attempt) -> dict[int, actions.Given]:
    """What the whole form says. A place without a number was shown before anything was saved."""
    answers = {}
    for position in found.answers.values_list("position", flat=True):
        response = single_choice.parse_response(request.POST.get(f"choice-{position}"))
        if response is not None:
            first = actions.Given(response=response, sequence=1)
            answers[position] = _given(request, f"-{position}") or first
    return answers


@signed_in
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Without JavaScript the whole form comes here with every answer; so it is saved first.

    A link or a sign-in that leads here leads on to the attempt and hands nothing in.
    """
    found = guards.own_attempt(request.user, pk)
    if request.method != "POST":
        return redirect(found)
    is_saved_only = "save_only" in request.POST
    do = actions.save_all if is_saved_only else actions.hand_in_with
    closing.settle(found)
    try:
        kept = do(attempt=found, answers=_form_answers(request, found))
    except actions.AttemptClosed:
        messages.info(request, "This quiz had been handed in already.")
        return redirect(found)
    done = "Your answers are saved. The quiz is still open." if is_saved_only else "Handed in."
    messages.success(request, done)
    if kept:
        where = ", ".join(str(position) for position in kept)
        messages.warning(
            request,
            f"At question {where} the newer answer, from another tab or device, was kept.",
        )
    return redirect(found)


@teacher
def quizzes(request: HttpRequest) -> HttpResponse:
    owned = Quiz.objects.filter(owner=request.user.pk).prefetch_related("places")
    return render(request, "quizzes/quizzes.html", {"quizzes": owned})


@teacher
def new_quiz(request: HttpRequest) -> HttpResponse:
    form = QuizForm(request.POST or None, topic=request.GET.get("topic", ""))
    if request.method == "POST" and form.is_valid():
        quiz = actions.make_quiz(
            title=form.cleaned_data["title"], owner=request.user, items=form.chosen_items()
        )
        messages.success(request, "The quiz is ready. Assign it from one of your classes.")
        return redirect(quiz)
    course = shelf.current()
    return render(
        request, "quizzes/new_quiz.html", {"form": form, "topics": course.topics.values()}
    )


@teacher
def quiz(request: HttpRequest, pk: int) -> HttpResponse:
    """The quiz as its students will see it, with the key."""
    found = guards.own_quiz(request.user, pk)
    course = shelf.current()
    items = [
        shown_choice(place.item.served(), course) for place in found.places.select_related("item")
    ]
    return render(request, "quizzes/quiz.html", {"quiz": found, "items": items})
