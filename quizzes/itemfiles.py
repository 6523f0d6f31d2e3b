"""Item files: YAML lists of items of any kind ⇄ records."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from quizzes.core.kinds.table import KINDS
from quizzes.core.records import Item
from studyapp.lib.contentfiles import read_yaml, shown, to_yaml, validated
from studyapp.lib.problems import ContentProblems, Problem


def read_items(text: str, file: str) -> list[Item]:
    """All the items of a file; all problems of all items at once, as ContentProblems."""
    values, lines = read_yaml(text, file=file)
    if not isinstance(values, list):
        raise ContentProblems([Problem(file, 1, "", "must be a list of items (`- id: …`)")])
    items: list[Item] = []
    problems: list[Problem] = []
    for index, value in enumerate(values):
        line = lines.get((index,), 1)
        kind = KINDS.get(value.get("kind", "")) if isinstance(value, dict) else None
        if kind is None:
            reason = f"`kind` must be one of {', '.join(KINDS)}"
            problems.append(Problem(file, line, f"[{index}]", reason))
            continue
        try:
            items.append(validated(kind.record, value, file=file, lines=lines, at=(index,)))
        except ContentProblems as error:
            problems += _named(error.problems, str(value.get("id", f"[{index}]")))
    if problems:
        raise ContentProblems(problems)
    return items


def _named(problems: Sequence[Problem], name: str) -> list[Problem]:
    return [Problem(p.file, p.line, f"{name} {p.place}".strip(), p.reason) for p in problems]


def write_items(items: Sequence[BaseModel]) -> str:
    """The file of `items`, in their order."""
    return "\n".join(to_yaml([_in_order(item)]) for item in items)


# The fields that every kind has, where an editor expects them: `kind` second, the stimulus right
# before what is asked about it, the dates last.
ASKED = ("stem", "prompt")
LAST = ("updated", "reviewed", "draft")


def _in_order(item: BaseModel) -> dict[str, Any]:
    values = shown(item)
    first = {"id": values.pop("id"), "kind": getattr(item, "kind", "")}
    last = {name: values.pop(name) for name in LAST if name in values}
    stimulus = {name: values.pop(name) for name in ("stimulus",) if name in values}
    values.pop("kind", None)
    ordered: dict[str, Any] = {}
    for name, value in values.items():
        ordered |= (stimulus if name in ASKED else {}) | {name: value}
    return first | ordered | last


def path_of(item: BaseModel) -> str:
    """Where `dump_content` writes an item."""
    topic = str(getattr(item, "topic", ""))
    unit = f"unit-{topic.split('.')[0]}"
    if getattr(item, "kind", "") == "free-response":
        return f"{unit}/free-response.yaml"
    return f"{unit}/{topic}.yaml"
