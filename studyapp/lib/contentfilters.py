"""How far a content row is: shown in lists, and to filter them by."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from pydantic import ValidationError

from studyapp.lib.contentrows import ContentRow

DRAFT, PUBLISHED, CHANGED, BROKEN = "draft", "published", "changed", "broken"
STATUS_WORDS = {
    DRAFT: "Draft",
    PUBLISHED: "Published",
    CHANGED: "Changed since published",
    BROKEN: "Needs repair",
}


def status_of(row: ContentRow) -> str:
    """Draft, published, or published with changes that readers do not see yet."""
    if not row.is_published:
        return DRAFT
    try:
        return CHANGED if row.has_unpublished_changes() else PUBLISHED
    except ValidationError:
        return BROKEN


class StatusFilter(admin.SimpleListFilter):
    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [(value, words) for value, words in STATUS_WORDS.items() if value != BROKEN]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value()
        if wanted == DRAFT:
            return queryset.filter(published__isnull=True)
        if wanted not in STATUS_WORDS:
            return queryset
        rows = queryset.filter(published__isnull=False)
        return queryset.filter(pk__in=[row.pk for row in rows if status_of(row) == wanted])


class UnitFilter(admin.SimpleListFilter):
    """By the first number of the topic; the admin's `topics_of(row)` names a row's topics."""

    title = "unit"
    parameter_name = "unit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        self.topics_of = model_admin.topics_of
        return [(str(number), f"Unit {number}") for number in range(1, 9)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        start = f"{self.value()}."
        if not self.value():
            return queryset
        found = [r.pk for r in queryset if any(t.startswith(start) for t in self.topics_of(r))]
        return queryset.filter(pk__in=found)
