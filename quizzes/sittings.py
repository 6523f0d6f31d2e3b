"""What the review page says: the card that is up, and the day's round in words."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from quizzes import plans, rounds
from quizzes.cardmodels import Card, Review, Round, StudyPlan
from quizzes.faces import Face


def counted(number: int, noun: str) -> str:
    """`1 card`, `2 cards`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def spoken(day: datetime.date) -> str:
    """`May 3`, with the year where it is another one."""
    is_this_year = day.year == timezone.localdate().year
    return date_format(day, "F j" if is_this_year else "F j, Y")


@dataclass(frozen=True)
class Sitting:
    """A student at her cards."""

    round: Round
    plan: StudyPlan

    @cached_property
    def _up(self) -> tuple[str, Card | None, Face | None]:
        return rounds.current(self.round)

    @property
    def card(self) -> Card | None:
        return self._up[1]

    @property
    def face(self) -> Face | None:
        return None if self.is_over_time else self._up[2]

    @property
    def is_over_time(self) -> bool:
        return rounds.is_over_time(self.round, self.plan)

    @cached_property
    def last(self) -> Review | Card | None:
        return rounds.last_step(self.round)

    @property
    def left(self) -> int:
        return len(rounds.left(self.round))

    @property
    def done(self) -> int:
        return self.round.planned - len(self.round.queue)

    @property
    def has_begun(self) -> bool:
        return self.round.spent_s > 0 or self.done > 0

    @property
    def exam_day(self) -> datetime.date:
        return plans.exam_day(self.plan, self.round.day)

    @property
    def days_left(self) -> int:
        return (self.exam_day - self.round.day).days

    @property
    def minutes_spent(self) -> int:
        return round(self.round.spent_s / 60)

    @property
    def minutes_of_day(self) -> int:
        return self.plan.minutes_a_day + self.round.extra_minutes

    @property
    def minutes_left(self) -> int:
        return max(self.minutes_of_day - self.minutes_spent, 1)

    @property
    def today(self) -> str:
        """`12 cards, about 6 minutes; 4 of them are new.`"""
        minutes = max(round(self.round.minutes), 1)
        text = f"{counted(self.round.planned, 'card')}, about {counted(minutes, 'minute')}"
        if not self.round.fresh:
            return f"{text}."
        if self.round.fresh == self.round.planned:
            return (
                f"{text}; all of them are new." if self.round.fresh > 1 else f"{text}; it is new."
            )
        is_are = "is" if self.round.fresh == 1 else "are"
        return f"{text}; {self.round.fresh} of them {is_are} new."

    @property
    def promise(self) -> str:
        """What exam day looks like when the plan is kept, and what it would be without."""
        told = self.round.forecast
        if not told:
            return ""
        day = spoken(datetime.date.fromisoformat(told["exam"]))
        stopped = f"; without any more reviews, about {told['stopped']:.0%}" if told["seen"] else ""
        return (
            f"If you keep to {counted(self.plan.minutes_a_day, 'minute')} a day, on {day} you will "
            f"know about {told['kept']:.0%} of {counted(told['cards'], 'card')}{stopped}."
        )

    @property
    def welcome(self) -> str:
        """After a break: that nothing has piled up."""
        if self.round.away_days < rounds.BREAK_DAYS:
            return ""
        text = (
            f"Welcome back after {counted(self.round.away_days, 'day')}. Nothing has piled up: "
            f"today is {counted(self.plan.minutes_a_day, 'minute')} as always, for the cards that "
            "gain most from it."
        )
        if self.round.waiting:
            waiting = counted(self.round.waiting, "other card")
            verb = "is" if self.round.waiting == 1 else "are"
            text += f" {waiting} could use a look and {verb} spread over the coming days."
        return text


def sitting(user: Any) -> Sitting:
    """The student's sitting of today."""
    plan = plans.plan_of(user)
    return Sitting(rounds.today(user, plan), plan)


def begun(user: Any) -> Sitting | None:
    """The sitting of today of a student who has ever answered a card; None for anybody else."""
    return sitting(user) if Card.objects.of(user).shown().exists() else None
