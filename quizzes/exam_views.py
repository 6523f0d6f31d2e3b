"""The mock exam: the way in, the exam between its sections, scoring, and what came of it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from quizzes import exam_results, exams, guards, plans, sent, stock
from quizzes.core.blueprint import blueprint
from quizzes.core.exam import BREAK, SHAPES, Step
from quizzes.core.kinds.free_response import POINTS, TYPE_NAMES
from quizzes.models import Answer, Item
from quizzes.scoring import scoring_page
from studyapp.accounts.access import public, signed_in
from studyapp.lib.pagecache import cached_page
from terms import shelf

RECENT = 20


@public
@cached_page
def exam(request: HttpRequest) -> HttpResponse:
    """What the exam is, the forms of the mock exam, and the student's own exams."""
    free = Item.objects.published().filter(kind="free-response").order_by("published__type", "uid")
    context: dict[str, Any] = {
        "units": shelf.current().units,
        "types": [(number, TYPE_NAMES[number], POINTS[number]) for number in TYPE_NAMES],
        "free": [(item, TYPE_NAMES[item.published["type"]]) for item in free],
        "choices": stock.current().counts(lambda entry: entry.kind)["single-choice"],
        "in_sets": blueprint().in_sets,
        "shapes": SHAPES.values(),
        "break_minutes": int(BREAK.total_seconds() // 60),
        "calculator_rule": settings.CALCULATOR_RULE,
        "exam_day": plans.site_exam_day(timezone.localdate()),
    }
    if request.user.is_authenticated:
        context["open_exam"] = exams.under_way(request.user)
        context["rows"] = exam_results.rows_of(request.user, most=RECENT)
    return render(request, "quizzes/exam.html", context)


@signed_in
@require_POST
def start_exam(request: HttpRequest) -> HttpResponse:
    shape = SHAPES.get(request.POST.get("form", ""))
    if shape is None:
        raise Http404("There is no such form.")
    found = exams.start(user=request.user, shape=shape)
    if found.form != shape.name:
        messages.info(request, "This exam is still under way: finish or end it first.")
    return redirect(found)


@signed_in
@never_cache
def mock_exam(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the exam stands: before a section, in the break, or with its result."""
    found = guards.own_exam(request.user, pk)
    stage = exams.stage_of(found)
    found = guards.own_exam(request.user, pk)
    if stage.step is Step.OVER:
        context = exam_results.result_of(found, here=request.path)
        return render(request, "quizzes/exam_result.html", {"exam": found, **context})
    left_s = 0
    if stage.step is Step.BREAK and stage.break_ends_at is not None:
        left_s = max(0, round((stage.break_ends_at - timezone.now()).total_seconds()))
    context = {
        "exam": found,
        "stage": stage,
        "step": stage.step.value,
        "attempt": found.attempt_at(stage.section.number) if stage.section else None,
        "left_s": left_s,
        "calculator_rule": settings.CALCULATOR_RULE,
    }
    return render(request, "quizzes/exam_sit.html", context)


@signed_in
@require_POST
def begin_section(request: HttpRequest, pk: int) -> HttpResponse:
    """The next section, its clock running; the open one when there is one."""
    found = guards.own_exam(request.user, pk)
    try:
        return redirect(exams.begin_section(found))
    except exams.NothingToSit:
        messages.error(request, "There are no questions for this section yet.")
    except exams.ExamOver:
        messages.info(request, "This exam is over.")
    return redirect(found)


@signed_in
@require_POST
def end_exam(request: HttpRequest, pk: int) -> HttpResponse:
    found = exams.end(guards.own_exam(request.user, pk))
    return redirect(found)


@signed_in
@never_cache
def score_exam(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """One written answer beside its rubric and model answer, scored by its writer."""
    found = guards.own_exam(request.user, pk)
    answer = _written_answer(found, position)
    if request.method == "POST" and answer.response is not None:
        exams.score(answer=answer, earned=sent.earned(request.POST, answer.version.parsed()))
        following = exam_results.next_to_score(found, position)
        if following is None:
            return redirect(found)
        return redirect("quizzes:score_exam", found.pk, following)
    context = {"exam": found, "count": answer.attempt.answers.count(), **scoring_page(answer)}
    return render(request, "quizzes/exam_score.html", context)


def _written_answer(found: Any, position: int) -> Answer:
    """A free-response answer of a section that was left."""
    attempts = Answer.objects.select_related("version", "attempt").filter(
        attempt__exam_section__exam=found,
        attempt__handed_in_at__isnull=False,
        version__item__kind="free-response",
    )
    return get_object_or_404(attempts, position=position)
