"""The file of answers that a student saves when nothing else works, read for her teacher."""

import json
from typing import Any

from django.http import QueryDict

from quizzes import sent
from quizzes.models import Attempt

LARGEST = 300_000
FORMAT = "attempt-answers"


class NotReadable(Exception):
    """The file cannot be used; the text says why, for the teacher to read."""


def responses_in(content: bytes, attempt: Attempt) -> dict[int, Any]:
    """What the file says was answered, by position. Raises NotReadable."""
    values = _parsed(content)
    if values.get("attempt") != attempt.pk or values.get("user") != attempt.user_id:
        raise NotReadable("This file belongs to another attempt or to another student.")
    asked = {a.position: a.version.asked for a in attempt.answers.select_related("version")}
    found: dict[int, Any] = {}
    for row in _rows(values):
        position, fields = row.get("position"), row.get("fields")
        is_place = isinstance(position, int) and position in asked
        if not is_place or not isinstance(fields, str):
            raise NotReadable("This file names a question that the attempt does not have.")
        response = sent.response_of(asked[position], QueryDict(fields))
        if response is not None:
            found[position] = response
    return found


def _parsed(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST:
        raise NotReadable("This file is too large to be a file of answers.")
    try:
        values = json.loads(content)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise NotReadable("This is not a file of answers from this site.")
    return values


def _rows(values: dict[str, Any]) -> list[dict[str, Any]]:
    rows = values.get("answers")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotReadable("This file holds no answers.")
    return rows
