"""The free-response questions of an exam: one of each type, the short ones from different units.

Of each type it takes what the student has met least: none comes again before all of its type were
given. Among those it keeps the units of the short questions apart, then their big ideas (exam.md,
section 1); the rest is left to chance.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.core.blueprint import Form

TYPES = (1, 2, 3, 4, 5, 6)
LONG_TYPES = (1, 2)
SHORT_TYPES = (3, 4, 5, 6)
HALF_SHORT = 2

Cost = tuple[int, int]


@dataclass(frozen=True)
class Question:
    """A free-response item that a form may take. `seen`: how often this student was given it."""

    id: str
    type: int
    unit: int
    big_idea: str = ""
    seen: int = 0


def types_of(bank: Sequence[Question], seed: int, *, is_half: bool) -> tuple[int, ...]:
    """All six types; for half a section a long one and two short ones, by chance among those that
    the bank has and the student has met least. 9 + 4 + 4 of 34 points are half."""
    if not is_half:
        return TYPES
    chance = random.Random(seed)  # noqa: S311 a form is no secret
    least = {kind: min((q.seen for q in bank if q.type == kind), default=99) for kind in TYPES}

    def some(kinds: Sequence[int], count: int) -> list[int]:
        return sorted(chance.sample(kinds, len(kinds)), key=lambda kind: least[kind])[:count]

    return tuple(sorted([*some(LONG_TYPES, 1), *some(SHORT_TYPES, HALF_SHORT)]))


def draw(bank: Sequence[Question], types: Sequence[int], seed: int) -> Form:
    """A question of each of `types` in their order; the same bank and seed give the same ones.

    A type of which the bank has none is left out, and said to be missing.
    """
    chance = random.Random(seed)  # noqa: S311 a form is no secret
    heaps = [_heaps(bank, kind, chance) for kind in types]
    short = [heap for kind, heap in zip(types, heaps, strict=True) if kind in SHORT_TYPES and heap]
    apart = iter(_apart(short))
    taken, missing = [], []
    for kind, heap in zip(types, heaps, strict=True):
        if not heap:
            missing.append(f"type {kind}: 1 missing")
            continue
        taken.append(next(apart) if kind in SHORT_TYPES else heap[0])
    units = [question.unit for question in taken if question.type in SHORT_TYPES]
    if again := len(units) - len(set(units)):
        missing.append(f"units of the short questions: {again} missing")
    return Form(tuple(question.id for question in taken), tuple(missing))


def _heaps(bank: Sequence[Question], kind: int, chance: random.Random) -> list[Question]:
    """Of those of a type that were met least, one of each unit and big idea, by chance and in any
    order."""
    own = sorted((q for q in bank if q.type == kind), key=lambda question: question.id)
    least = min((question.seen for question in own), default=0)
    found: dict[tuple[int, str], list[Question]] = {}
    for question in own:
        if question.seen == least:
            found.setdefault((question.unit, question.big_idea), []).append(question)
    chosen = [chance.choice(heap) for heap in found.values()]
    return chance.sample(chosen, len(chosen))


def _apart(heaps: Sequence[Sequence[Question]]) -> Sequence[Question]:
    """One of each heap, so that units repeat least, then big ideas.

    Depth first; what costs as much as the best so far is not followed.
    """
    best: tuple[Cost, Sequence[Question]] = ((99, 0), ())

    def follow(taken: list[Question]) -> None:
        nonlocal best
        cost = _cost(taken)
        if cost >= best[0]:
            return
        if len(taken) == len(heaps):
            best = cost, taken
            return
        for question in heaps[len(taken)]:
            follow([*taken, question])

    follow([])
    return best[1]


def _cost(taken: Sequence[Question]) -> Cost:
    """Repeated units, repeated big ideas."""
    units = {question.unit for question in taken}
    ideas = {question.big_idea for question in taken}
    return len(taken) - len(units), len(taken) - len(ideas)
