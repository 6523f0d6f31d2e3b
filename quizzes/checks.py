"""What is wrong with items: references, wording, arithmetic, and the balance of the bank."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.process import cdist
from simpleeval import InvalidExpression, simple_eval

from quizzes.core.bank import faults
from quizzes.core.kinds.free_response import FreeResponse
from quizzes.core.kinds.multiple_choice import MultipleChoice
from quizzes.core.kinds.numeric import Numeric
from quizzes.core.kinds.single_choice import SingleChoice
from quizzes.core.records import ArithmeticCheck, Question, named_in
from quizzes.wording import LETTERS, offers, wording
from studyapp.lib.contentkinds import Loaded
from studyapp.lib.problems import Problem

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
    asked = [entry for entry in loaded if isinstance(entry.record, Question)]
    choices = [entry for entry in asked if isinstance(entry.record, SingleChoice)]
    problems = [p for entry in asked for p in (*_references(entry, known), *wording(entry))]
    for entry in loaded:
        if isinstance(entry.record, FreeResponse):
            used = [*(t for t in entry.record.topics if t not in known.topics)]
            used += [o for o in entry.record.objectives if o not in known.objectives]
            problems += [entry.problem("topics", f"unknown: {name}") for name in used]
        problems += _drawing(entry, known)
    return [
        *problems,
        *_arithmetic(asked),
        *_doubles(asked),
        *_sets(asked),
        *_balance(choices),
        *_use(asked, known),
    ]


def _references(entry: Loaded, known: Known) -> Iterator[Problem]:
    item: Question = entry.record
    if item.topic not in known.topics:
        yield entry.problem("topic", f"unknown topic {item.topic}")
    if item.objective not in known.objectives or not item.objective.startswith(f"{item.topic}."):
        yield entry.problem("objective", f"{item.objective} is no objective of {item.topic}")
    for term in item.terms:
        if term not in known.terms:
            yield entry.problem("terms", f"unknown term {term}")
    for place, values in _places(item):
        for name in named_in(values):
            if name not in known.misconceptions:
                reason = f"{place}: unknown misconception {name}".removeprefix(": ")
                yield entry.problem("options", reason, name)


def _places(item: Question) -> Iterator[tuple[str, Any]]:
    """What names misconceptions: each option by its letter, the rest as a whole."""
    values = item.model_dump()
    if isinstance(item, SingleChoice | MultipleChoice):
        for letter, option in zip(LETTERS, values.pop("options"), strict=False):
            yield f"option {letter}", option
    yield "", values


def _drawing(entry: Loaded, known: Known) -> Iterator[Problem]:
    """The drawing of the stimulus, and the one to be labeled."""
    stimulus = getattr(entry.record, "stimulus", None)
    names = (stimulus.drawing if stimulus else "", getattr(entry.record, "drawing", ""))
    for name in filter(None, names):
        if not (known.drawings / f"{name}.svg").is_file():
            yield entry.problem("drawing", f"there is no drawing {name}.svg")


def _arithmetic(asked: Sequence[Loaded]) -> Iterator[Problem]:
    for entry in asked:
        if isinstance(entry.record, Numeric) and not entry.record.check:
            yield entry.problem("check", "a number that is asked for needs a `check`")
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


def _doubles(asked: Sequence[Loaded]) -> Iterator[Problem]:
    """Pairs of nearly the same item; block by block, so that a large bank fits into memory."""
    texts = [" ".join(sorted(_whole(entry.record).split())) for entry in asked]
    for first in range(0, len(texts), BLOCK):
        block = texts[first : first + BLOCK]
        likeness = cdist(block, texts, scorer=fuzz.ratio, score_cutoff=ALIKE, workers=-1)
        for row, other in zip(*likeness.nonzero(), strict=True):
            if other > first + row:
                reason = f"is nearly the same item as {asked[first + row].record.id}"
                yield asked[other].problem("stem", reason)


def _whole(item: Question) -> str:
    """What tells an item from others; those of a set have their stimulus in common."""
    stimulus = item.stimulus.text if item.stimulus and not item.set else ""
    offered = [text for _, texts in offers(item) for text in texts]
    return " ".join((stimulus, item.stem, *offered))


def _sets(asked: Sequence[Loaded]) -> Iterator[Problem]:
    """A set has two to five items, of one unit, with one and the same stimulus."""
    sets: dict[str, list[Loaded]] = {}
    for entry in asked:
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


def _use(asked: Sequence[Loaded], known: Known) -> Iterator[Problem]:
    """Every misconception is used; every objective of a unit with items has some."""
    used = {name for entry in asked for name in named_in(entry.record.model_dump())}
    for name in sorted(known.misconceptions - used):
        reason = f"the misconception `{name}` is used by no item"
        yield Problem("terms/content/misconceptions.yaml", 1, name, reason)
    units = {entry.record.topic.split(".")[0] for entry in asked}
    asked = {entry.record.objective for entry in asked}
    for code in sorted(known.objectives - asked):
        if code.split(".")[0] in units:
            yield Problem("quizzes/content", 1, code, "no item asks for this objective")
