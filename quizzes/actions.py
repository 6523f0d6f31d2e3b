"""What is done with items, quizzes and attempts."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from quizzes import closing, late, timing
from quizzes.given import Given
from quizzes.models import (
    Answer,
    Attempt,
    Item,
    ItemVersion,
    PracticeAnswer,
    Quiz,
    QuizItem,
)
from studyapp.classes.activities import NotOpen
from studyapp.classes.models import Assignment


class AttemptClosed(Exception):
    """The attempt has been handed in; nothing more is saved."""


class TimeLeft(Exception):
    """The page thought the time was over; the attempt has more of it and goes on."""


class StaleAnswer(Exception):
    """Another page saved a newer answer, which is kept: `answer`."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.pk)
        self.answer = answer


class ImplausibleSequence(Exception):
    """No page counts that far: saving it would shut out every later answer."""


FARTHEST_AHEAD = 10_000
HIGHEST_SEQUENCE = 2**53
# What is settled of an attempt before it is kept; its deadline counts from its start.
DECIDED = ("user", "quiz", "assignment", "title", "source", "minutes", "started_at", "deadline_at")


def practice(*, user: Any, version: ItemVersion, response: Any) -> PracticeAnswer:
    """Keep one practice answer."""
    mark = version.kind.mark(version.parsed(), response)
    return PracticeAnswer.objects.create(
        user=user,
        version=version,
        response=response,
        is_right=mark.is_right,
        points=mark.points,
        out_of=mark.out_of,
    )


@transaction.atomic
def make_quiz(*, title: str, owner: Any, items: Sequence[Item], minutes: int | None = None) -> Quiz:
    """A quiz of `items` in their order, with a time limit in minutes or without."""
    quiz = Quiz.objects.create(title=title, owner=owner, minutes=minutes)
    QuizItem.objects.bulk_create(
        QuizItem(quiz=quiz, item=item, position=place) for place, item in enumerate(items, 1)
    )
    return quiz


def assignable(user: Any) -> list[tuple[str, str]]:
    """Quizzes that `user` can assign, as (id, title)."""
    return [(str(quiz.pk), quiz.title) for quiz in Quiz.objects.filter(owner=user)]


def start_assignment(assignment: Assignment, user: Any) -> str:
    """The address of the student's attempt at an assigned quiz; begins it the first time.

    With a time limit nothing begins yet: the address is that of the page with the button.
    """
    quiz = Quiz.objects.get(pk=int(assignment.activity_id))
    begun = Attempt.objects.filter(user=user, assignment=assignment).first()
    if begun is None and (assignment.minutes or quiz.minutes):
        return reverse("quizzes:begin", args=[assignment.pk])
    attempt = begun or begin(user=user, quiz=quiz, assignment=assignment)
    return attempt.get_absolute_url()


@transaction.atomic
def begin(*, user: Any, quiz: Quiz, assignment: Assignment | None) -> Attempt:
    """The student's attempt; an assignment has one, and asking again returns it.

    Raises NotOpen when the assignment has closed before she began.
    """
    fresh = _fresh(user=user, quiz=quiz, assignment=assignment)
    which: dict[str, Any] = {"user": user, "assignment": assignment}
    if assignment is None:
        which |= {"quiz": quiz, "handed_in_at": None}
    places = quiz.places.select_related("item__current")
    return _begun(fresh, which, ((place.position, place.item.current) for place in places))


def preview(*, user: Any, quiz: Quiz, assignment: Assignment | None) -> Attempt:
    """The attempt that would begin now, with her limit and her deadline. Raises NotOpen."""
    fresh = _fresh(user=user, quiz=quiz, assignment=assignment)
    _refuse_closed(fresh)
    return fresh


def _refuse_closed(fresh: Attempt) -> None:
    if fresh.is_overdue(timezone.now()):
        raise NotOpen(f"“{fresh.title}” has closed.")


def _fresh(*, user: Any, quiz: Quiz, assignment: Assignment | None) -> Attempt:
    """An attempt that is not saved yet."""
    limit = assignment.minutes if assignment else None
    fresh = Attempt(
        user=user,
        quiz=quiz,
        assignment=assignment,
        title=quiz.title,
        minutes=limit or quiz.minutes,
    )
    timing.set_deadline(fresh)
    return fresh


@transaction.atomic
def begin_with(
    *,
    user: Any,
    title: str,
    versions: Sequence[ItemVersion],
    minutes: int | None = None,
    source: str = "",
) -> Attempt:
    """An attempt at chosen items without a quiz, such as a section of a mock exam.

    With a `source` there is one open attempt from it: asking again returns it.
    """
    fresh = Attempt(user=user, title=title[:120], source=source, minutes=minutes)
    timing.set_deadline(fresh)
    which = {"user": user, "source": source, "handed_in_at": None} if source else {"pk": None}
    return _begun(fresh, which, enumerate(versions, 1))


def _begun(
    fresh: Attempt, which: dict[str, Any], places: Iterable[tuple[int, ItemVersion]]
) -> Attempt:
    """The attempt that `which` finds, or else `fresh` with its places. Raises NotOpen."""
    found = Attempt.objects.filter(**which).first()
    defaults = {name: getattr(fresh, name) for name in DECIDED}
    is_new = False
    if found is None:
        _refuse_closed(fresh)
        found, is_new = Attempt.objects.get_or_create(**which, defaults=defaults)
    if is_new:
        Answer.objects.bulk_create(
            Answer(attempt=found, position=position, version=version)
            for position, version in places
        )
    return found


def _locked(attempt: Attempt) -> Attempt:
    """The attempt, its row locked until the transaction ends. Raises AttemptClosed."""
    found = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if not found.is_open or found.is_overdue(timezone.now()):
        raise AttemptClosed
    return found


def _locked_for(attempt: Attempt, age_s: float) -> Attempt:
    """The same for an answer given `age_s` ago, which still counts in the grace. Raises
    AttemptClosed."""
    now = timezone.now()
    found = Attempt.objects.select_for_update().get(pk=attempt.pk)
    is_running = found.is_open and not found.is_overdue(now)
    if not is_running and not late.is_in_grace(found, age_s, now):
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
    answer.response = answer.carried_on(given.response)
    answer.sequence, answer.saved_at = given.sequence, timezone.now()
    answer.save(update_fields=["response", "sequence", "saved_at"])


def _take_all(attempt: Attempt, answers: Mapping[int, Given]) -> list[int]:
    """Save a whole form. The places where another page's different answer was kept."""
    kept = []
    is_in_grace = not attempt.is_open or attempt.is_overdue(timezone.now())
    for answer in attempt.answers.filter(position__in=answers).select_related("version"):
        given, before = answers[answer.position], answer.response
        try:
            _take(answer, given)
            if is_in_grace and answer.response != before:
                late.note_grace(answer)
        except (StaleAnswer, ImplausibleSequence):
            if answer.response != given.response:
                kept.append(answer.position)
    return kept


def save_answer(*, attempt: Attempt, position: int, **parts: Any) -> Answer:
    """Save what was answered, the parts of a Given; the same again changes nothing.

    Raises StaleAnswer when a newer answer is kept, ImplausibleSequence for a number no page counts
    to, AttemptClosed when the attempt is finished, Answer.DoesNotExist for no such place.
    """
    given = Given(**parts)
    closing.settle(attempt)
    with transaction.atomic():
        found = _locked_for(attempt, given.age_s)
        answer = found.answers.select_related("version").get(position=position)
        before = answer.sequence
        _take(answer, given)
        if found.is_overdue(timezone.now()) or not found.is_open:
            _take_in_grace(found, answer, before)
    return answer


def _take_in_grace(attempt: Attempt, answer: Answer, before: int) -> None:
    """Note an answer that came after the deadline, and mark the finished attempt again."""
    if answer.sequence == before:
        return
    late.note_grace(answer)
    if not attempt.is_open:
        closing.write_result(attempt)


@transaction.atomic
def save_all(*, attempt: Attempt, answers: Mapping[int, Given]) -> list[int]:
    """Save a form and leave the attempt open: the places where a newer answer was kept.

    Raises AttemptClosed.
    """
    return _take_all(_locked(attempt), answers)


@transaction.atomic
def hand_in_with(
    *,
    attempt: Attempt,
    answers: Mapping[int, Given],
    at_end: bool = False,
    is_sure: bool = True,
) -> list[int]:
    """Save a form and hand in, as one step: the places where a newer answer was kept.

    A form that was sent before the deadline and arrives within the grace is taken, and the
    attempt ends at its deadline. `at_end`: nobody asked for it, the page saw its time run out;
    it may not have heard of more. Without `is_sure` the attempt stays open, its answers saved,
    when a question has no answer yet and there is time for one. Raises AttemptClosed, or TimeLeft
    with nothing changed.
    """
    locked = _locked_for(attempt, max((given.age_s for given in answers.values()), default=0.0))
    has_time = locked.is_open and not locked.is_overdue(timezone.now())
    if at_end and has_time:
        raise TimeLeft
    kept = _take_all(locked, answers)
    if has_time and not is_sure and locked.unanswered():
        return kept
    if locked.is_open:
        _finish(locked, timezone.now())
    else:
        closing.write_result(locked)
    return kept


@transaction.atomic
def hand_in(*, attempt: Attempt, now: datetime.datetime | None = None) -> Attempt:
    """Hand in what is saved. Handing in twice changes nothing."""
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if locked.is_open:
        _finish(locked, now or timezone.now())
    return locked


def _finish(attempt: Attempt, now: datetime.datetime) -> None:
    """By the student, or at the deadline when that has passed. The attempt's row is locked."""
    if attempt.deadline_at is not None and attempt.is_overdue(now):
        closing.close(attempt, at=attempt.deadline_at, by=Attempt.Finisher.DEADLINE)
    else:
        closing.close(attempt, at=now, by=Attempt.Finisher.STUDENT)
