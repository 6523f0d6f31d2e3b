"""Items in the admin: each is edited as the YAML that its file holds."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from pydantic import ValidationError

from quizzes import checks
from quizzes.core.kinds.table import parse_item
from quizzes.itemfiles import read_items, write_items
from quizzes.kinds import KINDS
from quizzes.models import Item
from quizzes.practicing import asked
from quizzes.queues import Queue
from quizzes.shown import shown_free_response
from studyapp.lib.contentadmin import ContentAdmin
from studyapp.lib.contentfields import ProseField, by_line
from studyapp.lib.contentfiles import to_yaml
from studyapp.lib.contentfilters import StatusFilter, UnitFilter
from studyapp.lib.contentforms import ContentForm
from studyapp.lib.contentkinds import Loaded
from studyapp.lib.problems import ContentProblems
from terms import shelf

SKELETON = """- id: u2-2.8-900
  kind: single-choice
  topic: "2.8"
  objective: 2.8.A
  skill: 6.E            # science practice and skill, 1.A to 6.E
  difficulty: 2         # 1 easy, 2 middle, 3 hard
  terms: []
  stem: |
    Markdown.
  options:
  - text: The right answer
    right: true
    why: Why it is right.
  - text: A wrong answer
    why: Why it is wrong.
    misconception: ""
  - text: A wrong answer
    why: Why it is wrong.
    misconception: ""
  - text: A wrong answer
    why: Why it is wrong.
    misconception: ""
  updated: 2026-11-24
"""


class ItemForm(ContentForm):
    source = ProseField(
        label="The item",
        strip=False,
        help_text="As in its file. The id never changes; readers who answered the item before "
        "keep the version that they were given.",
    )

    class Meta:
        model = Item
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = {"source": SKELETON}
        if row := kwargs.get("instance"):
            initial = {"source": write_items([row.to_record()])}
        super().__init__(*args, **kwargs | {"initial": initial | (kwargs.get("initial") or {})})

    def clean(self) -> Any:
        cleaned = super().clean()
        text = self.cleaned_data.get("source")
        if text:
            try:
                self._take(read_items(text, ""))
            except ContentProblems as error:
                self.add_error("source", by_line(error))
        return cleaned

    def _take(self, items: list[Any]) -> None:
        if len(items) != 1:
            self.add_error("source", f"There must be one item here, not {len(items)}.")
        elif self.instance.pk and items[0].id != self.instance.uid:
            self.add_error("source", f"The id never changes: it is {self.instance.uid}.")
        elif not self.instance.pk and Item.objects.filter(uid=items[0].id).exists():
            self.add_error("source", f"There is an item with the id {items[0].id} already.")
        else:
            self.instance.take(items[0])

    def faults(self) -> Iterator[tuple[str, str]]:
        """Reading the text has told them all."""
        return iter(())


@admin.register(Item)
class ItemAdmin(ContentAdmin):
    form = ItemForm
    list_display = ["uid", "opening", "topic", "kind", "status", "edited_at"]
    list_filter = [StatusFilter, UnitFilter, "kind", "topic"]
    search_fields = ["uid", "title", "working"]
    search_help_text = "A word of the item, or its id."
    fieldsets = [
        (None, {"fields": ["source"]}),
        ("History", {"fields": ["reason"]}),
    ]

    @admin.display(description="Title", ordering="title")
    def opening(self, row: Item) -> str:
        return Truncator(row.title).chars(90)

    def shown_values(self, row: Any) -> dict[str, str]:
        try:
            return {"The item": write_items([parse_item(row.working)])}
        except ValidationError:  # kept before the schema changed
            return {"The item": to_yaml(row.working)}

    def warnings(self, record: Any) -> Iterable[str]:
        course = shelf.current()
        own = Loaded(KINDS[0], record, "this item", write_items([record]))
        known = checks.Known(
            topics=set(course.topics),
            objectives=set(course.objectives),
            terms=set(course.terms),
            misconceptions=set(course.misconceptions),
            drawings=Path(settings.BASE_DIR) / "static/img/drawings",
        )
        # The problems of the whole bank are not this item's.
        found = [p for p in checks.check([own], known) if p.file == own.file]
        return [f"{p.place.capitalize()}: {p.reason}" for p in found]

    def preview(self, request: HttpRequest, record: Any, banner: dict[str, Any]) -> HttpResponse:
        if record.kind == "free-response":
            context: dict[str, Any] = {"item": shown_free_response(record)}
            return render(request, "quizzes/free_response.html", context | banner)
        fields = request.POST if request.method == "POST" else request.GET
        item, here = asked(fields, record, f"{request.path}?n=1")
        if request.method == "POST":
            return redirect(here)
        course = shelf.current()
        title = f"Topic {record.topic}"
        context = {
            "queue": Queue(title, [record.id], request.path),
            "number": 1,
            "next_number": None,
            "item": item,
            "is_judged": item.is_judgeable,
            "terms": [course.terms[slug] for slug in record.terms if slug in course.terms],
            "canonical_url": request.build_absolute_uri(reverse("quizzes:item", args=[record.id])),
        }
        is_part = bool(getattr(request, "htmx", False))
        template = "quizzes/_item.html" if is_part else "quizzes/item.html"
        return render(request, template, context | banner)
