"""Cards: a student's plan, her memory of each card, what she answered, and the day's round."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from fsrs import Card as Memory

from quizzes.core import reviews

LEAST_MINUTES, MOST_MINUTES = 2, 120
NOON = datetime.time(12, tzinfo=datetime.UTC)


def noon(day: datetime.date) -> datetime.datetime:
    """The moment that stands for a day: memory fades by whole days, whatever the hour."""
    return datetime.datetime.combine(day, NOON)


class StudyPlan(models.Model):
    """What a student means to do until the exam. Without `exam_on` it is the site's date."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="study_plan"
    )
    exam_on = models.DateField(null=True, blank=True)
    minutes_a_day = models.PositiveSmallIntegerField(
        default=10, validators=[MinValueValidator(LEAST_MINUTES), MaxValueValidator(MOST_MINUTES)]
    )
    units = models.JSONField(default=list, blank=True, help_text="Empty for the whole course.")

    def __str__(self) -> str:
        return f"{self.minutes_a_day} minutes a day"


class CardQuerySet(models.QuerySet["Card"]):
    def of(self, user: Any) -> Self:
        return self.filter(user=user)

    def named(self, key: str) -> Self:
        """The card of a key that came from outside. None has a NUL, which PostgreSQL refuses."""
        return self.none() if "\x00" in key else self.filter(key=key)

    def shown(self) -> Self:
        """Those that were answered at least once."""
        return self.filter(reviewed_on__isnull=False)


class Card(models.Model):
    """A card that a student has met. `key` says of what it is; see `quizzes/faces.py`.

    Cards of the course keep no words here, only those of one's own do.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    key = models.CharField(max_length=120)
    front = models.TextField(blank=True)
    back = models.TextField(blank=True)
    note = models.TextField(blank=True)
    stability_days = models.FloatField(null=True, blank=True)
    difficulty = models.FloatField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = CardQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_card_a_key")]

    def __str__(self) -> str:
        return self.key

    @property
    def is_suspended(self) -> bool:
        return self.suspended_at is not None

    @property
    def memory(self) -> Memory | None:
        if self.reviewed_on is None or self.stability_days is None or self.difficulty is None:
            return None
        return reviews.remembered(self.stability_days, self.difficulty, noon(self.reviewed_on))

    def answered(self, is_known: bool, day: datetime.date) -> None:
        """Take the memory that an answer leaves."""
        after = reviews.reviewed(self.memory, is_known, noon(day))
        self.stability_days, self.difficulty = after.stability, after.difficulty
        self.reviewed_on = day

    def planned(self, rank: int = 0) -> reviews.Card:
        """The card as the planner sees it."""
        return reviews.Card(self.key, self.memory, self.is_suspended, rank)


class Review(models.Model):
    """One answer to a card. `before` is the memory that undoing it gives back."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="reviews")
    at = models.DateTimeField(default=timezone.now)
    is_known = models.BooleanField()
    is_repeat = models.BooleanField(help_text="Again on the same day, until it was known.")
    seconds = models.FloatField()
    before = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["card", "-at"])]


class Round(models.Model):
    """The cards of one day: planned once, worked off in order.

    `queue` are the keys still to come; `planned` counts those that the plan chose, `fresh` those of
    them never seen before, `waiting` those it left for later. `away_days` is the length of the
    break before this day. `aside` are the keys put aside on the way, `turn` counts the steps taken:
    an answer is one to the turn that its page showed.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    day = models.DateField()
    queue = models.JSONField(default=list)
    aside = models.JSONField(default=list)
    turn = models.PositiveIntegerField(default=0)
    planned = models.PositiveIntegerField(default=0)
    fresh = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    minutes = models.FloatField(default=0.0)
    extra_minutes = models.PositiveSmallIntegerField(default=0)
    spent_s = models.FloatField(default=0.0)
    away_days = models.PositiveIntegerField(default=0)
    forecast = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_round_a_day")]
