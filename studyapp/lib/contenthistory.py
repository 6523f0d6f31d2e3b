"""The history of a content row: who changed what, in words, and the way back to a version."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from pydantic import ValidationError as RecordError
from simple_history.admin import SimpleHistoryAdmin

from studyapp.lib.contentfiles import to_yaml
from studyapp.lib.contentrows import ContentRow
from studyapp.lib.worddiff import word_diff

CONTEXT_WORDS = 12


def staff(view: Any) -> Any:
    """A view that the admin site guards; it asks for the right to the model itself."""
    view.access = "staff"
    return view


def as_text(value: Any) -> str:
    """A column's value as an editor reads it."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return "\n".join(value)
    if isinstance(value, list | dict):
        return to_yaml(value)
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


class HistoryAdmin(SimpleHistoryAdmin):
    """Lists the versions with their differences; an older one becomes the working copy again."""

    object_history_template = "admin/content/history.html"
    history_list_per_page = 20

    def admin_url(self, name: str, *args: Any) -> str:
        """The address of this model's page `name`."""
        opts = self.model._meta
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_{name}", args=args)

    def tidy(self, row: Any) -> None:
        """What follows from an edit, before it is saved."""

    def shown_values(self, row: Any) -> dict[str, str]:
        """What a version says, column by column, under the names that the form has."""
        values = {}
        for name in flatten_fieldsets(self.fieldsets or ()):
            if name in {field.name for field in self.model._meta.fields}:
                field = self.model._meta.get_field(name)
                label = capfirst(str(getattr(field, "verbose_name", name)))
                values[label] = as_text(getattr(row, field.attname))
        return values

    def changes(self, old: Any, new: Any, context: int | None = None) -> list[dict[str, Any]]:
        """What differs between two versions; `html` has it word by word."""
        before, after = self.shown_values(old), self.shown_values(new)
        return [
            {"label": label, "html": word_diff(before[label], after[label], context=context)}
            for label in after
            if before[label] != after[label]
        ]

    def set_history_delta_changes(
        self, request: HttpRequest, historical_records: Any, foreign_keys_are_objs: bool = True
    ) -> None:
        records = list(historical_records)
        older = [*records[1:], *[_before(record) for record in records[-1:]]]
        for record, previous in zip(records, older, strict=True):
            record.when = localtime(record.history_date)
            record.is_first = previous is None
            if previous is not None:
                record.content_changes = self.changes(previous, record, CONTEXT_WORDS)

    @staff
    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """One version, compared with the working copy; POST makes it the working copy."""
        row = self.row_or_404(request, object_id, to_change=request.method == "POST")
        version = self.version_or_404(row, version_id)
        if request.method == "POST":
            return self._restore(request, row, version)
        when = _spoken(version)
        context = {
            "title": f"Version of {when}",
            "row": row,
            "changes": self.changes(row, version),
            "values": self.shown_values(version),
            "may_change": self.has_change_permission(request, row),
            "verb": "Restore this version",
            "effect": "Restoring makes it the working copy again, as a new revision. "
            "Readers see it after you publish.",
            "preview_url": self.preview_url(row, version.history_id),
            "back_url": self.admin_url("history", row.pk),
        }
        return self.compare(request, context)

    def compare(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        """The page that shows what a change of version would do, with a button to do it."""
        context |= {**self.admin_site.each_context(request), "opts": self.model._meta}
        return render(request, "admin/content/compare.html", context)

    def preview_url(self, row: Any, version: int | None = None) -> str:
        """Where a version can be seen as a page; empty where there is no such page."""
        return ""

    def _restore(self, request: HttpRequest, row: Any, version: Any) -> HttpResponse:
        reason = f"Restored from {_spoken(version)}"
        change_url = self.admin_url("change", row.pk)
        try:
            with transaction.atomic():
                row.take(version.instance.to_record())
                self.tidy(row)
                row.validate_unique()
                row._change_reason = reason
                row.save()
                self.log_change(request, row, reason)
        except (ValidationError, RecordError) as error:
            self.message_user(request, f"It cannot be restored: {error}", messages.ERROR)
            return HttpResponseRedirect(change_url)
        self.message_user(request, f"{reason}. Publish when readers are to see it.")
        return HttpResponseRedirect(change_url)

    def row_or_404(self, request: HttpRequest, object_id: str, *, to_change: bool) -> Any:
        """The row, for somebody who may change it or at least look at it."""
        row = get_object_or_404(self.get_queryset(request), pk=unquote(object_id))
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        if to_change and not self.has_change_permission(request, row):
            raise PermissionDenied
        return row

    def version_or_404(self, row: ContentRow, version_id: str | int) -> Any:
        """An earlier version of `row`."""
        versions: Any = getattr(row, "history")  # noqa: B009 every edited row has one
        return get_object_or_404(versions, history_id=version_id)


def _before(record: Any) -> Any:
    """The version before `record`, or None."""
    others = type(record).objects.filter(id=record.id, history_id__lt=record.history_id)
    return others.order_by("-history_id").first()


def _spoken(version: Any) -> str:
    return date_format(localtime(version.history_date), "M j, Y, g:i A")
