"""Terms, study questions, topic guides and misconceptions in the admin."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from studyapp.lib.contentadmin import ContentAdmin
from studyapp.lib.contentfilters import StatusFilter, UnitFilter
from studyapp.lib.contentforms import ContentForm
from terms import shelf, views
from terms.models import Guide, Misconception, Question, Term, Topic, numeric
from terms.warnings import warnings_of

NAME = "made of lower-case letters, digits and single hyphens"
TOPIC = "a topic’s number, such as 2.8"
OBJECTIVE = "the code of a learning objective, such as 2.8.A"
DATES = ("updated", "reviewed", "sources")

HELP = {
    "aliases": "Other names that occur in prose, one on each line. They become links.",
    "url_aliases": "Old addresses that lead here, one on each line.",
    "objectives": "Codes such as 2.8.A, one on each line.",
    "related_topics": "Numbers such as 2.8, one on each line.",
    "topics": "Numbers such as 2.8, one on each line.",
    "scenarios": "Addresses of laboratory scenarios, such as ouabain, one on each line.",
    "related_terms": "Addresses of terms, such as active-transport, one on each line.",
    "related_questions": "Addresses of study questions, one on each line.",
    "keywords": "Four to eight, one on each line.",
}


class PageForm(ContentForm):
    expected = {
        "uid": NAME,
        "slug": NAME,
        "url_aliases": NAME,
        "topics": TOPIC,
        "related_topics": TOPIC,
        "objectives": OBJECTIVE,
        "drawing": NAME,
        "scenario": NAME,
        "scenarios": NAME,
        "related_terms": NAME,
        "related_questions": NAME,
    }


class CourseAdmin(ContentAdmin):
    """What the pages of the course have in common."""

    form = PageForm
    list_display: Any = ["__str__", "topic", "status", "edited_at"]
    list_filter = [StatusFilter, UnitFilter, ("topic", admin.RelatedOnlyFieldListFilter)]
    ordering = ["topic__unit__number", "topic__position", "slug"]
    list_select_related = ["topic"]

    def warnings(self, record: Any) -> Iterable[str]:
        return warnings_of(record)

    def get_form(self, request: HttpRequest, obj: Any = None, **settings: Any) -> Any:
        """The lists that people write in Markdown say “one per line” as well."""
        form = super().get_form(request, obj, **settings)
        for name in self.line_columns:
            if name in form.base_fields:
                field = form.base_fields[name]
                field.help_text = field.help_text or HELP.get(name, "One on each line.")
        return form


@admin.register(Term)
class TermAdmin(CourseAdmin):
    search_fields = [
        *("title", "slug", "definition", "what_it_is", "why_it_matters", "connections"),
        *("on_the_exam", "versus", "takeaways", "faqs", "description"),
    ]
    search_help_text = "Any words of the page. Put a phrase in quotation marks."
    prepopulated_fields = {"slug": ["title"]}
    line_columns = (
        "aliases",
        "url_aliases",
        "objectives",
        "related_topics",
        "scenarios",
        "sources",
    )
    fieldsets = [
        (
            "What readers see",
            {
                "fields": [
                    *("title", "aliases", "definition", "what_it_is", "why_it_matters"),
                    *("connections", "on_the_exam", "versus_title", "versus", "takeaways", "faqs"),
                    "description",
                ]
            },
        ),
        (
            "Where it belongs",
            {"fields": ["topic", "objectives", "related_topics", "scenarios", "drawing"]},
        ),
        ("Housekeeping", {"fields": ["uid", "slug", "url_aliases", "length", *DATES]}),
        ("History", {"fields": ["reason"]}),
    ]

    def tidy(self, row: Any) -> None:
        """The address that readers know leads to the page for good."""
        known = row.published["slug"] if row.is_published else row.slug
        aliases = [old for old in row.url_aliases if old != row.slug]
        row.url_aliases = aliases if known in {row.slug, *aliases} else [*aliases, known]

    def preview(self, request: HttpRequest, record: Any, banner: dict[str, Any]) -> HttpResponse:
        context = views.term_context(request, record, shelf.current())
        return render(request, "terms/term.html", context | banner)


@admin.register(Question)
class QuestionAdmin(CourseAdmin):
    search_fields = ["question", "slug", "answer", "description"]
    search_help_text = TermAdmin.search_help_text
    prepopulated_fields = {"slug": ["question"]}
    line_columns = ("keywords", "related_terms", "related_questions", "sources")
    fixed_when_published = ("slug",)
    fieldsets = [
        ("What readers see", {"fields": ["question", "answer", "description"]}),
        (
            "Where it belongs",
            {"fields": ["topic", "related_terms", "related_questions", "keywords"]},
        ),
        ("Housekeeping", {"fields": ["uid", "slug", *DATES]}),
        ("History", {"fields": ["reason"]}),
    ]

    def preview(self, request: HttpRequest, record: Any, banner: dict[str, Any]) -> HttpResponse:
        context = views.question_context(request, record, shelf.current())
        return render(request, "terms/question.html", context | banner)


def topic_choices() -> list[tuple[str, str]]:
    topics = sorted(Topic.objects.all(), key=lambda topic: numeric(topic.number))
    return [("", "---------"), *((topic.number, str(topic)) for topic in topics)]


class GuideForm(PageForm):
    number = forms.ChoiceField(label="Topic", choices=topic_choices)


@admin.register(Guide)
class GuideAdmin(CourseAdmin):
    form = GuideForm
    list_display = ["number", "title", "status", "edited_at"]
    list_filter = [StatusFilter, UnitFilter]
    list_select_related = False
    ordering = ["number"]
    search_fields = [
        *("number", "description", "in_one_minute", "the_idea", "using_it", "mistakes"),
        "check_yourself",
    ]
    search_help_text = TermAdmin.search_help_text
    line_columns = ("sources",)
    fixed = ("uid", "number")
    fieldsets = [
        (
            "What readers see",
            {
                "fields": [
                    *("in_one_minute", "the_idea", "using_it", "mistakes", "check_yourself"),
                    "description",
                ]
            },
        ),
        ("Where it belongs", {"fields": ["number"]}),
        ("Housekeeping", {"fields": ["uid", *DATES]}),
        ("History", {"fields": ["reason"]}),
    ]

    @admin.display(description="Title")
    def title(self, row: Guide) -> str:
        topic = shelf.current().topics.get(row.number)
        return topic.title if topic else "unknown topic"

    def topics_of(self, row: Any) -> Iterable[str]:
        return [row.number]

    def preview(self, request: HttpRequest, record: Any, banner: dict[str, Any]) -> HttpResponse:
        course = shelf.current()
        course = dataclasses.replace(course, guides=course.guides | {record.number: record})
        context = views.topic_context(request, course.topics[record.number], course)
        return render(request, "terms/topic.html", context | banner)


@admin.register(Misconception)
class MisconceptionAdmin(CourseAdmin):
    list_display = ["wrong", "topics_shown", "status", "edited_at"]
    list_filter = [StatusFilter, UnitFilter]
    list_select_related = False
    ordering = ["uid"]
    search_fields = ["uid", "wrong", "right", "refutation"]
    line_columns = ("topics",)
    has_preview = False
    fieldsets = [
        ("What readers see", {"fields": ["wrong", "right", "refutation"]}),
        ("Where it belongs", {"fields": ["topics", "scenario"]}),
        ("Housekeeping", {"fields": ["uid"]}),
        ("History", {"fields": ["reason"]}),
    ]

    @admin.display(description="Topics")
    def topics_shown(self, row: Misconception) -> str:
        return ", ".join(row.topics)

    def topics_of(self, row: Any) -> Iterable[str]:
        return list(row.topics)
