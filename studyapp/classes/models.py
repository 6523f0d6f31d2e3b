"""Classes: who teaches whom, what was assigned, what came of it."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from studyapp.classes.joincodes import new_code


class ClassroomQuerySet(models.QuerySet[Any]):
    def taught_by(self, user: Any) -> Self:
        return self.filter(teacher=user)

    def joined_by(self, user: Any) -> Self:
        return self.filter(memberships__student=user)


class Classroom(models.Model):
    name = models.CharField(max_length=80)
    teacher = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    join_code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ClassroomQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("classes:classroom", args=[self.pk])

    def has_member(self, user: Any) -> bool:
        return self.memberships.filter(student=user).exists()


class Membership(models.Model):
    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="memberships")
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    joined_at = models.DateTimeField(auto_now_add=True)
    # Accommodations: they hold for everything with a time limit or a date in this class.
    time_factor = models.DecimalField(max_digits=3, decimal_places=2, default=1)
    extra_minutes = models.PositiveSmallIntegerField(default=0)
    is_untimed = models.BooleanField(default=False)

    class Meta:
        ordering = ["student__first_name", "student__username"]
        constraints = [
            models.UniqueConstraint(fields=["classroom", "student"], name="one_membership")
        ]

    @property
    def is_accommodated(self) -> bool:
        return self.is_untimed or self.time_factor != 1 or self.extra_minutes > 0

    @property
    def time_words(self) -> str:
        """Her time in a few words, for the teacher's list."""
        if self.is_untimed:
            return "no limit"
        factor = f"× {float(self.time_factor):g}" if self.time_factor != 1 else ""
        more = f"+ {self.extra_minutes} min" if self.extra_minutes else ""
        return " ".join(filter(None, (factor, more))) or "usual"


class Assignment(models.Model):
    """An activity given to a class. `activity` names a row of `activities.ACTIVITIES`."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="assignments")
    activity = models.CharField(max_length=20)
    activity_id = models.CharField(max_length=80)
    title = models.CharField(max_length=120)
    due_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    closes_when_due = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["due_at", "-made_at"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("classes:assignment", args=[self.classroom_id, self.pk])

    @property
    def is_overdue(self) -> bool:
        return self.due_at is not None and self.due_at < timezone.now()


class Result(models.Model):
    """What a student reached in an assignment. Rooms write it, the gradebook reads it."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="results")
    student = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    points = models.FloatField()
    out_of = models.FloatField()
    handed_in_at = models.DateTimeField()
    url = models.CharField(max_length=200, help_text="The page that shows it in detail.")
    # By how much the due date was later for this student. None: it did not hold for her.
    extra_minutes = models.PositiveIntegerField(null=True, default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "student"], name="one_result")]

    @property
    def is_late(self) -> bool:
        due_at = self.assignment.due_at
        if due_at is None or self.extra_minutes is None:
            return False
        return self.handed_in_at > due_at + datetime.timedelta(minutes=self.extra_minutes)

    @property
    def percent(self) -> int:
        return round(100 * self.points / self.out_of) if self.out_of else 0
