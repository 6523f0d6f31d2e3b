"""Attempts: answering, saving, handing in, looking back; and the teacher's quizzes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from quizzes import actions, guards
from quizzes.core.kinds import single_choice
from quizzes.forms import QuizForm
from quizzes.models import Answer, Attempt, Quiz
from quizzes.shown import shown_choice
from studyapp.accounts.access import signed_in, teacher
from terms import shelf


@signed_in
@never_cache
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """The open attempt to its student; the result to her and, once handed in, to her teacher."""
    found = guards.readable_attempt(request.user, pk)
    if found.is_open:
        return render(request, "quizzes/attempt.html", _open_context(found))
    return render(request, "quizzes/result.html", _result_context(found, request))


def _open_context(found: Attempt) -> dict[str, Any]:
    course = shelf.current()
    answers = found.answers.select_related("version")
    rows = [
        {
            "answer": answer,
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
    points = sum(answer.points or 0 for answer in answers)
    return {"attempt": found, "rows": rows, "points": points, "out_of": len(answers)}


@signed_in
@require_POST
def save(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Keep one answer. The reply carries the server's time: only then does the page say “saved”."""
    found = guards.own_attempt(request.user, pk)
    response = single_choice.parse_response(request.POST.get("choice"))
    sequence = request.POST.get("sequence", "")
    number = int(sequence) if sequence.isascii() and sequence.isdigit() else 0
    try:
        answer = actions.save_answer(
            attempt=found, position=position, response=response, sequence=min(number, 2**53)
        )
    except Answer.DoesNotExist:
        return JsonResponse({"problem": "This quiz has no such question."}, status=404)
    except actions.AttemptClosed:
        return JsonResponse({"problem": "This quiz has been handed in."}, status=409)
    saved_at = (
        timezone.localtime(answer.saved_at).strftime("%-I:%M:%S %p") if answer.saved_at else ""
    )
    kept = {"saved_at": saved_at, "response": answer.response, "sequence": answer.sequence}
    return JsonResponse(kept)


@signed_in
@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Without JavaScript the whole form comes here with every answer; so it is saved first."""
    found = guards.own_attempt(request.user, pk)
    if found.is_open:
        for answer in found.answers.all():
            raw = request.POST.get(f"choice-{answer.position}")
            response = single_choice.parse_response(raw)
            if response is not None and response != answer.response:
                actions.save_answer(
                    attempt=found,
                    position=answer.position,
                    response=response,
                    sequence=answer.sequence + 1,
                )
    if "save_only" in request.POST:
        messages.success(request, "Your answers are saved. The quiz is still open.")
        return redirect(found)
    actions.hand_in(attempt=found)
    messages.success(request, "Handed in.")
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
