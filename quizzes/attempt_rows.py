"""The questions of a finished attempt made ready for the page of its result."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quizzes.models import Answer
from quizzes.shown import shown_free_response, shown_item
from terms.shelf import Shelf


@dataclass(frozen=True)
class Row:
    """An answer with its item and what was asked. A written one was answered part by part."""

    answer: Answer
    item: Any
    stem: str
    is_written: bool = False


def rows_of(answers: list[Answer], course: Shelf, here: str) -> list[Row]:
    """The rows of `answers`, which come with their versions, for the page at `here`."""
    return [_row(answer, course, here) for answer in answers]


def _row(answer: Answer, course: Shelf, here: str) -> Row:
    record = answer.version.parsed()
    if record.kind != "free-response":
        item = shown_item(record, course, response=answer.response, here=here)
        return Row(answer, item, item.stem)
    written = shown_free_response(record)
    texts = answer.response if isinstance(answer.response, Mapping) else {}
    for part in written.parts:
        part["text"] = texts.get(part["label"], "")
    return Row(answer, written, written.prompt, is_written=True)
