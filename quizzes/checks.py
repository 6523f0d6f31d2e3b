"""What is wrong with items: references, wording, arithmetic, and the balance of the bank."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from rapidfuzz import fuzz
from rapidfuzz.process import cdist
from simpleeval import InvalidExpression, simple_eval

from quizzes.core.bank import faults
from quizzes.core.kinds.free_response import FreeResponse
from quizzes.core.kinds.single_choice import LETTERS, SingleChoice
from quizzes.core.records import ArithmeticCheck
from studyapp.lib.contentkinds import Loaded
from studyapp.lib.problems import Problem

LAZY = re.compile(r"\b(all|none|both) of the (above|these)\b|\bnone of these\b", re.IGNORECASE)
NEGATIVE = re.compile(r"\b(not|except|least)\b", re.IGNORECASE)
MARKED = re.compile(r"\*\*(NOT|EXCEPT|LEAST)\*\*")
QUESTION = re.compile(r"[^.!?\n]*\?")
ALIKE = 92
BLOCK = 500
SET_SIZE = (2, 5)


@dataclass(frozen=True)
class Known:
    """What items may refer to."""

    topics: set[str]
    objectives: set[str]
    terms: set[str]
    misconceptions: set[str]
    drawings: Path


def check(loaded: Sequence[Loaded], known: Known) -> list[Problem]:
    """All problems of the items, one by one and together."""
    choices = [entry for entry in loaded if isinstance(entry.record, SingleChoice)]
    problems = [p for entry in choices for p in (*_references(entry, known), *_wording(entry))]
    for entry in loaded:
        if isinstance(entry.record, FreeResponse):
            used = [*(t for t in entry.record.topics if t not in known.topics)]
            used += [o for o in entry.record.objectives if o not in known.objectives]
            problems += [entry.problem("topics", f"unknown: {name}") for name in used]
        problems += _drawing(entry, known)
    return [
        *problems,
        *_arithmetic(choices),
        *_doubles(choices),
        *_sets(choices),
        *_balance(choices),
        *_use(choices, known),
    ]


def _references(entry: Loaded, known: Known) -> Iterator[Problem]:
    item: SingleChoice = entry.record
    if item.topic not in known.topics:
        yield entry.problem("topic", f"unknown topic {item.topic}")
    if item.objective not in known.objectives or not item.objective.startswith(f"{item.topic}."):
        yield entry.problem("objective", f"{item.objective} is no objective of {item.topic}")
    for term in item.terms:
        if term not in known.terms:
            yield entry.problem("terms", f"unknown term {term}")
    for letter, option in zip(LETTERS, item.options, strict=True):
        if option.misconception and option.misconception not in known.misconceptions:
            reason = f"option {letter}: unknown misconception {option.misconception}"
            yield entry.problem("options", reason, option.misconception)


def _drawing(entry: Loaded, known: Known) -> Iterator[Problem]:
    stimulus = getattr(entry.record, "stimulus", None)
    name = stimulus.drawing if stimulus else ""
    if name and not (known.drawings / f"{name}.svg").is_file():
        yield entry.problem("drawing", f"there is no drawing {name}.svg")


def _wording(entry: Loaded) -> Iterator[Problem]:
    item: SingleChoice = entry.record
    asked = " ".join(QUESTION.findall(item.stem)) or item.stem
    if NEGATIVE.search(MARKED.sub("", asked)) and not MARKED.search(asked):
        yield entry.problem(
            "stem", "a negative word in the question is written **NOT** or **EXCEPT**"
        )
    texts = [option.text for option in item.options]
    for letter, text in zip(LETTERS, texts, strict=True):
        if LAZY.search(text):
            yield entry.problem("options", f"option {letter} says “all/none of the above”")
    for one, other in combinations(range(4), 2):
        if _bare(texts[one]) == _bare(texts[other]):
            reason = f"options {LETTERS[one]} and {LETTERS[other]} say the same"
            yield entry.problem("options", reason)


def _bare(text: str) -> list[str]:
    """The words alone, so that a comma or a capital does not make two options of one."""
    return re.findall(r"[^\W_]+|[−+-]\d", text.casefold())


def _arithmetic(choices: Sequence[Loaded]) -> Iterator[Problem]:
    for entry in choices:
        for check_ in entry.record.check:
            if reason := _wrong(check_):
                yield entry.problem("check", reason, check_.expression)


def _wrong(check_: ArithmeticCheck) -> str:
    try:
        value = simple_eval(check_.expression)
    except (InvalidExpression, SyntaxError, ArithmeticError, TypeError) as error:
        return f"`{check_.expression}` cannot be computed: {error}"
    if abs(value - check_.equals) > check_.within + 1e-9 * abs(check_.equals):
        return f"`{check_.expression}` is {value:.6g}, the file says {check_.equals:.6g}"
    return ""


def _doubles(choices: Sequence[Loaded]) -> Iterator[Problem]:
    """Pairs of nearly the same item; block by block, so that a large bank fits into memory."""
    texts = [" ".join(sorted(_whole(entry.record).split())) for entry in choices]
    for first in range(0, len(texts), BLOCK):
        block = texts[first : first + BLOCK]
        likeness = cdist(block, texts, scorer=fuzz.ratio, score_cutoff=ALIKE, workers=-1)
        for row, other in zip(*likeness.nonzero(), strict=True):
            if other > first + row:
                reason = f"is nearly the same item as {choices[first + row].record.id}"
                yield choices[other].problem("stem", reason)


def _whole(item: SingleChoice) -> str:
    """What tells an item from others; those of a set have their stimulus in common."""
    stimulus = item.stimulus.text if item.stimulus and not item.set else ""
    return " ".join((stimulus, item.stem, *(option.text for option in item.options)))


def _sets(choices: Sequence[Loaded]) -> Iterator[Problem]:
    """A set has two to five items, of one unit, with one and the same stimulus."""
    sets: dict[str, list[Loaded]] = {}
    for entry in choices:
        if entry.record.set:
            sets.setdefault(entry.record.set, []).append(entry)
    for name, entries in sets.items():
        first = entries[0].record
        if not SET_SIZE[0] <= len(entries) <= SET_SIZE[1]:
            least, most = SET_SIZE
            reason = f"the set {name} has {len(entries)} items, not {least} to {most}"
            yield entries[0].problem("set", reason, name)
        for entry in entries[1:]:
            if entry.record.stimulus != first.stimulus:
                yield entry.problem("set", f"has another stimulus than {first.id} of {name}", name)
            if entry.record.topic[0] != first.topic[0]:
                yield entry.problem("set", f"{name} begins in unit {first.topic[0]}", name)


def _balance(choices: Sequence[Loaded]) -> Iterator[Problem]:
    units: dict[str, list[Loaded]] = {}
    for entry in choices:
        units.setdefault(entry.record.topic.split(".")[0], []).append(entry)
    for unit, entries in units.items():
        for fault in faults([entry.record for entry in entries]):
            yield Problem(f"quizzes/content/unit-{unit}", 1, "", fault)
    if len(units) > 1:
        for fault in faults([entry.record for entry in choices]):
            yield Problem("quizzes/content", 1, "", fault)


def _use(choices: Sequence[Loaded], known: Known) -> Iterator[Problem]:
    """Every misconception is used; every objective of a unit with items has some."""
    used = {o.misconception for entry in choices for o in entry.record.options}
    for name in sorted(known.misconceptions - used):
        reason = f"the misconception `{name}` is used by no item"
        yield Problem("terms/content/misconceptions.yaml", 1, name, reason)
    units = {entry.record.topic.split(".")[0] for entry in choices}
    asked = {entry.record.objective for entry in choices}
    for code in sorted(known.objectives - asked):
        if code.split(".")[0] in units:
            yield Problem("quizzes/content", 1, code, "no item asks for this objective")
