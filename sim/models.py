"""The laboratory's scenarios and tasks, and the students' attempts at tasks."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from sim.records import ScenarioRecord
from sim.taskrecords import TaskRecord
from studyapp.classes.models import Assignment
from studyapp.lib.contentrows import ContentRow

PRESETS = [("animal_cell", "animal cell"), ("neuron", "neuron"), ("squid_axon", "squid axon")]


class Scenario(ContentRow):
    record_class = ScenarioRecord

    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    question = models.CharField(max_length=300, help_text="Can be answered before running.")
    preset = models.CharField(max_length=20, choices=PRESETS, default="animal_cell")
    parameters = models.JSONField(default=dict, blank=True)
    events = models.JSONField(
        default=list, blank=True, help_text='[{"t_s": 60, "set": {"ouabain": 1}}]'
    )
    horizon_s = models.FloatField("horizon (s of cell time)")
    speed = models.FloatField(help_text="Seconds of cell time for one second on screen.")
    watch = models.TextField(help_text="What to look at, in one or two sentences.")
    choices = models.JSONField(
        "predictions",
        default=list,
        blank=True,
        help_text="Three or four: text, why; right: true for one, misconception for the others.",
    )
    reveal_s = models.FloatField(
        "explained from (s)",
        null=True,
        blank=True,
        help_text="Cell time from which on the explanation is shown.",
    )
    claims = models.JSONField(
        default=list,
        blank=True,
        help_text="What the explanation says in numbers: column, at_s, between: [low, high].",
    )
    explanation = models.TextField(help_text="Markdown: what happened and why, 80–160 words.")
    terms = models.JSONField(default=list, blank=True)
    misconceptions = models.JSONField(default=list, blank=True)
    updated = models.DateField(help_text="Last change of substance.")
    reviewed = models.DateField(
        null=True, blank=True, help_text="Last reading by someone other than the writer."
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("sim:scenario", args=[self.slug])


class Task(ContentRow):
    """Predict, run, explain: a goal that is marked by replaying what the student did."""

    record_class = TaskRecord

    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    brief = models.TextField(help_text="Markdown: the situation and what is to be reached.")
    preset = models.CharField(max_length=20, choices=PRESETS[:2], default="animal_cell")
    parameters = models.JSONField(default=dict, blank=True)
    events = models.JSONField(
        default=list, blank=True, help_text="What happens to the cell whatever the student does."
    )
    horizon_s = models.FloatField("horizon (s of cell time)")
    speed = models.FloatField(help_text="Seconds of cell time for one second on screen.")
    controls = models.JSONField(default=list, help_text="What the student may use.")
    predict = models.JSONField("prediction", default=dict, help_text="question, choices.")
    goals = models.JSONField(
        default=list,
        help_text="says, measure (at, highest, lowest, total, setting), name, above, below.",
    )
    readings = models.JSONField(
        default=list,
        blank=True,
        help_text="asks, measure (at, highest, lowest), name, until_s, within, unit, points.",
    )
    explain = models.JSONField(default=dict, help_text="question, choices.")
    explanation = models.TextField(help_text="Markdown: shown with the result.")
    solution = models.JSONField(default=list, help_text="A log that reaches every goal.")
    wrong_way = models.JSONField(default=list, blank=True, help_text="A log that misses one.")
    terms = models.JSONField(default=list, blank=True)
    misconceptions = models.JSONField(default=list, blank=True)
    updated = models.DateField(help_text="Last change of substance.")
    reviewed = models.DateField(
        null=True, blank=True, help_text="Last reading by someone other than the writer."
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("sim:task", args=[self.slug])


class TaskAttempt(models.Model):
    """One student's go at a task: the task as it was given, the cell's seed, the log.

    Everything marked follows from `given`, `seed`, `log`, `readings` and `explanation`.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    task = models.ForeignKey(Task, on_delete=models.CASCADE)
    assignment = models.ForeignKey(Assignment, null=True, blank=True, on_delete=models.SET_NULL)
    given = models.JSONField()
    seed = models.PositiveIntegerField()
    started_at = models.DateTimeField(default=timezone.now)
    prediction = models.PositiveSmallIntegerField(null=True, blank=True)
    log = models.JSONField(null=True, blank=True)
    readings = models.JSONField(default=list, blank=True)
    explanation = models.PositiveSmallIntegerField(null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    out_of = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "assignment"], name="one_task_attempt_an_assignment"
            ),
            # Assignments that are NULL are all different to a database.
            models.UniqueConstraint(
                fields=["user", "task"],
                condition=models.Q(assignment=None, handed_in_at=None),
                name="one_open_task_attempt",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("sim:task_attempt", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.handed_in_at is None

    def record(self) -> Any:
        """The task as it was given."""
        return TaskRecord.model_validate(self.given)
