"""A student's own page: where she stands, how it went, what is next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from quizzes import closing, guards, plans, rehearsals, rounds, trends
from quizzes.cardforms import StudyPlanForm
from quizzes.progress import course_map, next_thing
from quizzes.sittings import Sitting
from quizzes.standing import Standing
from quizzes.trends import Trends
from studyapp.accounts.access import public


@public
def progress(request: HttpRequest) -> HttpResponse:
    """The course as a map of what the student has mastered, and what to do next."""
    user: Any = request.user
    if not user.is_authenticated:
        return render(request, "quizzes/progress.html", {"standing": None})
    closing.close_overdue(user=user)
    standing = Standing(user)
    plan = plans.plan_of(user)
    done = Trends(standing, trends.card_days(user))
    # Whoever has never answered a card is not met by a pile of them.
    cards = Sitting(rounds.today(user, plan), plan) if done.cards else None
    exam_day = plans.exam_day(plan, done.today)
    attempts = guards.own_attempts(user).prefetch_related("answers").order_by("-started_at")
    context = {
        "standing": standing,
        "units": course_map(standing),
        "next": next_thing(standing, cards),
        "attempts": [(each, rehearsals.is_to_score(each)) for each in attempts[:20]],
        "trends": done,
        "charts": trends.charts(done),
        "time_lately": trends.spent(done.minutes_lately),
        "cards": cards,
        "plan": plan,
        "exam_day": exam_day,
        "days_left": (exam_day - timezone.localdate()).days,
        "plan_form": StudyPlanForm(instance=plan, exam_day=exam_day),
    }
    return render(request, "quizzes/progress.html", context)
