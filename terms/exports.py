"""What is kept of those who edit: their entries in the histories and in the log of the admin.

The histories of all rooms have one form, so they are found by it; this room knows no other's rows.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from simple_history.models import HistoricalChanges

DONE = {"+": "created", "~": "changed", "-": "deleted"}
LOGGED = {ADDITION: "created", CHANGE: "changed", DELETION: "deleted"}
# Of somebody else's account a log says that it was changed, not whose it is.
ANOTHER = "somebody’s account"


def kept_of(user: Any) -> dict[str, Any]:
    """What a person edited, what she did in the admin, and what was done there to her account."""
    people = ContentType.objects.get_for_model(get_user_model())
    own = LogEntry.objects.filter(user=user).select_related("content_type")
    about = LogEntry.objects.filter(content_type=people, object_id=str(user.pk))
    return {
        "edits": sorted(_edits(user), key=lambda edit: edit["at"]),
        "admin_log": [
            _logged(entry) | {"kind": _kind(entry), "object": _object(entry, people, user)}
            for entry in own
        ],
        "account_log": [_logged(entry) for entry in about],
    }


def _edits(user: Any) -> Iterator[dict[str, Any]]:
    """Which page, when, and why, from every table that keeps a history."""
    for model in apps.get_models():
        if not issubclass(model, HistoricalChanges):
            continue
        kind = str(model.instance_type._meta.verbose_name)  # type: ignore[attr-defined]
        columns = ("uid", "history_date", "history_type", "history_change_reason")
        for uid, at, done, reason in model.objects.filter(history_user=user).values_list(*columns):
            yield {"kind": kind, "page": uid, "at": at, "change": DONE[done], "reason": reason}


def _logged(entry: LogEntry) -> dict[str, Any]:
    return {
        "at": entry.action_time,
        "change": LOGGED[entry.action_flag],
        "what": entry.get_change_message(),
    }


def _kind(entry: LogEntry) -> str:
    return entry.content_type.name if entry.content_type else ""


def _object(entry: LogEntry, people: ContentType, user: Any) -> str:
    is_another = entry.content_type_id == people.pk and entry.object_id != str(user.pk)
    return ANOTHER if is_another else entry.object_repr
