"""All kinds of item, in one written table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from quizzes.core.kinds import (
    free_response,
    matching,
    multiple_choice,
    numeric,
    ordering,
    predict_run_explain,
    read_graph,
    short_text,
    single_choice,
    two_tier,
)
from quizzes.core.records import Item, Mark


def _replace(kept: Any, response: Any) -> Any:
    return response


def _none(values: Mapping[str, Any]) -> float:
    """What is typed or written is not guessed."""
    return 0.0


@dataclass(frozen=True)
class Kind:
    """How items of one kind are parsed and marked, and which template shows them.

    `parse_response(raw)` gives a response as plain JSON or None and raises for nothing;
    `mark(item, response)` is for every response that it gives. `carry_on(kept, response)` is what
    an attempt that keeps `kept` keeps after `response`; `chance(values)` the share of the points,
    0 to 1, that blind guessing earns at an item with these plain values.
    """

    name: str
    record: type[Item]
    parse_response: Callable[[Any], Any]
    mark: Callable[[Any, Any], Mark]
    template: str
    carry_on: Callable[[Any, Any], Any] = _replace
    chance: Callable[[Mapping[str, Any]], float] = _none


def _kind(name: str, record: type[Item], module: Any) -> Kind:
    template = f"quizzes/kinds/{name.replace('-', '_')}.html"
    carry_on = getattr(module, "carry_on", _replace)
    chance = getattr(module, "chance", _none)
    return Kind(name, record, module.parse_response, module.mark, template, carry_on, chance)


KINDS = {
    kind.name: kind
    for kind in (
        _kind("single-choice", single_choice.SingleChoice, single_choice),
        _kind("multiple-choice", multiple_choice.MultipleChoice, multiple_choice),
        _kind("numeric", numeric.Numeric, numeric),
        _kind("short-text", short_text.ShortText, short_text),
        _kind("ordering", ordering.Ordering, ordering),
        _kind("matching", matching.Matching, matching),
        _kind("label-diagram", matching.LabelDiagram, matching),
        _kind("two-tier", two_tier.TwoTier, two_tier),
        _kind("read-graph", read_graph.ReadGraph, read_graph),
        _kind("predict-run-explain", predict_run_explain.PredictRunExplain, predict_run_explain),
        _kind("free-response", free_response.FreeResponse, free_response),
    )
}


# The kinds whose answers are marked without a person.
MARKED = tuple(name for name in KINDS if name != "free-response")


def parse_item(values: dict[str, Any]) -> Item:
    """A record of the kind that `values` names. Raises pydantic's ValidationError."""
    return KINDS[values["kind"]].record.model_validate(values)
