"""Cards due today, one at a time; the plan they follow; the list of terms for everybody else."""

import time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_POST

from quizzes import card_actions, plans
from quizzes.cardforms import StudyPlanForm
from quizzes.cardmodels import Round
from quizzes.progress import next_thing
from quizzes.sittings import Sitting, sitting
from quizzes.standing import Standing
from studyapp.accounts.access import public, signed_in
from studyapp.lib.pagecache import cached_page
from terms import shelf


@public
@cached_page
def review(request: HttpRequest) -> HttpResponse:
    """The card that is up, its answer once it is asked for; at the end, what is next."""
    if not request.user.is_authenticated:
        return _terms(request)
    now = sitting(request.user)
    face = now.face
    context = {
        "sitting": now,
        "face": face,
        "is_revealed": face is not None and request.GET.get("reveal") == face.key,
        "shown_at": _shown_at(request.GET.get("shown")),
        "plan_form": _plan_form(now),
        "next": None if face else next_thing(Standing(request.user)),
    }
    is_part = bool(getattr(request, "htmx", False))
    template = "quizzes/_round.html" if is_part else "quizzes/review.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request, Cookie"
    return response


def _terms(request: HttpRequest) -> HttpResponse:
    """The terms by topic, each with its definition behind it."""
    course = shelf.current()
    rows = [(topic, course.terms_of(topic.number)) for topic in course.topics.values()]
    return render(request, "quizzes/review_terms.html", {"rows": [row for row in rows if row[1]]})


def _plan_form(now: Sitting) -> StudyPlanForm:
    return StudyPlanForm(instance=now.plan, exam_day=now.exam_day)


def _shown_at(text: str | None) -> int:
    """When the question came up, in seconds of the epoch: the answer page hands it on."""
    now = int(time.time())
    is_time = text is not None and text.isascii() and text.isdigit() and len(text) < 12
    return min(int(text or now), now) if is_time else now


def _own_round(request: HttpRequest) -> Round:
    """The round that the page was made from: it may have been begun before midnight."""
    number = _number(request.POST.get("round", "")) or 0
    return get_object_or_404(Round, pk=number, user=request.user)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


@signed_in
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Keep an answer and show the next card."""
    is_kept = card_actions.answer(
        round_=_own_round(request),
        key=request.POST.get("card", ""),
        is_known=request.POST.get("known") == "yes",
        seconds=time.time() - _shown_at(request.POST.get("shown")),
        turn=_number(request.POST.get("turn", "")),
    )
    if not is_kept:
        messages.info(request, "That card was answered already; here is the one that is up.")
    return redirect("quizzes:review")


@signed_in
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back the last step."""
    if card_actions.undo(round_=_own_round(request)) is None:
        messages.info(request, "There is nothing to take back today.")
    return redirect("quizzes:review")


@signed_in
@require_POST
def suspend(request: HttpRequest) -> HttpResponse:
    """Put the card aside."""
    card_actions.suspend(round_=_own_round(request), key=request.POST.get("card", ""))
    messages.success(request, "The card is put aside. “All your cards” brings it back.")
    return redirect("quizzes:review")


@signed_in
@require_POST
def note(request: HttpRequest) -> HttpResponse:
    """Keep the student's own note, and show the card again as it was."""
    key = request.POST.get("card", "")
    card_actions.note(user=request.user, key=key, text=request.POST.get("note", ""))
    shown = request.POST.get("shown", "")
    return redirect(f"{reverse('quizzes:review')}?{urlencode({'reveal': key, 'shown': shown})}")


@signed_in
@require_POST
def more(request: HttpRequest) -> HttpResponse:
    """Some minutes more today."""
    round_ = _own_round(request)
    card_actions.more(round_=round_, plan=plans.plan_of(request.user))
    return redirect("quizzes:review")


@signed_in
def plan(request: HttpRequest) -> HttpResponse:
    """Until when, how many minutes a day, which units."""
    user: Any = request.user
    now = sitting(user)
    form = StudyPlanForm(request.POST or None, instance=now.plan, exam_day=now.exam_day)
    back = request.POST.get("next") or request.GET.get("next") or reverse("quizzes:review")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("quizzes:review")
    if request.method == "POST" and form.is_valid():
        card_actions.change_plan(plan=form.save(commit=False))
        messages.success(request, "Your plan is changed; the rest of today is planned anew.")
        return redirect(back)
    return render(request, "quizzes/plan.html", {"form": form, "back": back})
