"""The laboratory's scenarios."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from sim.records import ScenarioRecord
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
