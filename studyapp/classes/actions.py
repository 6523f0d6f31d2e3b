"""What is done with classes: joining, assigning, recording a result."""

import datetime
from typing import Any

from django.db import transaction

from studyapp.classes import activities
from studyapp.classes.joincodes import new_code
from studyapp.classes.models import Assignment, Classroom, Membership, Result


def join(*, classroom: Classroom, student: Any) -> Membership:
    """Make `student` a member; joining twice changes nothing."""
    membership, _ = Membership.objects.get_or_create(classroom=classroom, student=student)
    return membership


def leave(*, classroom: Classroom, student: Any) -> None:
    """End a membership at once. Results stay with the class."""
    Membership.objects.filter(classroom=classroom, student=student).delete()


def change_times(assignment: Assignment) -> None:
    """Save new dates and limits, and carry them into what is running."""
    assignment.save(update_fields=["due_at", "closes_when_due", "minutes"])
    activities.retime(classroom=assignment.classroom)


def accommodate(membership: Membership) -> None:
    """Save a student's accommodations, and carry them into what she has running."""
    membership.save(update_fields=["time_factor", "extra_minutes", "is_untimed"])
    activities.retime(classroom=membership.classroom, student=membership.student)


def renew_code(classroom: Classroom) -> str:
    """Give the class a new join code; the old one opens nothing any more."""
    code = new_code()
    while Classroom.objects.filter(join_code=code).exists():
        code = new_code()
    classroom.join_code = code
    classroom.save(update_fields=["join_code"])
    return code


def due_later_by(assignment: Assignment, student: Any) -> int | None:
    """By how many minutes work without a limit of its own is due later for her; None: no date."""
    found = Membership.objects.filter(classroom=assignment.classroom_id, student=student).first()
    if found is None:
        return 0
    return None if found.is_untimed else found.extra_minutes


@transaction.atomic
def record_result(
    *,
    assignment: Assignment,
    student: Any,
    points: float,
    out_of: float,
    handed_in_at: datetime.datetime,
    url: str,
    extra_minutes: int | None = 0,
) -> Result:
    """Write or renew the result of one student in one assignment.

    `extra_minutes`: by how much the due date was later for her; None when it did not hold.
    """
    values = {
        "points": points,
        "out_of": out_of,
        "handed_in_at": handed_in_at,
        "url": url,
        "extra_minutes": extra_minutes,
    }
    result, _ = Result.objects.update_or_create(
        assignment=assignment, student=student, defaults=values
    )
    return result


def withdraw_result(*, assignment: Assignment, student: Any) -> None:
    """The student works on it again: there is no result now."""
    Result.objects.filter(assignment=assignment, student=student).delete()
