"""All kinds of item, in one written table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from quizzes.core.kinds import free_response, single_choice
from quizzes.core.records import Item, Mark


@dataclass(frozen=True)
class Kind:
    """How items of one kind are parsed and marked, and which template shows them."""

    name: str
    record: type[Item]
    parse_response: Callable[[Any], Any]
    mark: Callable[[Any, Any], Mark]
    template: str


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "single-choice",
            single_choice.SingleChoice,
            single_choice.parse_response,
            single_choice.mark,
            "quizzes/kinds/single_choice.html",
        ),
        Kind(
            "free-response",
            free_response.FreeResponse,
            free_response.parse_response,
            free_response.mark,
            "quizzes/kinds/free_response.html",
        ),
    )
}


def parse_item(values: dict[str, Any]) -> Item:
    """A record of the kind that `values` names. Raises pydantic's ValidationError."""
    return KINDS[values["kind"]].record.model_validate(values)
