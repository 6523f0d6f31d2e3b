"""The teacher beside a class that sits a quiz: who is where, more time, ending, opening again."""

import functools
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from quizzes import answerfiles, closing, guards, late, receipts, timing
from quizzes.models import Attempt, AttemptEvent
from studyapp.accounts.access import teacher
from studyapp.classes.models import Assignment

LATE = Q(events__what=AttemptEvent.What.LATE)


class MinutesForm(forms.Form):
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=600)


class ReopenForm(forms.Form):
    minutes = forms.IntegerField(
        label="Minutes from now", min_value=1, max_value=600, required=False,
        help_text="Leave empty for no limit.",
    )  # fmt: skip


class AnswerFileForm(forms.Form):
    file = forms.FileField(label="File of answers")


@teacher
def sitting(request: HttpRequest, assignment_pk: int) -> HttpResponse:
    """Who has not begun, who is at it and until when, who has finished; fresh every few seconds."""
    given = guards.taught_assignment(request.user, assignment_pk)
    closing.close_overdue_of(classroom=given.classroom)
    code = request.GET.get("code", "").strip()
    context = {
        "assignment": given,
        "rows": _rows(given),
        "minutes": MinutesForm(initial={"minutes": 5}),
        "code": code,
        "checked": receipts.check(code, request.user) if code else None,
    }
    is_part = bool(getattr(request, "htmx", False))
    name = "quizzes/_sitting_rows.html" if is_part else "quizzes/sitting.html"
    response = render(request, name, context)
    response["Vary"] = "HX-Request, Cookie"
    return response


def _rows(given: Assignment) -> list[tuple[Any, Any]]:
    """Each member with her attempt or None."""
    attempts = Attempt.objects.filter(assignment=given).annotate(
        answered=Count("answers", filter=Q(answers__response__isnull=False), distinct=True),
        of=Count("answers", distinct=True),
        last_saved_at=Max("answers__saved_at"),
        late=Count("events", filter=LATE, distinct=True),
    )
    by_student = {attempt.user_id: attempt for attempt in attempts}
    members = given.classroom.memberships.select_related("student")
    return [(member, by_student.get(member.student_id)) for member in members]


@teacher
def manage(request: HttpRequest, pk: int) -> HttpResponse:
    """One student's attempt, without what she answered as long as it is open."""
    found = closing.settle(guards.taught_attempt(request.user, pk))
    context = {
        "attempt": found,
        "events": list(found.events.all()),
        "late": list(found.events.late()),
        "minutes": MinutesForm(initial={"minutes": 5}),
        "reopen": ReopenForm(),
        "file": AnswerFileForm(),
        "code": "" if found.is_open else receipts.code_of(found),
    }
    return render(request, "quizzes/manage.html", context)


@teacher
@require_POST
def give_time(request: HttpRequest, pk: int) -> HttpResponse:
    found = guards.taught_attempt(request.user, pk)
    form = MinutesForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Give a number of minutes from 1 to 600.")
    elif timing.grant(attempt=found, minutes=form.cleaned_data["minutes"]).is_open:
        messages.success(request, "The time is added; the open page shows it within a minute.")
    else:
        messages.error(request, "This attempt is finished. Open it again instead.")
    return redirect("quizzes:manage", pk)


def _for_all_at_it(given: Assignment, do: Callable[..., Attempt]) -> int:
    """Do it to the attempt of everybody who is at it; how many they are."""
    running = list(Attempt.objects.open().filter(assignment=given))
    for attempt in running:
        do(attempt=attempt)
    return len(running)


@teacher
@require_POST
def give_all_time(request: HttpRequest, assignment_pk: int) -> HttpResponse:
    """The fire alarm: everybody who is at it gets the same minutes."""
    given = guards.taught_assignment(request.user, assignment_pk)
    form = MinutesForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Give a number of minutes from 1 to 600.")
        return redirect("quizzes:sitting", assignment_pk)
    grant = functools.partial(timing.grant, minutes=form.cleaned_data["minutes"])
    count = _for_all_at_it(given, grant)
    messages.success(request, f"Everybody who is at it ({count}) has the time added.")
    return redirect("quizzes:sitting", assignment_pk)


@teacher
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    closing.close_by_teacher(attempt=guards.taught_attempt(request.user, pk))
    messages.success(request, "Finished with the answers that were saved.")
    return redirect("quizzes:manage", pk)


@teacher
@require_POST
def close_all(request: HttpRequest, assignment_pk: int) -> HttpResponse:
    given = guards.taught_assignment(request.user, assignment_pk)
    count = _for_all_at_it(given, closing.close_by_teacher)
    messages.success(request, f"{count} finished with the answers that were saved.")
    return redirect("quizzes:sitting", assignment_pk)


@teacher
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    found = guards.taught_attempt(request.user, pk)
    form = ReopenForm(request.POST)
    if form.is_valid():
        closing.reopen(attempt=found, minutes=form.cleaned_data["minutes"])
        messages.success(request, "Open again, with the answers as they were.")
    else:
        messages.error(request, "Give a number of minutes from 1 to 600, or none.")
    return redirect("quizzes:manage", pk)


@teacher
@require_POST
def count_late(request: HttpRequest, pk: int) -> HttpResponse:
    """Count the answers that were given in time and arrived too late."""
    found = guards.taught_attempt(request.user, pk)
    changed, left = late.count(attempt=found)
    messages.success(request, f"{changed} late answers count now.")
    if left:
        messages.info(request, f"{left} left as they are: a newer answer stands there.")
    return redirect("quizzes:manage", pk)


@teacher
@require_POST
def read_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answers of the file that the student saved as a last resort."""
    found = guards.taught_attempt(request.user, pk)
    form = AnswerFileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "Choose the file that the student saved.")
        return redirect("quizzes:manage", pk)
    try:
        responses = answerfiles.responses_in(form.cleaned_data["file"].read(), found)
    except answerfiles.NotReadable as reason:
        messages.error(request, str(reason))
    else:
        changed = late.take(attempt=found, responses=responses)
        messages.success(request, f"{changed} answers were taken from the file.")
    return redirect("quizzes:manage", pk)
