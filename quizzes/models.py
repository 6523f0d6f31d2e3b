"""Items and their versions; quizzes; attempts with the answers given."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from pydantic import BaseModel
from simple_history.models import HistoricalRecords

from quizzes.core.kinds.table import KINDS, parse_item
from quizzes.core.records import Item as ItemRecord
from studyapp.classes.models import Assignment
from studyapp.lib.contentrows import ContentQuerySet, ContentRow


class ItemQuerySet(ContentQuerySet):
    def choices(self) -> Self:
        """Published items that are answered by choosing."""
        return self.published().filter(kind="single-choice")

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


class PracticeAnswer(models.Model):
    """One answer that a signed-in student gave while practicing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE)
    response = models.JSONField()
    is_right = models.BooleanField()
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["user", "-answered_at"])]


class Quiz(models.Model):
    title = models.CharField(max_length=120)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
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


class Attempt(models.Model):
    """One student's go at one quiz. It keeps the version of each item it was given."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT)
    assignment = models.ForeignKey(Assignment, null=True, blank=True, on_delete=models.SET_NULL)
    started_at = models.DateTimeField(default=timezone.now)
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "assignment"], name="one_attempt_an_assignment")
        ]

    def get_absolute_url(self) -> str:
        return reverse("quizzes:attempt", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.handed_in_at is None

    @property
    def points(self) -> float:
        return sum(answer.points or 0 for answer in self.answers.all())

    @property
    def out_of(self) -> int:
        return len(self.answers.all())


class Answer(models.Model):
    """What stands at one place of an attempt. `sequence` grows with each change in the browser."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT)
    response = models.JSONField(null=True, blank=True)
    sequence = models.PositiveBigIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    points = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="one_answer_a_place")
        ]
