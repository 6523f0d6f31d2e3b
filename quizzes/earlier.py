"""Answers given before signing in: the browser kept them, the account takes them."""

import datetime
import json
from dataclasses import dataclass
from typing import Annotated, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import TooManyFieldsSent
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_POST
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from quizzes.answers import raw_of
from quizzes.core.kinds.table import MARKED
from quizzes.core.records import ItemId
from quizzes.models import ItemVersion, PracticeAnswer
from quizzes.practicing import PREFIX
from quizzes.shown import shown_item
from studyapp.accounts.access import signed_in
from terms import shelf

MOST = 200
WINDOW = datetime.timedelta(days=2)


class Earlier(BaseModel):
    """One answer as the browser kept it: the fields of the form, and the time in milliseconds."""

    model_config = ConfigDict(extra="forbid", strict=True)

    uid: ItemId
    version: Annotated[int, Field(ge=1, le=100_000)]
    fields: Annotated[str, Field(max_length=2_000)]
    at: Annotated[int, Field(ge=0, le=10**14)]


SENT = TypeAdapter(Annotated[list[Earlier], Field(max_length=MOST)])


@dataclass(frozen=True)
class _Answer:
    version: ItemVersion
    response: Any
    at: datetime.datetime


@signed_in
@require_POST
def earlier(request: HttpRequest) -> HttpResponse:
    """Take the answers in; what is no answer to an item of ours is left out."""
    try:
        sent = SENT.validate_json(request.POST.get("answers", ""))
    except ValidationError:
        return JsonResponse({"problem": "These are not answers."}, status=400)
    return JsonResponse({"kept": take_in(user=request.user, sent=sent)})


@transaction.atomic
def take_in(*, user: Any, sent: list[Earlier], now: datetime.datetime | None = None) -> int:
    """Mark the answers and keep them; how many were new. Sent again, they change nothing.

    The browser's clock decides only within the last two days; beyond that the answer is of now.
    """
    now = now or timezone.now()
    # Two tabs may send the same at once: one waits for the other.
    get_user_model().objects.select_for_update().get(pk=user.pk)
    recent = PracticeAnswer.objects.filter(user=user, answered_at__gt=now - WINDOW)
    known = {
        _same(version, response) for version, response in recent.values_list("version", "response")
    }
    kept = []
    for answer in _answers(sent, now):
        same = _same(answer.version.pk, answer.response)
        if same not in known:
            known.add(same)
            kept.append(_row(user, answer))
    PracticeAnswer.objects.bulk_create(kept)
    return len(kept)


def _same(version: int, response: Any) -> tuple[int, str]:
    return version, json.dumps(response, sort_keys=True)


def _answers(sent: list[Earlier], now: datetime.datetime) -> list[_Answer]:
    """What can be marked, the oldest first."""
    uids = {one.uid for one in sent}
    rows = ItemVersion.objects.filter(
        item__uid__in=uids, item__published__isnull=False, item__kind__in=MARKED
    ).select_related("item")
    versions = {(row.item.uid, row.number): row for row in rows}
    found = []
    for one in sent:
        version = versions.get((one.uid, one.version))
        response = _response(version, one.fields) if version else None
        if version and response is not None:
            found.append(_Answer(version, response, _at(one.at, now)))
    return sorted(found, key=lambda answer: answer.at)


def _response(version: ItemVersion, fields: str) -> Any:
    """The answer if it is whole, as practice would keep it."""
    kind = version.kind
    try:
        given = QueryDict(fields)
    except TooManyFieldsSent:
        # The browser sends all it kept again and again: one that is none must not stop the others.
        return None
    response = kind.parse_response(raw_of(version.asked, given, PREFIX))
    item = shown_item(version.parsed(), shelf.current(), response=response)
    return response if item.is_judgeable else None


def _at(milliseconds: int, now: datetime.datetime) -> datetime.datetime:
    at = datetime.datetime.fromtimestamp(milliseconds / 1000, tz=datetime.UTC)
    return at if now - WINDOW < at <= now else now


def _row(user: Any, answer: _Answer) -> PracticeAnswer:
    mark = answer.version.kind.mark(answer.version.parsed(), answer.response)
    return PracticeAnswer(
        user=user,
        version=answer.version,
        response=answer.response,
        is_right=mark.is_right,
        points=mark.points,
        out_of=mark.out_of,
        answered_at=answer.at,
    )
