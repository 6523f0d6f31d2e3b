"""Mock exams: the form that a student sits, and its sections, each an attempt of its own."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from quizzes.core import exam


class MockExamQuerySet(models.QuerySet["MockExam"]):
    def with_sections(self) -> Self:
        return self.prefetch_related(
            models.Prefetch("sections", ExamSection.objects.select_related("attempt"))
        )


class MockExam(models.Model):
    """`seed` and the bank make the form. `ended_at`: when she gave up what was not begun."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mock_exams"
    )
    form = models.CharField(
        max_length=10, choices=[(shape.name, shape.title) for shape in exam.SHAPES.values()]
    )
    seed = models.PositiveIntegerField()
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MockExamQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return self.shape.title

    def get_absolute_url(self) -> str:
        return reverse("quizzes:mock_exam", args=[self.pk])

    @property
    def shape(self) -> exam.Shape:
        return exam.SHAPES[self.form]

    def stage(self, now: datetime.datetime | None = None) -> exam.Stage:
        """Where the exam stands; a section whose time is over must have been closed before."""
        left = [section.attempt.handed_in_at for section in self.sections.all()]
        is_ended = self.ended_at is not None
        return exam.stage(self.shape, left, now or timezone.now(), is_ended=is_ended)

    @property
    def is_over(self) -> bool:
        return self.stage().step is exam.Step.OVER

    def attempt_at(self, number: int) -> Any:
        """The attempt at section `number`, or None when it was not begun."""
        found = (s.attempt for s in self.sections.all() if s.number == number)
        return next(found, None)


class ExamSection(models.Model):
    """A section that was begun. `shortages`: where the bank fell short of the blueprint."""

    exam = models.ForeignKey(MockExam, on_delete=models.CASCADE, related_name="sections")
    number = models.PositiveSmallIntegerField()
    attempt = models.OneToOneField(
        "quizzes.Attempt", on_delete=models.CASCADE, related_name="exam_section"
    )
    shortages = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "number"], name="one_section_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.exam}, {self.exam.shape.section(self.number).title}"
