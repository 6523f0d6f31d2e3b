"""Content in the admin: edit the working copy, look at it as a page, publish, take back."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST
from pydantic import ValidationError

from studyapp.lib import contentversion
from studyapp.lib.contentfields import LinesField, ProseField, YamlField
from studyapp.lib.contentfilters import DRAFT, PUBLISHED, STATUS_WORDS, StatusFilter, status_of
from studyapp.lib.contentforms import ContentForm
from studyapp.lib.contenthistory import HistoryAdmin, staff
from studyapp.lib.contentrows import ContentRow


class ContentAdmin(HistoryAdmin):
    """Everything that editing pages, questions, items and scenarios have in common."""

    form = ContentForm
    change_form_template = "admin/content/change_form.html"
    formfield_overrides = {models.TextField: {"form_class": ProseField}}
    list_filter: Any = [StatusFilter]
    list_per_page = 50
    actions = ["publish_selected"]

    # JSON columns that are lists of texts, and those that are structures with their empty value.
    line_columns: ClassVar[tuple[str, ...]] = ()
    yaml_columns: ClassVar[dict[str, Any]] = {}
    # Columns that cannot change after the row is made, or after readers first saw it.
    fixed: ClassVar[tuple[str, ...]] = ("uid",)
    fixed_when_published: ClassVar[tuple[str, ...]] = ()
    has_preview: ClassVar[bool] = True

    # What a room says of its content.

    def preview(self, request: HttpRequest, record: Any, banner: dict[str, Any]) -> HttpResponse:
        """The page that readers would get of `record`; `banner` goes into its context."""
        raise Http404("There is no preview of this.")

    def warnings(self, record: Any) -> Iterable[str]:
        """What an editor should know of `record`, although it can be saved."""
        return ()

    def topics_of(self, row: Any) -> Iterable[str]:
        """The numbers of the topics that a row belongs to."""
        return [row.topic_id] if hasattr(row, "topic_id") else [row.topic]

    # The list.

    @admin.display(description="Status")
    def status(self, row: ContentRow) -> SafeString:
        found = status_of(row)
        return format_html('<span class="status status-{}">{}</span>', found, STATUS_WORDS[found])

    @admin.action(description="Publish the selected", permissions=["change"])
    def publish_selected(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        waiting = [row for row in rows if status_of(row) != PUBLISHED]
        faulty = []
        for row in waiting:
            try:
                with transaction.atomic():
                    self._publish(row, "Published")
            except ValidationError:
                faulty.append(str(row))
        self.message_user(request, f"{len(waiting) - len(faulty)} published.")
        if faulty:
            text = f"These need repair first: {', '.join(faulty)}"
            self.message_user(request, text, messages.ERROR)

    def get_actions(self, request: HttpRequest) -> Any:
        """Rows are withdrawn one by one and with thought, never by the dozen."""
        found = super().get_actions(request)
        found.pop("delete_selected", None)
        return found

    # The form.

    def formfield_for_dbfield(self, db_field: Any, request: Any, **settings: Any) -> Any:
        if db_field.name in self.line_columns:
            settings |= {"form_class": LinesField}
        elif db_field.name in self.yaml_columns:
            empty = self.yaml_columns[db_field.name]
            settings |= {"form_class": YamlField, "empty": empty}
        return super().formfield_for_dbfield(db_field, request, **settings)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.readonly_fields
        shown = flatten_fieldsets(self.get_fieldsets(request, obj))
        fixed = [*self.fixed, *(self.fixed_when_published if obj.is_published else ())]
        return [*self.readonly_fields, *(name for name in fixed if name in shown)]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else self.prepopulated_fields

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The page as readers have it, at the address that they have it at."""
        if obj is None or not obj.is_published or not hasattr(obj, "get_absolute_url"):
            return None
        shown = type(obj)()
        shown.take(obj.served())
        return str(shown.get_absolute_url())

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        # The row as it is kept: after an error, `obj` holds what was typed.
        row = self.get_queryset(request).get(pk=obj.pk) if change else None
        found = status_of(row) if row else DRAFT
        context |= {
            "row": row,
            "status": found,
            "status_words": STATUS_WORDS[found],
            "has_preview": self.has_preview,
            "preview_url": self.preview_url(row) if row else "",
            "take_back_url": self.admin_url("take_back", row.pk)
            if row and row.is_published and found != PUBLISHED
            else "",
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Saving.

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        is_publishing = "_publish" in request.POST
        if change and not is_publishing and not set(form.changed_data) - {"reason", "seen"}:
            return
        self.tidy(obj)
        done = "Published" if is_publishing else "Edited" if change else "Written"
        note = form.cleaned_data.get("reason", "")
        reason = f"{done}: {note}" if note else done
        if is_publishing:
            self._publish(obj, reason)
        else:
            obj._change_reason = reason
            obj.save()

    def _publish(self, row: Any, reason: str) -> None:
        row._change_reason = reason
        row.publish()
        row.save()
        transaction.on_commit(contentversion.bump)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        transaction.on_commit(contentversion.bump)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        return self._after_saving(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._after_saving(request, obj)

    def _after_saving(self, request: HttpRequest, row: Any) -> HttpResponse:
        """Say what readers see now and what could be better; stay with the row."""
        self._warn(request, row)
        if "_preview" in request.POST and self.has_preview:
            return HttpResponseRedirect(self.preview_url(row))
        if "_publish" in request.POST:
            self._say_published(request, row)
        elif row.is_published:
            self.message_user(request, "Saved. Readers see your changes after you publish them.")
        else:
            self.message_user(request, "Saved as a draft. Readers do not see it yet.")
        query = request.GET.urlencode()
        url = self.admin_url("change", row.pk)
        return HttpResponseRedirect(f"{url}?{query}" if query else url)

    def _say_published(self, request: HttpRequest, row: Any) -> None:
        url = self.get_view_on_site_url(row)
        link = format_html(' <a href="{}">See the page</a>', url) if url else ""
        text = format_html("Published: readers see it now.{}", link)
        self.message_user(request, text, messages.SUCCESS)

    def _warn(self, request: HttpRequest, row: Any) -> None:
        found = [(line,) for line in self.warnings(row.to_record())]
        if found:
            lines = format_html_join("", "<li>{}</li>", found)
            text = format_html("Worth a second look:<ul>{}</ul>", lines)
            self.message_user(request, text, messages.WARNING)

    # Pages of their own.

    def get_urls(self) -> list[Any]:
        opts = self.model._meta
        pages = [
            ("<path:object_id>/preview/", self.preview_view, "preview"),
            ("<path:object_id>/publish/", self.publish_view, "publish"),
            ("<path:object_id>/take-back/", self.take_back_view, "take_back"),
            ("by-id/<str:uid>/", self.by_id_view, "by_id"),
        ]
        ours = [
            path(
                route,
                self.admin_site.admin_view(view),
                name=f"{opts.app_label}_{opts.model_name}_{name}",
            )
            for route, view, name in pages
        ]
        return [*ours, *super().get_urls()]

    def preview_url(self, row: Any, version: int | None = None) -> str:
        if not self.has_preview:
            return ""
        url = self.admin_url("preview", row.pk)
        return f"{url}?version={version}" if version else url

    @staff
    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The working copy, or an older version, as the page that readers would get."""
        row = self.row_or_404(request, object_id, to_change=True)
        version = request.GET.get("version", "")
        is_old = version.isascii() and version.isdigit()
        shown = self.version_or_404(row, version).instance if is_old else row
        edit_url = self.admin_url("change", row.pk)
        try:
            record = shown.to_record()
        except ValidationError as error:
            self.message_user(request, f"It cannot be shown: {error}", messages.ERROR)
            return HttpResponseRedirect(edit_url)
        banner = {
            "is_old": is_old,
            "status": status_of(row),
            "edit_url": edit_url,
            "history_url": self.admin_url("history", row.pk),
            "publish_url": "" if is_old else self.admin_url("publish", row.pk),
        }
        return self.preview(request, record, {"preview_of": banner, "edit_url": ""})

    @staff
    @method_decorator(require_POST)
    def publish_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Publish the working copy as it was saved last; the preview has a button for it."""
        row = self.row_or_404(request, object_id, to_change=True)
        try:
            with transaction.atomic():
                self._publish(row, "Published")
                self.log_change(request, row, "Published.")
        except ValidationError as error:
            self.message_user(request, f"It cannot be published: {error}", messages.ERROR)
        else:
            self._say_published(request, row)
        return HttpResponseRedirect(self.admin_url("change", row.pk))

    @staff
    def take_back_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Make the working copy what readers see; first show what would be lost by it."""
        row = self.row_or_404(request, object_id, to_change=True)
        if not row.is_published:
            raise Http404("Readers have never seen this.")
        served = type(row)()
        served.take(row.served())
        if request.method == "POST":
            row.take(row.served())
            row._change_reason = "Changes taken back"
            row.save()
            self.log_change(request, row, "Changes taken back.")
            self.message_user(request, "Your changes are taken back; the history keeps them.")
            return HttpResponseRedirect(self.admin_url("change", row.pk))
        context = {
            "title": "Take back changes",
            "row": row,
            "changes": self.changes(row, served),
            "may_change": True,
            "verb": "Take back these changes",
            "effect": "The working copy becomes what readers see now. The history keeps your text.",
            "back_url": self.admin_url("change", row.pk),
        }
        return self.compare(request, context)

    @staff
    def by_id_view(self, request: HttpRequest, uid: str) -> HttpResponse:
        """The form of the row with this id: the way in from a public page."""
        row = get_object_or_404(self.get_queryset(request), uid=uid)
        return HttpResponseRedirect(self.admin_url("change", row.pk))
