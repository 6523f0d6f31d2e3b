"""What waits for a student, as the home page and her own page say it: cards, exam, mock exam."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from quizzes import exams, plans
from quizzes.exammodels import MockExam
from quizzes.sittings import Sitting, begun


@dataclass(frozen=True)
class Glance:
    """`cards`: today's, None before the first card. `exam_on`: the day she has set, if it is ahead.
    `open_exam`: the mock exam that is under way."""

    cards: Sitting | None
    exam_on: datetime.date | None
    open_exam: MockExam | None

    @property
    def days_left(self) -> int:
        return (self.exam_on - timezone.localdate()).days if self.exam_on else 0

    @property
    def due(self) -> int:
        """Cards that wait today; none when the minutes of the day are used up."""
        return self.cards.left if self.cards and not self.cards.is_over_time else 0


def glance(user: Any, cards: Sitting | None) -> Glance:
    """`cards` as `sittings.begun` finds them."""
    day = (cards.plan if cards else plans.plan_of(user)).exam_on
    is_ahead = day is not None and day >= timezone.localdate()
    return Glance(cards, day if is_ahead else None, exams.under_way(user))


def glance_of(user: Any) -> Glance:
    return glance(user, begun(user))
