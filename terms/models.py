"""The course (units, topics, objectives) and its pages: guides, terms, questions."""

from typing import Any

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from studyapp.lib.contentrows import ContentRow
from terms.records import (
    GuideRecord,
    MisconceptionRecord,
    QuestionRecord,
    TermRecord,
    UnitRecord,
)


def numeric(topic_number: str) -> tuple[int, int]:
    """`"2.10"` → `(2, 10)`: the course's order."""
    unit, topic = topic_number.split(".")
    return int(unit), int(topic)


class Unit(ContentRow):
    record_class = UnitRecord

    number = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=120)
    exam_weight_percent = models.JSONField(default=list)
    class_periods = models.JSONField(default=list)
    # The unit's topics as its file lays them out; `actions.lay_out` makes Topic rows of them.
    topics = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"Unit {self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("terms:unit", args=[self.number])


class Topic(models.Model):
    number = models.CharField(max_length=5, primary_key=True)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="topic_rows")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    big_ideas = models.JSONField(default=list)
    suggested_skills = models.JSONField(default=list)
    scope = models.JSONField(default=list)
    key_terms = models.JSONField(default=list)

    class Meta:
        ordering = ["unit__number", "position"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("terms:topic", args=[self.number])


class Objective(models.Model):
    code = models.CharField(max_length=8, primary_key=True)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="objective_rows")
    paraphrase = models.CharField(max_length=200)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.paraphrase}"


class Page(ContentRow):
    """What every page says of itself."""

    description = models.CharField(max_length=160, help_text="A sentence for search results.")
    updated = models.DateField(help_text="Last change of substance.")
    reviewed = models.DateField(
        null=True, blank=True, help_text="Last reading by someone other than the writer."
    )
    sources = models.JSONField(default=list, blank=True)

    class Meta:
        abstract = True


class Guide(Page):
    record_class = GuideRecord

    number = models.CharField("topic", max_length=5, unique=True)
    in_one_minute = models.TextField()
    the_idea = models.TextField()
    using_it = models.TextField()
    mistakes = models.TextField("mistakes that cost points")
    check_yourself = models.TextField(help_text="`### Question?` and below it the answer.")
    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"Guide to {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("terms:topic", args=[self.number])


class Term(Page):
    record_class = TermRecord
    column_of = {"topic": "topic_id"}

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    aliases = models.JSONField(default=list, blank=True)
    url_aliases = models.JSONField(default=list, blank=True)
    length = models.CharField(
        max_length=5, choices=[("full", "full"), ("short", "short")], default="full"
    )
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, db_constraint=False)
    objectives = models.JSONField(default=list, blank=True)
    related_topics = models.JSONField(default=list, blank=True)
    drawing = models.CharField(max_length=80, blank=True)
    scenarios = models.JSONField(default=list, blank=True)
    definition = models.TextField(help_text="One sentence, at most 35 words.")
    what_it_is = models.TextField(help_text="120–250 words, mechanism first.")
    why_it_matters = models.TextField()
    connections = models.TextField(
        help_text="`### [Name](/terms/slug/)` and below it one or two sentences on the relation."
    )
    on_the_exam = models.TextField("on the AP exam", blank=True)
    versus_title = models.CharField("comparison", max_length=160, blank=True, help_text="X vs Y")
    versus = models.TextField("comparison table", blank=True)
    takeaways = models.TextField("key takeaways", help_text="Four to six `- ` lines.")
    faqs = models.TextField("FAQs", blank=True, help_text="`### Question?`, below it the answer.")
    history = HistoricalRecords()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("terms:term", args=[self.slug])


class Question(Page):
    record_class = QuestionRecord
    column_of = {"topic": "topic_id"}

    slug = models.SlugField(max_length=80, unique=True)
    question = models.CharField(max_length=200)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, db_constraint=False)
    keywords = models.JSONField(default=list, blank=True)
    related_terms = models.JSONField(default=list, blank=True)
    related_questions = models.JSONField(default=list, blank=True)
    answer = models.TextField(help_text="150–350 words; opens with the answer.")
    history = HistoricalRecords()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("terms:question", args=[self.slug])


class Misconception(ContentRow):
    record_class = MisconceptionRecord

    wrong = models.CharField(max_length=300, help_text="The belief, in a student's words.")
    right = models.CharField(max_length=300)
    refutation = models.TextField()
    topics = models.JSONField(default=list)
    scenario = models.CharField(max_length=80, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["uid"]

    def __str__(self) -> str:
        return self.wrong


def lay_out(unit: Unit) -> None:
    """Make the Topic and Objective rows of a unit follow its `topics`."""
    for position, topic in enumerate(unit.topics):
        row, _ = Topic.objects.update_or_create(
            number=topic["number"], defaults={"unit": unit, "position": position, **_facts(topic)}
        )
        for objective in topic["objectives"]:
            Objective.objects.update_or_create(
                code=objective["code"],
                defaults={"topic": row, "paraphrase": objective["paraphrase"]},
            )


def _facts(topic: dict[str, Any]) -> dict[str, Any]:
    names = ("title", "big_ideas", "suggested_skills", "scope")
    return {name: topic[name] for name in names} | {"key_terms": topic["terms"]}
