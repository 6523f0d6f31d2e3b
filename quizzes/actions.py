"""What is done with items, quizzes and attempts."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from quizzes.models import Answer, Attempt, Item, ItemVersion, PracticeAnswer, Quiz, QuizItem
from studyapp.classes.actions import record_result
from studyapp.classes.models import Assignment


class AttemptClosed(Exception):
    """The attempt has been handed in; nothing more is saved."""


def practice(*, user: Any, version: ItemVersion, response: Any) -> PracticeAnswer:
    """Keep one practice answer."""
    mark = version.kind.mark(version.parsed(), response)
    return PracticeAnswer.objects.create(
        user=user, version=version, response=response, is_right=mark.is_right
    )


@transaction.atomic
def make_quiz(*, title: str, owner: Any, items: Sequence[Item]) -> Quiz:
    """A quiz of `items` in their order."""
    quiz = Quiz.objects.create(title=title, owner=owner)
    QuizItem.objects.bulk_create(
        QuizItem(quiz=quiz, item=item, position=place) for place, item in enumerate(items, 1)
    )
    return quiz


def assignable(user: Any) -> list[tuple[str, str]]:
    """Quizzes that `user` can assign, as (id, title)."""
    return [(str(quiz.pk), quiz.title) for quiz in Quiz.objects.filter(owner=user)]


def start_assignment(assignment: Assignment, user: Any) -> str:
    """The address of the student's attempt at an assigned quiz; begins it the first time."""
    quiz = Quiz.objects.get(pk=int(assignment.activity_id))
    attempt = begin(user=user, quiz=quiz, assignment=assignment)
    return attempt.get_absolute_url()


@transaction.atomic
def begin(*, user: Any, quiz: Quiz, assignment: Assignment | None) -> Attempt:
    """The student's attempt; an assignment has one, and asking again returns it."""
    which: dict[str, Any] = {"user": user, "assignment": assignment, "defaults": {"quiz": quiz}}
    if assignment is None:
        which = {"user": user, "assignment": None, "quiz": quiz, "handed_in_at": None}
    attempt, is_new = Attempt.objects.get_or_create(**which)
    if is_new:
        places = quiz.places.select_related("item__current")
        Answer.objects.bulk_create(
            Answer(attempt=attempt, position=place.position, version=place.item.current)
            for place in places
        )
    return attempt


@transaction.atomic
def save_answer(*, attempt: Attempt, position: int, response: Any, sequence: int) -> Answer:
    """Save what was answered. An older sequence number than the one kept changes nothing.

    Raises AttemptClosed when the attempt has been handed in, Answer.DoesNotExist for no such place.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if not attempt.is_open:
        raise AttemptClosed
    answer = attempt.answers.get(position=position)
    if sequence >= answer.sequence:
        answer.response = response
        answer.sequence = sequence
        answer.saved_at = timezone.now()
        answer.save(update_fields=["response", "sequence", "saved_at"])
    return answer


@transaction.atomic
def hand_in(*, attempt: Attempt, now: datetime.datetime | None = None) -> Attempt:
    """Close the attempt, mark every answer, write the result. Handing in twice changes nothing."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if not attempt.is_open:
        return attempt
    attempt.handed_in_at = now or timezone.now()
    answers = list(attempt.answers.select_related("version"))
    for answer in answers:
        answer.points = answer.version.kind.mark(answer.version.parsed(), answer.response).points
    Answer.objects.bulk_update(answers, ["points"])
    attempt.save(update_fields=["handed_in_at"])
    if attempt.assignment is not None:
        record_result(
            assignment=attempt.assignment,
            student=attempt.user,
            points=sum(answer.points or 0 for answer in answers),
            out_of=len(answers),
            handed_in_at=attempt.handed_in_at,
            url=attempt.get_absolute_url(),
        )
    return attempt
