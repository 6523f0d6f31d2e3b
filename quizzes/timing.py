"""The times of attempts: limits, accommodations, deadlines, and time granted on the way."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from quizzes.core import deadlines
from quizzes.core.deadlines import Allowance, Times
from quizzes.models import Attempt, AttemptEvent
from studyapp.classes.models import Classroom, Membership


def allowance_of(attempt: Attempt) -> Allowance:
    """The student's accommodations in the assignment's class; without one, the best she has."""
    found = Membership.objects.filter(student=attempt.user)
    if attempt.assignment is not None:
        found = found.filter(classroom=attempt.assignment.classroom_id)
    return deadlines.most_generous(times_of(attempt), map(_allowance, found))


def _allowance(membership: Membership) -> Allowance:
    return Allowance(float(membership.time_factor), membership.extra_minutes, membership.is_untimed)


def times_of(attempt: Attempt) -> Times:
    assignment = attempt.assignment
    closes_at = assignment.due_at if assignment and assignment.closes_when_due else None
    return Times(
        started_at=attempt.started_at,
        minutes=attempt.minutes,
        closes_at=closes_at,
        granted_minutes=attempt.granted_minutes,
        reopened_until=attempt.reopened_until,
    )


def set_deadline(attempt: Attempt) -> bool:
    """Compute the deadline again; whether it moved. An attempt that runs only ever gains time."""
    found = deadlines.deadline(times_of(attempt), allowance_of(attempt))
    before = attempt.deadline_at
    is_later = before is not None and (found is None or found > before)
    if attempt.pk and not is_later:
        return False
    attempt.deadline_at = found
    return True


def extra_minutes_of(attempt: Attempt) -> int | None:
    """By how much the due date is later for this student; None when it does not hold for her."""
    return deadlines.extra_minutes(times_of(attempt), allowance_of(attempt))


@transaction.atomic
def retime(*, classroom: Classroom, student: Any = None) -> int:
    """Dates, limits or accommodations of a class changed: carry them into what is running.

    The number of attempts that gained time.
    """
    running = Attempt.objects.open().filter(assignment__classroom=classroom)
    if student is not None:
        # Her accommodations count in what no class gave her too, such as a mock exam.
        hers = Q(assignment__classroom=classroom) | Q(assignment=None)
        running = Attempt.objects.open().filter(hers, user=student)
    moved = 0
    for attempt in running.select_for_update(of=("self",)).select_related(
        "assignment", "quiz", "user"
    ):
        if attempt.assignment is not None:
            own = attempt.quiz.minutes if attempt.quiz else attempt.minutes
            attempt.minutes = attempt.assignment.minutes or own
        moved += _moved(attempt)
    return moved


@transaction.atomic
def grant(*, attempt: Attempt, minutes: int) -> Attempt:
    """Give one running attempt more time. The open page learns it with its next save."""
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if locked.is_open and locked.deadline_at is not None:
        more = datetime.timedelta(minutes=minutes)
        locked.granted_minutes += minutes
        if locked.reopened_until is not None:
            locked.reopened_until += more
        locked.save(update_fields=["granted_minutes", "reopened_until"])
        # One whose limit was made shorter while it ran ends later than its start and limit say.
        _moved(locked, at_least=locked.deadline_at + more)
    return locked


def _moved(attempt: Attempt, at_least: datetime.datetime | None = None) -> bool:
    """Set the deadline, save it and note it. The attempt's row is locked."""
    before = attempt.deadline_at
    has_moved = set_deadline(attempt)
    if at_least and attempt.deadline_at and attempt.deadline_at < at_least:
        attempt.deadline_at, has_moved = at_least, True
    if not has_moved:
        return False
    attempt.save(update_fields=["deadline_at", "minutes"])
    AttemptEvent.objects.create(
        attempt=attempt,
        what=AttemptEvent.What.TIME,
        detail={"from": str(before), "to": str(attempt.deadline_at)},
    )
    return True
