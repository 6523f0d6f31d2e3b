"""Sitting a mock exam: forms drawn for a student, sections begun, written answers scored."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from quizzes import actions, closing, stock
from quizzes.core import blueprint, exam, written_form
from quizzes.core.blueprint import Form
from quizzes.core.exam import Section, Shape, Stage, Step
from quizzes.core.kinds import free_response
from quizzes.exammodels import ExamSection, MockExam
from quizzes.models import Answer, Attempt, Item, ItemVersion, PracticeAnswer
from studyapp.accounts.models import User


class NothingToSit(Exception):
    """The bank has no item for this section."""


class ExamOver(Exception):
    """The exam has no section left."""


@transaction.atomic
def start(*, user: Any, shape: Shape) -> MockExam:
    """A new exam; a student has one at a time: while one is under way it is returned."""
    # Two presses of the button at the same time: the second waits and finds the first one's exam.
    User.objects.select_for_update().get(pk=user.pk)
    return under_way(user) or MockExam.objects.create(
        user=user, form=shape.name, seed=secrets.randbelow(2**31)
    )


def under_way(user: Any) -> MockExam | None:
    """The student's exam that is not over."""
    closing.close_overdue(user=user)
    latest = MockExam.objects.filter(user=user, ended_at=None).with_sections()
    return next((found for found in latest if not found.is_over), None)


def stage_of(found: MockExam) -> Stage:
    """Where the exam stands, after closing a section whose time is over."""
    closing.close_overdue(exam_section__exam=found)
    return MockExam.objects.with_sections().get(pk=found.pk).stage()


@transaction.atomic
def begin_section(found: MockExam) -> Attempt:
    """The attempt at the section that comes next; at the open one when there is one.

    Raises ExamOver or NothingToSit.
    """
    locked = MockExam.objects.select_for_update().get(pk=found.pk)
    stage = stage_of(locked)
    if stage.section is None:
        raise ExamOver
    if stage.step is Step.SITTING:
        attempt: Attempt = locked.attempt_at(stage.section.number)
        return attempt
    form = draw(locked, stage.section)
    if not form.ids:
        raise NothingToSit
    attempt = actions.begin_with(
        user=locked.user,
        title=f"{locked.shape.title}, {stage.section.title}"
        if len(locked.shape.sections) > 1
        else f"Mock exam, {stage.section.title}",
        versions=_versions(form.ids),
        minutes=stage.section.minutes,
        source=f"exam-{locked.pk}-{stage.section.number}",
    )
    ExamSection.objects.create(
        exam=locked, number=stage.section.number, attempt=attempt, shortages=list(form.shortages)
    )
    return attempt


@transaction.atomic
def end(found: MockExam) -> MockExam:
    """Give up the sections that were not begun. An open section is handed in first, by itself."""
    locked = MockExam.objects.select_for_update().get(pk=found.pk)
    if locked.ended_at is None and stage_of(locked).step not in (Step.SITTING, Step.OVER):
        locked.ended_at = timezone.now()
        locked.save(update_fields=["ended_at"])
    return locked


def way_on(attempt: Attempt) -> str:
    """Where an attempt leads that was left: on to its exam while there is more to do or to score
    there; nowhere from Section I of an exam that is over, and from every other attempt."""
    section = ExamSection.objects.filter(attempt=attempt).select_related("exam").first()
    if section is None or (section.number == exam.CHOICE and section.exam.is_over):
        return ""
    return section.exam.get_absolute_url()


def draw(found: MockExam, section: Section) -> Form:
    """The items of a section for this student: by the blueprint, what she has met least first."""
    seen = seen_by(found.user)
    if section.number == exam.CHOICE:
        plan = blueprint.blueprint(section.questions, section.minutes)
        bank = [
            entry.candidate(seen[entry.uid])
            for entry in stock.current().entries
            if entry.kind == "single-choice"
        ]
        return blueprint.draw(bank, plan, found.seed)
    questions = [entry.question(seen[entry.uid]) for entry in stock.written()]
    types = written_form.types_of(questions, found.seed, is_half=found.shape.is_half)
    return written_form.draw(questions, types, found.seed)


def seen_by(user: Any) -> Counter[str]:
    """How much the student has met each item: an exam counts two, and practice or a quiz one more.

    What an exam had comes again after all that none had; of those what was practiced is last.
    """
    attempts = Answer.objects.filter(attempt__user=user)
    sat = attempts.filter(attempt__exam_section__isnull=False)
    times = Counter(sat.values_list("version__item__uid", flat=True))
    seen = Counter({uid: 2 * count for uid, count in times.items()})
    elsewhere = attempts.filter(attempt__exam_section=None).values_list("version__item__uid")
    practiced = PracticeAnswer.objects.filter(user=user).values_list("version__item__uid")
    seen.update(uid for (uid,) in elsewhere.order_by().union(practiced.order_by()))
    return seen


def _versions(uids: Sequence[str]) -> list[ItemVersion]:
    rows = Item.objects.published().filter(uid__in=uids).select_related("current")
    current = {row.uid: row.current for row in rows}
    return [version for uid in uids if (version := current.get(uid)) is not None]


@transaction.atomic
def score(*, answer: Answer, earned: Mapping[str, Sequence[int]]) -> Answer:
    """Keep which points of the rubric the student gave herself, and mark her answer by them.

    Raises ExamOver while the section is open: nobody scores what may still change.
    """
    Attempt.objects.select_for_update().get(pk=answer.attempt_id)
    kept = Answer.objects.select_related("attempt", "version").get(pk=answer.pk)
    if kept.attempt.is_open:
        raise ExamOver
    texts = kept.response if isinstance(kept.response, dict) else {}
    kept.response = free_response.parse_response({**texts, "earned": earned})
    kept.saved_at = kept.saved_at or timezone.now()  # what was written on paper is kept from now on
    kept.save(update_fields=["response", "saved_at"])
    closing.mark([kept])
    return kept
