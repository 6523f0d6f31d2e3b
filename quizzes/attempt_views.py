"""Attempts: answering, saving, handing in, looking back; and the teacher's quizzes."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from quizzes import actions, closing, exams, guards, late, receipts, rehearsals, sent
from quizzes.attempt_rows import rows_of
from quizzes.forms import QuizForm
from quizzes.given import Given
from quizzes.models import Answer, Attempt, Quiz
from quizzes.saving_views import clock_of, warn_of
from quizzes.shown import shown_item, shown_unanswered
from studyapp.accounts.access import signed_in, teacher
from studyapp.classes.activities import NotOpen
from studyapp.classes.guards import teaches
from terms import shelf
from terms.shelf import Shelf

WRITTEN = "free-response"
ALREADY = "This quiz had been handed in already."


@signed_in
@never_cache
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """The open attempt to its student; the result to her and, once handed in, to her teacher."""
    found = closing.settle(guards.readable_attempt(request.user, pk))
    if found.is_open:
        return render(request, "quizzes/attempt.html", _open_context(found))
    if address := exams.way_on(found) or rehearsals.way_on(found):
        return redirect(address)
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
    try:
        if request.method == "POST":
            return redirect(actions.begin(user=request.user, quiz=quiz, assignment=given))
        preview = actions.preview(user=request.user, quiz=quiz, assignment=given)
    except NotOpen as reason:
        messages.error(request, str(reason))
        return redirect(given.classroom)
    context = {"assignment": given, "preview": preview, "count": quiz.places.count()}
    return render(request, "quizzes/begin.html", context)


def _open_context(found: Attempt) -> dict[str, Any]:
    course = shelf.current()
    answers = list(found.answers.select_related("version"))
    rows = [_open_row(answer, course) for answer in answers]
    return {
        "attempt": found,
        "rows": rows,
        "has_written": any(answer.version.record["kind"] == WRITTEN for answer in answers),
        "answered": sum(a.response is not None for a in answers),
        "clock": clock_of(found),
        "calculator_rule": settings.CALCULATOR_RULE,
    }


def _open_row(answer: Answer, course: Shelf) -> dict[str, Any]:
    item = shown_unanswered(answer.version.parsed(), course, response=answer.response)
    return {
        "answer": answer,
        "next_sequence": answer.sequence + 1,
        "prefix": f"choice-{answer.position}",
        "item": item,
        "ask": item.body.ask.lower(),
    }


def _result_context(found: Attempt, request: HttpRequest) -> dict[str, Any]:
    answers = list(found.answers.select_related("version"))
    rows = rows_of(answers, shelf.current(), request.path)
    room = found.assignment.classroom if found.assignment else None
    is_in = room is not None and (teaches(request.user, room) or room.has_member(request.user))
    return {
        "attempt": found,
        "rows": rows,
        "points": sum(answer.points or 0 for answer in answers),
        "out_of": sum(answer.out_of or 0 for answer in answers),
        "answered": sum(answer.response is not None for answer in answers),
        "code": receipts.code_of(found),
        "classroom": room if is_in else None,
        "late": [e for e in found.events.late() if not e.is_passed] if room else [],
    }


@signed_in
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Without JavaScript the whole form comes here with every answer; so it is saved first. When
    questions are left unanswered, it asks before it hands in.

    A link or a sign-in that leads here leads on to the attempt and hands nothing in.
    """
    found = guards.own_attempt(request.user, pk)
    if request.method != "POST":
        return redirect(found)
    closing.settle(found)
    answers = sent.form_answers(request.POST, found)
    try:
        kept = _taken(found, answers, request.POST)
    except actions.AttemptClosed:
        found.refresh_from_db()
        late.keep_form(attempt=found, answers=answers)
        is_over = found.finished_by == Attempt.Finisher.DEADLINE
        problem = "The time was over before this arrived." if is_over else ALREADY
        messages.warning(request, problem)
        return redirect(found)
    warn_of(request, kept)
    found.refresh_from_db()
    if found.is_open and "save_only" not in request.POST:
        context = {"attempt": found, "unanswered": found.unanswered()}
        return render(request, "quizzes/unanswered.html", context)
    done = "Your answers are saved. The quiz is still open." if found.is_open else "Handed in."
    messages.success(request, done)
    return redirect(found)


def _taken(found: Attempt, answers: dict[int, Given], fields: QueryDict) -> list[int]:
    """Do what the button says that was pressed; where a newer answer was kept."""
    if "save_only" in fields:
        return actions.save_all(attempt=found, answers=answers)
    return actions.hand_in_with(attempt=found, answers=answers, is_sure="sure" in fields)


@teacher
def quizzes(request: HttpRequest) -> HttpResponse:
    owned = Quiz.objects.filter(owner=request.user.pk).prefetch_related("places")
    return render(request, "quizzes/quizzes.html", {"quizzes": owned})


@teacher
def new_quiz(request: HttpRequest) -> HttpResponse:
    form = QuizForm(request.POST or None, topic=request.GET.get("topic", ""))
    if request.method == "POST" and form.is_valid():
        quiz = actions.make_quiz(
            title=form.cleaned_data["title"],
            owner=request.user,
            items=form.chosen_items(),
            minutes=form.cleaned_data["minutes"],
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
    # An item that was taken back is still what students of this quiz are given.
    places = found.places.select_related("item__current")
    items = [shown_item(place.item.current.parsed(), course) for place in places]
    return render(request, "quizzes/quiz.html", {"quiz": found, "items": items})
