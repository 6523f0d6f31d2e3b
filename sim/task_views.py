"""Laboratory tasks: predict, run, explain. What counts is the log, replayed here."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sim import actions, guards
from sim.actions import TaskClosed, Work
from sim.core.decoding import decode
from sim.core.run import RunProblems
from sim.models import Task, TaskAttempt
from sim.runs import MAX_BODY_BYTES
from sim.task_pages import (
    lab_context,
    result_context,
    run_context,
    shown_goals,
    task_context,
)
from studyapp.accounts.access import public, signed_in
from studyapp.lib.pagecache import cached_page

COMMON_SEED = 0
"""The cell that everybody has who tries a task without an account."""


@public
@cached_page
def tasks(request: HttpRequest) -> HttpResponse:
    """All tasks."""
    rows = [row.served() for row in Task.objects.published()]
    return render(request, "sim/tasks.html", {"tasks": rows})


def _task(slug: str) -> Task:
    found = Task.objects.published().filter(slug=slug).first()
    if found is None:
        raise Http404("There is no such task.")
    return found


@public
def task(request: HttpRequest, slug: str) -> HttpResponse:
    """What a task asks for, and the two ways into it."""
    found = _task(slug)
    mine: list[TaskAttempt] = []
    if request.user.is_authenticated:
        mine = list(TaskAttempt.objects.filter(user=request.user, task=found))
    context = {
        **task_context(found.served()),
        "handed_in": [attempt for attempt in mine if not attempt.is_open],
        "open": next((a for a in mine if a.is_open and a.assignment_id is None), None),
    }
    return render(request, "sim/task.html", context)


@signed_in
@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    return redirect(actions.begin(user=request.user, task=_task(slug)))


@public
@csrf_exempt  # nothing is kept, so there is nothing to forge: a try is marked and forgotten
def try_(request: HttpRequest, slug: str) -> HttpResponse:
    """A task without an account: on the cell that everybody has, marked, and not kept."""
    record = _task(slug).served()
    predicted, problem = _choice(request, "prediction"), ""
    if request.method == "POST" and "log" in request.POST:
        try:
            work = _work(request.POST)
            explanation = actions.chosen(record.explain, work.explanation)
            marks = actions.measure(record, COMMON_SEED, work)
            context = result_context(record, marks, predicted, explanation)
            context |= run_context(record, COMMON_SEED, work.events)
            return render(request, "sim/task_result.html", context)
        except (RunProblems, ValueError) as error:
            problem = _said(error)
    context = lab_context(record, COMMON_SEED, predicted) | {"problem": problem}
    return render(request, "sim/task_lab.html", context)


def _choice(request: HttpRequest, name: str) -> int | None:
    text = request.POST.get(name) or request.GET.get(name) or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None


@signed_in
@never_cache
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """The open attempt to its student; the result to her and, once handed in, to her teacher."""
    found = guards.readable_attempt(request.user, pk)
    if not found.is_open:
        return render(request, "sim/task_result.html", _result(found))
    context = lab_context(found.record(), found.seed, found.prediction, found)
    return render(request, "sim/task_lab.html", context)


def _result(found: TaskAttempt) -> dict[str, Any]:
    context = result_context(
        found.record(), actions.marks_of(found), found.prediction, found.explanation or 0
    )
    return context | run_context(found.record(), found.seed, found.log) | {"attempt": found}


@signed_in
@require_POST
def predict(request: HttpRequest, pk: int) -> HttpResponse:
    found = guards.own_attempt(request.user, pk)
    try:
        actions.predict(attempt=found, choice=_choice(request, "prediction"))
    except TaskClosed:
        messages.info(request, "Your prediction was locked already.")
    except ValueError as error:
        messages.error(request, str(error))
    return redirect(found)


@signed_in
@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark and keep. A refused log leaves the attempt open, and says what is wrong with it."""
    found = guards.own_attempt(request.user, pk)
    try:
        actions.hand_in(attempt=found, work=_work(request.POST))
    except TaskClosed:
        messages.info(request, "This task had been handed in already.")
    except (RunProblems, ValueError) as error:
        messages.error(request, _said(error))
    else:
        messages.success(request, "Handed in.")
    return redirect(found)


@signed_in
@require_POST
def attempt_goals(request: HttpRequest, pk: int) -> HttpResponse:
    """Which goals the run reaches as it stands. Nothing is kept."""
    found = guards.own_attempt(request.user, pk)
    return _goals(request, found.record(), found.seed)


@public
@csrf_exempt
@require_POST
def try_goals(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for the cell that everybody has."""
    return _goals(request, _task(slug).served(), COMMON_SEED)


def _goals(request: HttpRequest, record: Any, seed: int) -> HttpResponse:
    try:
        marks = actions.measure(record, seed, _work(request.POST))
    except (RunProblems, ValueError) as error:
        return JsonResponse({"problem": _said(error)}, status=400)
    return JsonResponse({"goals": shown_goals(marks)})


def _work(fields: Mapping[str, Any]) -> Work:
    """What the form of a laboratory page carries. Raises ValueError for a log that is none."""
    text = str(fields.get("log", ""))
    if len(text) > MAX_BODY_BYTES:
        raise ValueError("The list of changes is too long to be one of this page.")
    try:
        events = decode(text)
    except RunProblems as error:
        raise ValueError("The run did not come with the form. Run the cell first.") from error
    readings = [str(fields.get(f"reading-{place}", "")) for place in range(10)]
    chosen = str(fields.get("explanation", ""))
    explanation = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 3 else None
    return Work(events, fields.get("run"), tuple(readings), explanation)


def _said(error: Exception) -> str:
    """What is wrong, fit for a page: a name out of a log may hold half a character."""
    if not isinstance(error, RunProblems):
        return str(error)
    reasons = "; ".join(f"{p.where}: {p.reason}" for p in error.problems[:5])
    told = reasons.encode("utf-8", "replace").decode()
    return f"This run cannot be marked: {told}."
