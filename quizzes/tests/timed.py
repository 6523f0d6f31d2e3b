"""What the tests of timed attempts share."""

import datetime
from typing import Any

from django.urls import reverse

from quizzes import actions
from quizzes.models import Attempt, Quiz
from studyapp.accounts.models import User
from studyapp.classes.models import Assignment, Result
from studyapp.tests.clients import signed_in

MINUTE = datetime.timedelta(minutes=1)


def begun(assignment: Assignment, student: User) -> Attempt:
    quiz = Quiz.objects.get(pk=assignment.activity_id)
    return actions.begin(user=student, quiz=quiz, assignment=assignment)


def rewind(attempt: Attempt, minutes: float) -> Attempt:
    """As if it had begun so many minutes earlier."""
    by = minutes * MINUTE
    attempt.refresh_from_db()
    attempt.started_at -= by
    if attempt.deadline_at:
        attempt.deadline_at -= by
    attempt.save()
    return attempt


def minutes_allowed(attempt: Attempt) -> float:
    attempt.refresh_from_db()
    assert attempt.deadline_at
    return round((attempt.deadline_at - attempt.started_at) / MINUTE, 1)


def assert_in_order(attempt: Attempt) -> None:
    """What is stored is what marking the answers again gives."""
    attempt.refresh_from_db()
    marks = [a.version.kind.mark(a.version.parsed(), a.response) for a in attempt.answers.all()]
    stored = [(a.points, a.out_of) for a in attempt.answers.all()]
    assert stored == [(mark.points, mark.out_of) for mark in marks]
    if attempt.assignment:
        result = Result.objects.get(assignment=attempt.assignment, student=attempt.user)
        assert (result.points, result.out_of) == (attempt.points, attempt.out_of)
        assert result.handed_in_at == attempt.handed_in_at


def save(attempt: Attempt, choice: str, sequence: int, **more: str) -> Any:
    url = reverse("quizzes:save", args=[attempt.pk, 1])
    sent = {"choice": choice, "sequence": str(sequence)} | more
    return signed_in(attempt.user).post(url, sent)
