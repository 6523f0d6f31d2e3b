"""The plan of a student: until when, how many minutes a day, which units."""

import datetime
from typing import Any

from django.conf import settings

from quizzes.cardmodels import StudyPlan
from quizzes.core import days


def site_exam_day(today: datetime.date) -> datetime.date:
    """The day of the exam for whoever set none: from the settings, or as in recent years."""
    if settings.EXAM_DATE:
        told = datetime.date.fromisoformat(settings.EXAM_DATE)
        if told >= today:
            return told
    return days.next_exam_day(today)


def plan_of(user: Any) -> StudyPlan:
    """The student's plan; a plan with the usual values, not kept, for whoever made none."""
    return StudyPlan.objects.filter(user=user).first() or StudyPlan(user=user)


def exam_day(plan: StudyPlan, today: datetime.date) -> datetime.date:
    """The day that the plan aims at: the student's while it is ahead, else the site's."""
    if plan.exam_on is not None and plan.exam_on >= today:
        return plan.exam_on
    return site_exam_day(today)
