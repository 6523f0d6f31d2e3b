"""What is wrong with how an item asks: lazy options, hidden negatives, two that say the same."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from quizzes.core.records import Question
from studyapp.lib import formulas
from studyapp.lib.contentkinds import Loaded
from studyapp.lib.problems import Problem

LETTERS = "ABCDEFGHIJ"
# The fields of the kinds in which something is offered to choose from.
OFFERING = ("options", "answers", "reasons", "predictions", "explanations", "steps")
LAZY = re.compile(r"\b(all|none|both) of the (above|these)\b|\bnone of these\b", re.IGNORECASE)
NEGATIVE = re.compile(r"\b(not|except|least)\b", re.IGNORECASE)
MARKED = re.compile(r"\*\*(NOT|EXCEPT|LEAST)\*\*")
# “least negative” is how physics speaks of voltages, no trap.
LEAST_NEGATIVE = re.compile(r"\bleast negative\b", re.IGNORECASE)
QUESTION = re.compile(r"[^.!?\n]*\?")


def offers(item: Question) -> Iterator[tuple[str, Sequence[str]]]:
    """The texts to choose from, by the name of their field."""
    for name in OFFERING:
        if found := getattr(item, name, ()):
            yield name, [getattr(option, "text", option) for option in found]


def wording(entry: Loaded) -> Iterator[Problem]:
    """The problems of an item's words."""
    item: Question = entry.record
    asked = " ".join(QUESTION.findall(item.stem)) or item.stem
    if NEGATIVE.search(LEAST_NEGATIVE.sub("", MARKED.sub("", asked))) and not MARKED.search(asked):
        reason = "a negative word in the question is written **NOT** or **EXCEPT**"
        yield entry.problem("stem", reason)
    for name, texts in offers(item):
        yield from _offered(entry, name, texts)
    for text in _texts(item.model_dump()):
        for reason in formulas.faults(text):
            yield entry.problem("", reason)


def _texts(values: Any) -> Iterator[str]:
    """Everything in words that an item holds."""
    if isinstance(values, str):
        yield values
    elif isinstance(values, dict | list | tuple):
        for value in values.values() if isinstance(values, dict) else values:
            yield from _texts(value)


def _offered(entry: Loaded, name: str, texts: Sequence[str]) -> Iterator[Problem]:
    one_of = name.removesuffix("s")
    for letter, text in zip(LETTERS, texts, strict=False):
        if LAZY.search(text):
            yield entry.problem(name, f"{one_of} {letter} says “all/none of the above”")
    for one, other in combinations(range(len(texts)), 2):
        if _bare(texts[one]) == _bare(texts[other]):
            reason = f"{name} {LETTERS[one]} and {LETTERS[other]} say the same"
            yield entry.problem(name, reason)


def _bare(text: str) -> list[str]:
    """The words alone, so that a comma or a capital does not make two options of one."""
    return re.findall(r"[^\W_]+|[−+-]\d", text.casefold())
