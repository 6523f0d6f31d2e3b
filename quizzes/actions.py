"""What is done with items, quizzes and attempts."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from quizzes.models import Answer, Attempt, Item, ItemVersion, PracticeAnswer, Quiz, QuizItem
from studyapp.classes.actions import record_result
from studyapp.classes.models import Assignment


class AttemptClosed(Exception):
    """The attempt has been handed in; nothing more is saved."""


class StaleAnswer(Exception):
    """Another page saved a newer answer, which is kept: `answer`."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.pk)
        self.answer = answer


class ImplausibleSequence(Exception):
    """No page counts that far: saving it would shut out every later answer."""


FARTHEST_AHEAD = 10_000
HIGHEST_SEQUENCE = 2**53


@dataclass(frozen=True)
class Given:
    """An answer as a page sends it.

    `base` is the last sequence number the page knew the server to keep, `own` are the responses
    it has sent since without hearing back: what is neither was saved by another page.
    """

    response: Any
    sequence: int
    base: int | None = None
    own: tuple[Any, ...] = ()


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


def _locked(attempt: Attempt) -> Attempt:
    """The attempt, its row locked until the transaction ends. Raises AttemptClosed."""
    found = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if not found.is_open:
        raise AttemptClosed
    return found


def _take(answer: Answer, given: Given) -> None:
    """Put `given` in the place of `answer`. Raises StaleAnswer or ImplausibleSequence."""
    if not 0 <= given.sequence <= min(answer.sequence + FARTHEST_AHEAD, HIGHEST_SEQUENCE):
        raise ImplausibleSequence
    is_same = given.response == answer.response
    if is_same and given.sequence == answer.sequence:
        return
    is_unseen = (
        given.base is not None
        and answer.sequence > given.base
        and answer.response not in (*given.own, given.response)
    )
    if given.sequence <= answer.sequence or is_unseen:
        raise StaleAnswer(answer)
    answer.response, answer.sequence = given.response, given.sequence
    answer.saved_at = timezone.now()
    answer.save(update_fields=["response", "sequence", "saved_at"])


def _take_all(attempt: Attempt, answers: Mapping[int, Given]) -> list[int]:
    """Save a whole form. The places where another page's different answer was kept."""
    kept = []
    for answer in attempt.answers.filter(position__in=answers):
        given = answers[answer.position]
        try:
            _take(answer, given)
        except (StaleAnswer, ImplausibleSequence):
            if answer.response != given.response:
                kept.append(answer.position)
    return kept


@transaction.atomic
def save_answer(
    *,
    attempt: Attempt,
    position: int,
    response: Any,
    sequence: int,
    base: int | None = None,
    own: Collection[Any] = (),
) -> Answer:
    """Save what was answered; the same again changes nothing.

    Raises StaleAnswer when a newer answer is kept, ImplausibleSequence for a number no page counts
    to, AttemptClosed when the attempt has been handed in, Answer.DoesNotExist for no such place.
    """
    answer = _locked(attempt).answers.get(position=position)
    _take(answer, Given(response, sequence, base, tuple(own)))
    return answer


@transaction.atomic
def save_all(*, attempt: Attempt, answers: Mapping[int, Given]) -> list[int]:
    """Save a form and leave the attempt open: the places where a newer answer was kept.

    Raises AttemptClosed.
    """
    return _take_all(_locked(attempt), answers)


@transaction.atomic
def hand_in_with(*, attempt: Attempt, answers: Mapping[int, Given]) -> list[int]:
    """Save a form and hand in, as one step: the places where a newer answer was kept.

    Raises AttemptClosed.
    """
    locked = _locked(attempt)
    kept = _take_all(locked, answers)
    _close(locked, timezone.now())
    return kept


@transaction.atomic
def hand_in(*, attempt: Attempt, now: datetime.datetime | None = None) -> Attempt:
    """Hand in what is saved. Handing in twice changes nothing."""
    try:
        locked = _locked(attempt)
    except AttemptClosed:
        return Attempt.objects.get(pk=attempt.pk)
    _close(locked, now or timezone.now())
    return locked


def _close(attempt: Attempt, now: datetime.datetime) -> None:
    """Mark every answer and write the result. The attempt's row is locked."""
    attempt.handed_in_at = now
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
            handed_in_at=now,
            url=attempt.get_absolute_url(),
        )
