"""Answers that arrive after the end: within the grace, too late, or in a file."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from quizzes import closing
from quizzes.given import Given
from quizzes.models import Answer, Attempt, AttemptEvent

SLACK = datetime.timedelta(seconds=5)  # what an answer may take on its way


def is_in_grace(attempt: Attempt, age_s: float, now: datetime.datetime) -> bool:
    """Whether an answer given `age_s` ago still counts in an attempt whose time is over: it was
    given before the deadline and arrives shortly after."""
    is_by_time = attempt.is_open or attempt.finished_by == Attempt.Finisher.DEADLINE
    end, grace = attempt.deadline_at, datetime.timedelta(seconds=settings.ATTEMPT_GRACE_S)
    made_at = now - datetime.timedelta(seconds=age_s) - SLACK
    return is_by_time and end is not None and now <= end + grace and made_at <= end


def note_grace(answer: Answer) -> None:
    AttemptEvent.objects.create(
        attempt_id=answer.attempt_id,
        what=AttemptEvent.What.GRACE,
        position=answer.position,
        detail={"response": answer.response},
    )


def keep(*, attempt: Attempt, position: int, given: Given) -> bool:
    """Note an answer that was given in time and arrived too late, for the teacher to decide on;
    where there is none, as in a mock exam, nobody could.

    Whether it is such an answer: not when it was given after the end, or stands there anyway.
    """
    end = attempt.handed_in_at
    made_at = timezone.now() - datetime.timedelta(seconds=given.age_s)
    if attempt.finished_by == Attempt.Finisher.DEADLINE:
        made_at -= SLACK
    answer = attempt.answers.filter(position=position).first()
    if answer is None or end is None or made_at > end or answer.response == given.response:
        return False
    if attempt.assignment_id is not None:
        _note(answer, given, has_age=True)
    return True


def keep_form(*, attempt: Attempt, answers: Mapping[int, Given]) -> None:
    """Note what a form without a script brought after the end, for the teacher to decide on. It
    cannot say when its answers were given; what it has blank or older than saved is no answer."""
    for answer in attempt.answers.filter(position__in=answers):
        given = answers[answer.position]
        is_newer = given.sequence > answer.sequence
        is_other = is_newer and given.response not in (None, answer.response)
        if is_other and attempt.assignment_id is not None:
            _note(answer, given, has_age=False)


def _note(answer: Answer, given: Given, *, has_age: bool) -> None:
    AttemptEvent.objects.update_or_create(
        attempt_id=answer.attempt_id,
        position=answer.position,
        what=AttemptEvent.What.LATE,
        defaults={
            # The number of what stood there: a reopened attempt may have gone on since.
            "detail": {"response": given.response, "over": answer.sequence, "has_age": has_age},
            "at": timezone.now(),
        },
    )


@transaction.atomic
def count(*, attempt: Attempt) -> tuple[int, int]:
    """The teacher counts what arrived too late: how many answers changed, and how many of the late
    ones were left because a newer answer stands there. They are noted no longer."""
    Attempt.objects.select_for_update().get(pk=attempt.pk)
    late = list(attempt.events.late())
    responses = {e.position: e.detail["response"] for e in late if not e.is_passed}
    changed = take(attempt=attempt, responses=responses)
    AttemptEvent.objects.filter(pk__in=[event.pk for event in late]).delete()
    return changed, len(late) - len(responses)


@transaction.atomic
def take(*, attempt: Attempt, responses: Mapping[int, Any]) -> int:
    """The teacher counts answers that arrived too late or in a file; how many changed."""
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    changed = 0
    for answer in locked.answers.filter(position__in=responses).select_related("version"):
        before, answer.response = answer.response, answer.carried_on(responses[answer.position])
        if answer.response == before:
            continue
        answer.sequence, answer.saved_at = answer.sequence + 1, timezone.now()
        answer.save(update_fields=["response", "sequence", "saved_at"])
        AttemptEvent.objects.create(
            attempt=locked,
            what=AttemptEvent.What.TAKEN,
            position=answer.position,
            detail={"from": before, "to": answer.response},
        )
        changed += 1
    if changed and not locked.is_open:
        closing.write_result(locked)
    return changed
