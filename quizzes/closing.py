"""How attempts end: handed in, at the deadline, or by the teacher; marking; opening again."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from quizzes import receipts, timing
from quizzes.models import Answer, Attempt, AttemptEvent
from studyapp.classes.actions import record_result, withdraw_result
from studyapp.classes.models import Classroom, Result

Finisher = Attempt.Finisher
What = AttemptEvent.What


def mark(answers: Iterable[Answer]) -> None:
    """Mark what stands in `answers`, which come with their versions."""
    marked, now = [], timezone.now()
    for answer in answers:
        found = answer.version.kind.mark(answer.version.parsed(), answer.response)
        answer.points, answer.out_of, answer.marked_at = found.points, found.out_of, now
        marked.append(answer)
    Answer.objects.bulk_update(marked, ["points", "out_of", "marked_at"])


def close(attempt: Attempt, *, at: datetime.datetime, by: Finisher) -> None:
    """Finish an open attempt whose row is locked: mark every answer and write the result."""
    attempt.handed_in_at, attempt.finished_by = at, by
    attempt.save(update_fields=["handed_in_at", "finished_by"])
    AttemptEvent.objects.create(attempt=attempt, what=What.CLOSED, detail={"by": by})
    write_result(attempt)


def write_result(attempt: Attempt) -> None:
    """Mark a finished attempt, keep its receipt's code, and tell the gradebook. The attempt's row
    is locked."""
    answers = list(attempt.answers.select_related("version"))
    mark(answers)
    receipts.keep(attempt)
    if attempt.assignment is None or attempt.handed_in_at is None:
        return
    record_result(
        assignment=attempt.assignment,
        student=attempt.user,
        points=sum(answer.points or 0 for answer in answers),
        out_of=sum(answer.out_of or 0 for answer in answers),
        handed_in_at=attempt.handed_in_at,
        url=attempt.get_absolute_url(),
        extra_minutes=_extra_minutes(attempt),
    )


def _extra_minutes(attempt: Attempt) -> int | None:
    """By how much the due date is later for her; None when it does not hold, as for what her
    teacher opened again. Marking once more keeps it: she may have left the class since."""
    written = Result.objects.filter(assignment=attempt.assignment, student=attempt.user).first()
    if written is not None:
        return written.extra_minutes
    if attempt.events.filter(what=What.REOPENED).exists():
        return None
    return timing.extra_minutes_of(attempt)


def settle(attempt: Attempt, now: datetime.datetime | None = None) -> Attempt:
    """`attempt`, finished first when its deadline has passed. In a transaction of its own, so that
    what is refused afterwards does not undo it."""
    moment = now or timezone.now()
    if not attempt.is_overdue(moment):
        return attempt
    _close_when_overdue(attempt.pk, moment)
    attempt.refresh_from_db(fields=["deadline_at", "handed_in_at", "finished_by"])
    return attempt


@transaction.atomic
def _close_when_overdue(pk: int, now: datetime.datetime) -> bool:
    attempt = Attempt.objects.select_for_update().filter(pk=pk).first()
    if attempt is None or not attempt.is_overdue(now):
        return False
    # Nobody is cut off by a deadline that was never carried on from a change.
    if timing.set_deadline(attempt):
        attempt.save(update_fields=["deadline_at"])
    if attempt.deadline_at is None or attempt.deadline_at > now:
        return False
    close(attempt, at=attempt.deadline_at, by=Finisher.DEADLINE)
    return True


def close_overdue(now: datetime.datetime | None = None, **which: Any) -> int:
    """Finish every overdue attempt at its deadline; how many. Safe to run at any time, by several
    processes at once, and again: each attempt is locked, looked at again and finished once."""
    moment = now or timezone.now()
    overdue = Attempt.objects.overdue(moment).filter(**which).values_list("pk", flat=True)
    return sum(_close_when_overdue(pk, moment) for pk in list(overdue))


def close_overdue_of(*, classroom: Classroom | None = None, student: Any = None) -> None:
    """So that the lists of a class or of a student are true at the moment they are looked at."""
    if student is not None:
        close_overdue(user=student)
    else:
        close_overdue(assignment__classroom=classroom)


def repair() -> int:
    """Mark what a stopped process left unmarked in finished attempts, and correct their results."""
    unmarked = Answer.objects.filter(attempt__handed_in_at__isnull=False, marked_at=None)
    found = list(unmarked.values_list("attempt", flat=True).distinct().order_by())
    for pk in found:
        with transaction.atomic():
            write_result(Attempt.objects.select_for_update().get(pk=pk))
    return len(found)


@transaction.atomic
def close_by_teacher(*, attempt: Attempt) -> Attempt:
    """The teacher ends an attempt with what is saved. Ending twice changes nothing."""
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if locked.is_open:
        close(locked, at=timezone.now(), by=Finisher.TEACHER)
    return locked


@transaction.atomic
def reopen(*, attempt: Attempt, minutes: int | None = None) -> Attempt:
    """Open a finished attempt again with its answers, for `minutes` from now or without limit."""
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if locked.is_open:
        return locked
    now = timezone.now()
    locked.handed_in_at, locked.finished_by = None, ""
    locked.reopened_until = now + datetime.timedelta(minutes=minutes) if minutes else None
    locked.deadline_at = locked.reopened_until
    locked.save(update_fields=["handed_in_at", "finished_by", "deadline_at", "reopened_until"])
    locked.answers.update(points=None, out_of=None, marked_at=None)
    AttemptEvent.objects.create(attempt=locked, what=What.REOPENED, detail={"minutes": minutes})
    if locked.assignment is not None:
        withdraw_result(assignment=locked.assignment, student=locked.user)
    return locked
