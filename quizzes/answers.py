"""The inputs of an item and its answer: what the fields of a form say, and the way back.

An item's inputs are named `{prefix}` or `{prefix}.{key}`; the prefix is `choice` in practice and
`choice-{position}` in an attempt. What belongs to which kind is the table at the end.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.crypto import salted_hmac

from quizzes.core import plots
from quizzes.core.kinds import matching, ordering, predict_run_explain, two_tier

STEP_LETTERS = "cfgjlnqrswxz"
ROW_KEYS = tuple(str(row) for row in range(matching.MOST))
PART_KEYS = "ABCD"

Fields = list[list[str]]


@dataclass(frozen=True)
class Asked:
    """Which item is asked: its kind decides on its inputs, the id on the names of its steps."""

    kind: str
    uid: str


@dataclass(frozen=True)
class Inputs:
    """How one kind is sent: `read(fields, prefix)` gives what its `parse_response` takes,
    `write(response)` the [name suffix, value] pairs of a response that is not None. The parts
    `beside` are no answer alone: a unit without its number."""

    read: Callable[[QueryDict, str], Any]
    write: Callable[[Any], Fields]
    beside: tuple[str, ...] = ()


def raw_of(asked: Asked, fields: QueryDict, prefix: str) -> Any:
    """What the fields of an item say, for the `parse_response` of its kind."""
    return _inputs_of(asked).read(fields, prefix)


def is_begun(asked: Asked, fields: QueryDict, prefix: str) -> bool:
    """Whether nothing but parts beside the answer is filled in, such as the unit that was chosen
    before the number was typed: that is no answer yet."""
    beside = _inputs_of(asked).beside
    raw = raw_of(asked, fields, prefix) if beside else {}
    filled = {key for key, value in raw.items() if value.strip()}
    return bool(filled) and filled <= set(beside)


def fields_of(asked: Asked, response: Any) -> Fields:
    """The inputs that say `response`: `[["", "2"]]` or `[[".value", "4"], [".unit", "mM"]]`.

    An input that is not named is empty or unchecked; a box that is checked has its own pair.
    """
    return [] if response is None else _inputs_of(asked).write(response)


def _inputs_of(asked: Asked) -> Inputs:
    made = OF_ONE_ITEM.get(asked.kind)
    return made(asked.uid) if made else INPUTS[asked.kind]


def step_keys(uid: str) -> str:
    """A letter for each step of an ordering item, in the right order of the steps.

    The place of a step in the file is its right place, so the page may not say it. The letters are
    drawn anew for every item, with a secret: an item that was solved tells nothing of another.
    """

    def chance(letter: str) -> bytes:
        return salted_hmac("quizzes.steps", f"{uid} {letter}", algorithm="sha256").digest()

    return "".join(sorted(STEP_LETTERS, key=chance)[: ordering.MOST])


def _one(fields: QueryDict, prefix: str) -> str | None:
    return fields.get(prefix)


def _write_one(response: Any) -> Fields:
    return [["", str(response)]]


def _checked(fields: QueryDict, prefix: str) -> list[str]:
    return fields.getlist(prefix)


def _write_checked(response: Sequence[int]) -> Fields:
    return [["", str(place)] for place in response]


def _parts(keys: Sequence[str], beside: tuple[str, ...] = ()) -> Inputs:
    """A kind whose answer is a mapping of parts with these keys."""

    def read(fields: QueryDict, prefix: str) -> dict[str, str]:
        names = {key: f"{prefix}.{key}" for key in keys}
        return {key: fields[name] for key, name in names.items() if name in fields}

    return Inputs(read, _write_parts, beside)


def _write_parts(response: Mapping[str, Any]) -> Fields:
    given = {key: value for key, value in response.items() if value not in (None, "")}
    return [[f".{key}", str(value)] for key, value in given.items()]


def _steps(uid: str) -> Inputs:
    """Equal ranks stay in the order of the page, which is that of the fields: nothing that was
    answered is lost. A step without a rank is left out."""
    keys = step_keys(uid)

    def read(fields: QueryDict, prefix: str) -> list[int]:
        ranks = {}
        for place, key in enumerate(keys):
            text = fields.get(f"{prefix}.{key}", "")
            if text.isascii() and text.isdigit() and len(text) < 3:
                ranks[place] = int(text)
        shown = list(fields)
        return sorted(ranks, key=lambda step: (ranks[step], shown.index(f"{prefix}.{keys[step]}")))

    def write(response: Sequence[int]) -> Fields:
        return [[f".{keys[step]}", str(rank)] for rank, step in enumerate(response, 1)]

    return Inputs(read, write)


WRITTEN = _parts(PART_KEYS)
GRAPH = _parts(plots.KEYS)


def _written(fields: QueryDict, prefix: str) -> Any:
    """Texts of the parts and the typed graph. What was earned is never read from a form, not even
    as the bare number of older answers: it is scored on a page of its own."""
    texts = WRITTEN.read(fields, prefix)
    graph = GRAPH.read(fields, f"{prefix}.graph")
    return {**texts, **({"graph": graph} if graph else {})}


def _write_written(response: Any) -> Fields:
    if not isinstance(response, Mapping):
        return []
    texts = {label: response[label] for label in PART_KEYS if label in response}
    graph = _write_parts(response.get("graph", {}))
    return _write_parts(texts) + [[f".graph{suffix}", value] for suffix, value in graph]


ONE = Inputs(_one, _write_one)
MEASURED = _parts(("value", "unit"), beside=("unit",))
INPUTS = {
    "single-choice": ONE,
    "multiple-choice": Inputs(_checked, _write_checked),
    "numeric": MEASURED,
    "short-text": ONE,
    "matching": _parts(ROW_KEYS),
    "label-diagram": _parts(ROW_KEYS),
    "two-tier": _parts((*two_tier.TIERS, "sure"), beside=("sure",)),
    "read-graph": MEASURED,
    "predict-run-explain": _parts(predict_run_explain.STEPS),
    "free-response": Inputs(_written, _write_written),
}
# Kinds whose inputs have other names in every item.
OF_ONE_ITEM = {"ordering": _steps}
