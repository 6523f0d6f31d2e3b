"""Items and their versions; quizzes; attempts with the answers given."""

import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from pydantic import BaseModel
from simple_history.models import HistoricalRecords

from quizzes.answers import Asked
from quizzes.cardmodels import Card, Review, Round, StudyPlan
from quizzes.core.kinds.table import KINDS, MARKED, parse_item
from quizzes.core.records import Item as ItemRecord
from quizzes.exammodels import ExamSection, MockExam
from studyapp.classes.models import Assignment
from studyapp.lib.contentrows import ContentQuerySet, ContentRow

# Django looks for models in this file.
__all__ = ["Card", "ExamSection", "MockExam", "Review", "Round", "StudyPlan"]


class ItemQuerySet(ContentQuerySet):
    def choices(self) -> Self:
        """Published items that are answered by choosing."""
        return self.published().filter(kind="single-choice")

    def marked(self) -> Self:
        """Published items whose answers are marked without a person."""
        return self.published().filter(kind__in=MARKED)

    def of_topic(self, number: str) -> Self:
        return self.filter(topic=number)


class Item(ContentRow):
    """`working` is the whole working copy; the columns beside it are there to be searched."""

    record_class: ClassVar[type[BaseModel]] = ItemRecord

    kind = models.CharField(max_length=30, editable=False)
    topic = models.CharField(max_length=5, db_index=True, editable=False)
    title = models.CharField(max_length=300, editable=False)
    working = models.JSONField(default=dict)
    current = models.ForeignKey(
        "ItemVersion", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    history = HistoricalRecords()

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["uid"]

    def __str__(self) -> str:
        return f"{self.uid}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("quizzes:item", args=[self.uid])

    def to_record(self) -> BaseModel:
        return parse_item(self.working)

    def take(self, record: BaseModel) -> None:
        values: Any = record
        self.uid, self.kind, self.topic = values.id, values.kind, values.topic
        self.title = (getattr(values, "stem", "") or values.title)[:300]
        self.working = record.model_dump(mode="json") | {"draft": False}

    def publish(self) -> None:
        """Readers get the working copy, as a new version when it differs from the last one."""
        super().publish()
        if self.pk is None:
            self.save()
        if self.current is None or self.current.record != self.published:
            number = self.versions.count() + 1
            self.current = self.versions.create(number=number, record=self.published)

    def served(self) -> Any:
        return parse_item(self.published)

    def has_unpublished_changes(self) -> bool:
        return self.published is None or self.published != self.to_record().model_dump(mode="json")


class ItemVersion(models.Model):
    """An item as it was published once. Never changed: attempts point here."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    record = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="one_version")]

    def parsed(self) -> Any:
        return parse_item(self.record)

    @property
    def kind(self) -> Any:
        return KINDS[self.record["kind"]]

    @property
    def asked(self) -> Asked:
        return Asked(self.record["kind"], self.record["id"])


class PracticeAnswer(models.Model):
    """One answer that a signed-in student gave while practicing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE)
    response = models.JSONField()
    is_right = models.BooleanField()
    points = models.FloatField()
    out_of = models.FloatField()
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["user", "-answered_at"])]


class Quiz(models.Model):
    title = models.CharField(max_length=120)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    items = models.ManyToManyField(Item, through="QuizItem")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at"]
        verbose_name_plural = "quizzes"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("quizzes:quiz", args=[self.pk])


class QuizItem(models.Model):
    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="places")
    item = models.ForeignKey(Item, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]


class AttemptQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        return self.filter(handed_in_at=None)

    def overdue(self, now: datetime.datetime) -> Self:
        return self.open().filter(deadline_at__lte=now)


class Attempt(models.Model):
    """One student's go at a quiz, or at items chosen otherwise. It keeps the version of each item.

    `source` says where chosen items come from, such as the section of a mock exam; a student has
    one open attempt from a source. `deadline_at` follows from what stands beside it and from the
    student's accommodations: `timing` computes it again whenever one of them changes.
    """

    class Finisher(models.TextChoices):
        STUDENT = "student"
        DEADLINE = "deadline"
        TEACHER = "teacher"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    quiz = models.ForeignKey(Quiz, null=True, blank=True, on_delete=models.PROTECT)
    assignment = models.ForeignKey(Assignment, null=True, blank=True, on_delete=models.SET_NULL)
    title = models.CharField(max_length=120, default="")
    source = models.CharField(max_length=60, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    granted_minutes = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    deadline_at = models.DateTimeField(null=True, blank=True)
    # Opened again by the teacher until then: this counts instead of limit and window.
    reopened_until = models.DateTimeField(null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.CharField(max_length=10, blank=True, choices=Finisher.choices)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "assignment"], name="one_attempt_an_assignment"
            ),
            models.UniqueConstraint(
                fields=["user", "source"],
                condition=models.Q(handed_in_at=None) & ~models.Q(source=""),
                name="one_open_attempt_a_source",
            ),
        ]
        indexes = [
            models.Index(
                fields=["deadline_at"],
                condition=models.Q(handed_in_at=None),
                name="open_by_deadline",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("quizzes:attempt", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.handed_in_at is None

    def is_overdue(self, now: datetime.datetime) -> bool:
        return self.is_open and self.deadline_at is not None and self.deadline_at <= now

    def unanswered(self) -> list[int]:
        """The positions of questions without an answer."""
        return list(self.answers.filter(response__isnull=True).values_list("position", flat=True))

    @property
    def points(self) -> float:
        return sum(answer.points or 0 for answer in self.answers.all())

    @property
    def out_of(self) -> float:
        """What could be reached; before marking one point is assumed for each answer."""
        return sum(1 if a.out_of is None else a.out_of for a in self.answers.all())


class Answer(models.Model):
    """What stands at one place of an attempt. `sequence` grows with each change in the browser.

    `marked_at` is None as long as this response has not been marked: whoever finds that in a
    finished attempt marks it.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT)
    response = models.JSONField(null=True, blank=True)
    sequence = models.PositiveBigIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    points = models.FloatField(null=True, blank=True)
    out_of = models.FloatField(null=True, blank=True)
    marked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="one_answer_a_place")
        ]

    def carried_on(self, response: Any) -> Any:
        """What is kept when `response` comes: of some kinds a part of the answer stays."""
        return self.version.kind.carry_on(self.response, response)


class AttemptEventQuerySet(models.QuerySet[Any]):
    def late(self) -> Self:
        """Answers that wait for the teacher, each with the number of what stands there now."""
        standing = Answer.objects.filter(
            attempt=models.OuterRef("attempt"), position=models.OuterRef("position")
        )
        late = self.filter(what=AttemptEvent.What.LATE)
        return late.annotate(standing=models.Subquery(standing.values("sequence")[:1]))


class AttemptEvent(models.Model):
    """What happened to an attempt beside answering, for the teacher to read."""

    class What(models.TextChoices):
        GRACE = "grace", "saved after the deadline, within the grace"
        LATE = "late", "arrived too late and is not counted"
        TAKEN = "taken", "late answer counted by the teacher"
        TIME = "time", "time changed"
        REOPENED = "reopened", "reopened by the teacher"
        CLOSED = "closed", "finished"

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=10, choices=What.choices)
    at = models.DateTimeField(default=timezone.now)
    position = models.PositiveSmallIntegerField(null=True, blank=True)
    detail = models.JSONField(default=dict)

    objects = AttemptEventQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    @property
    def is_passed(self) -> bool:
        """Whether a late answer is older than what stands there, as after opening again."""
        standing: int | None = getattr(self, "standing", None)
        return standing is not None and standing > self.detail.get("over", standing)
