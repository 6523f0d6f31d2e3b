"""What a page sends of an attempt: answers of any kind, with their numbers and their age."""

from typing import Any
from urllib.parse import unquote

from django.http import QueryDict

from quizzes.answers import Asked, is_begun, raw_of
from quizzes.core.kinds.free_response import FreeResponse
from quizzes.core.kinds.table import KINDS
from quizzes.given import Given
from quizzes.models import Answer, Attempt

LONGEST_NUMBER = 16
CLEARED = "cleared"


def number(raw: str | None) -> int | None:
    """A number as it was sent, or None for what is none."""
    text = raw or ""
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else None


def response_of(asked: Asked, fields: QueryDict, prefix: str = "choice") -> Any:
    """The answer that the fields of an item say, or None for none."""
    return KINDS[asked.kind].parse_response(raw_of(asked, fields, prefix))


def given(fields: QueryDict, asked: Asked, suffix: str = "") -> Given | None:
    """The answer that was sent, or None when it or its number is none.

    An answer that was taken back is sent as `cleared=1`; a field that is missing clears nothing.
    A unit without its number is sent by itself, before the number or while it is typed anew.
    """
    response = response_of(asked, fields, f"choice{suffix}")
    sequence = number(fields.get(f"sequence{suffix}"))
    is_emptied = fields.get(f"{CLEARED}{suffix}") == "1" or is_begun(
        asked, fields, f"choice{suffix}"
    )
    if sequence is None or (response is None and not is_emptied):
        return None
    return Given(
        response=response,
        sequence=sequence,
        base=number(fields.get(f"base{suffix}")),
        own=_own(fields.get(f"own{suffix}", ""), asked),
        age_s=(number(fields.get(f"age{suffix}")) or 0) / 1000,
    )


def _own(text: str, asked: Asked) -> tuple[Any, ...]:
    """The page's own answers that it has not heard of: each the fields of one, without commas."""
    found = []
    for part in filter(None, text.split(",")):
        fields = QueryDict(part if "=" in part else f"choice={unquote(part)}")
        response = response_of(asked, fields)
        if response is not None or CLEARED in fields or is_begun(asked, fields, "choice"):
            found.append(response)
    return tuple(found)


def form_answers(fields: QueryDict, attempt: Attempt) -> dict[int, Given]:
    """What a whole form says. A place without a number was shown before anything was saved."""
    found = {}
    for answer in attempt.answers.select_related("version"):
        said = _said(fields, answer)
        if said is not None:
            found[answer.position] = said
    return found


def _said(fields: QueryDict, answer: Answer) -> Given | None:
    asked, suffix = answer.version.asked, f"-{answer.position}"
    said = given(fields, asked, suffix)
    response = response_of(asked, fields, f"choice{suffix}")
    if said is not None or response is not None:
        return said or Given(response=response, sequence=1)
    # Boxes that are unchecked and texts that are emptied say nothing: a radio cannot be unchecked.
    sequence = number(fields.get(f"sequence{suffix}"))
    is_taken_back = (
        asked.kind != "single-choice" and answer.response is not None and sequence is not None
    )
    return Given(response=None, sequence=sequence or 0) if is_taken_back else None


def earned(fields: QueryDict, record: FreeResponse) -> dict[str, list[int]]:
    """The points of the rubric that were ticked, by their part; what names no place is left out."""
    sent = {part.label: fields.getlist(f"earned-{part.label}") for part in record.parts}
    return {
        label: [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 3]
        for label, texts in sent.items()
    }
