"""What is done with laboratory tasks."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from sim.core.run import Problem, RunProblems
from sim.core.seeded import SEEDS
from sim.marking import Marks, marked, name_of, read_own
from sim.models import Task, TaskAttempt
from sim.taskrecords import QuestionRecord, TaskRecord
from studyapp.classes.actions import due_later_by, record_result
from studyapp.classes.activities import NotOpen
from studyapp.classes.models import Assignment

READING_LENGTH = 20


class TaskClosed(Exception):
    """The attempt has been handed in, or the prediction is locked."""


@dataclass(frozen=True)
class Work:
    """What a page sends of a run: the changes, the name of the run that was shown, the answers."""

    events: Any
    run: Any
    readings: tuple[str, ...] = ()
    explanation: int | None = None


def assignable(user: Any) -> list[tuple[str, str]]:
    """Tasks that a teacher can assign, as (id, title)."""
    return [(row.uid, row.served().title) for row in Task.objects.published()]


def start_assignment(assignment: Assignment, user: Any) -> str:
    """The address of the student's attempt at an assigned task; begins it the first time.

    Raises NotOpen when there is nothing to begin: the task was taken back.
    """
    begun = TaskAttempt.objects.filter(user=user, assignment=assignment).first()
    if begun is not None:
        return begun.get_absolute_url()
    task = Task.objects.published().filter(uid=assignment.activity_id).first()
    if task is None:
        raise NotOpen("This task is not offered any more. Ask your teacher for another one.")
    return begin(user=user, task=task, assignment=assignment).get_absolute_url()


@transaction.atomic
def begin(*, user: Any, task: Task, assignment: Assignment | None = None) -> TaskAttempt:
    """The student's attempt: an assignment has one, else the open one is gone on with."""
    new = {"task": task, "given": task.published, "seed": secrets.choice(SEEDS)}
    which: dict[str, Any] = {"user": user, "assignment": assignment, "defaults": new}
    if assignment is None:
        which |= {"task": task, "handed_in_at": None}
    attempt, _ = TaskAttempt.objects.get_or_create(**which)
    return attempt


def _locked(attempt: TaskAttempt) -> TaskAttempt:
    """The attempt, its row locked until the transaction ends. Raises TaskClosed."""
    found = TaskAttempt.objects.select_for_update().get(pk=attempt.pk)
    if not found.is_open:
        raise TaskClosed
    return found


@transaction.atomic
def predict(*, attempt: TaskAttempt, choice: int | None) -> TaskAttempt:
    """Lock a prediction in. Raises TaskClosed when there is one, ValueError for no such choice."""
    locked = _locked(attempt)
    if locked.prediction is not None:
        raise TaskClosed
    locked.prediction = chosen(locked.record().predict, choice)
    locked.save(update_fields=["prediction"])
    return locked


def chosen(question: QuestionRecord, choice: int | None) -> int:
    """`choice` when it is one of the question's. Raises ValueError."""
    if choice is None or not 0 <= choice < len(question.choices):
        raise ValueError("Choose one of the answers.")
    return choice


def own_events(task: TaskRecord, seed: int, work: Work) -> list[dict[str, Any]]:
    """The checked log of a page. Raises RunProblems, for a log that is not this cell's run too."""
    own = read_own(task, seed, work.events)
    if work.run != name_of(task, seed, own):
        raise RunProblems([Problem("run", "these changes are not those of the run that was shown")])
    return own


def measure(task: TaskRecord, seed: int, work: Work) -> Marks:
    """What a page's run reaches, nothing kept. Raises RunProblems."""
    return marked(task, seed, own_events(task, seed, work), work.readings)


def marks_of(attempt: TaskAttempt) -> Marks:
    """The marks of a handed-in attempt, replayed from what is kept."""
    return marked(attempt.record(), attempt.seed, attempt.log, attempt.readings)


def total(task: TaskRecord, marks: Marks, explanation: int) -> int:
    """The points: those of the replay, and one for the right explanation."""
    return marks.points + int(task.explain.choices[explanation].right)


def hand_in(*, attempt: TaskAttempt, work: Work) -> TaskAttempt:
    """Replay, mark, keep. Raises RunProblems for a refused log, ValueError, TaskClosed."""
    if attempt.prediction is None:
        raise ValueError("The prediction comes first.")
    task = attempt.record()
    explanation = chosen(task.explain, work.explanation)
    own = own_events(task, attempt.seed, work)
    readings = trimmed(work.readings, len(task.readings))
    points = total(task, marked(task, attempt.seed, own, readings), explanation)
    attempt.log, attempt.readings, attempt.explanation = own, readings, explanation
    return _keep(attempt, points, task.out_of)


def trimmed(readings: Sequence[str], count: int) -> list[str]:
    """Exactly `count` short texts, empty where nothing was typed."""
    return [text.strip()[:READING_LENGTH] for text in [*readings, *[""] * count]][:count]


@transaction.atomic
def _keep(attempt: TaskAttempt, points: int, out_of: int) -> TaskAttempt:
    locked = _locked(attempt)
    for name in ("log", "readings", "explanation"):
        setattr(locked, name, getattr(attempt, name))
    locked.points, locked.out_of = points, out_of
    locked.handed_in_at = timezone.now()
    locked.save()
    if locked.assignment is not None:
        record_result(
            assignment=locked.assignment,
            student=locked.user,
            points=points,
            out_of=out_of,
            handed_in_at=locked.handed_in_at,
            url=locked.get_absolute_url(),
            extra_minutes=due_later_by(locked.assignment, locked.user),
        )
    return locked
