"""What is done with classes: joining, assigning, recording a result."""

import datetime
from typing import Any

from django.db import transaction

from studyapp.classes.models import Assignment, Classroom, Membership, Result


def join(*, classroom: Classroom, student: Any) -> Membership:
    """Make `student` a member; joining twice changes nothing."""
    membership, _ = Membership.objects.get_or_create(classroom=classroom, student=student)
    return membership


def leave(*, classroom: Classroom, student: Any) -> None:
    """End a membership at once. Results stay with the class."""
    Membership.objects.filter(classroom=classroom, student=student).delete()


@transaction.atomic
def record_result(
    *,
    assignment: Assignment,
    student: Any,
    points: float,
    out_of: float,
    handed_in_at: datetime.datetime,
    url: str,
) -> Result:
    """Write or renew the result of one student in one assignment."""
    result, _ = Result.objects.update_or_create(
        assignment=assignment,
        student=student,
        defaults={"points": points, "out_of": out_of, "handed_in_at": handed_in_at, "url": url},
    )
    return result
