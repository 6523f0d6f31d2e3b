"""The free-response questions of an exam: one of each type, the short ones from different units.

Among the choices that keep the units of the short questions apart it takes what the student has met
least, then different big ideas (exam.md, section 1); the rest is left to chance.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.core.blueprint import Form

TYPES = (1, 2, 3, 4, 5, 6)
LONG_TYPES = (1, 2)
SHORT_TYPES = (3, 4, 5, 6)
HALF_SHORT = 2

Cost = tuple[int, int, int]


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
        least = min(heap, key=lambda question: question.seen)
        taken.append(next(apart) if kind in SHORT_TYPES else least)
    units = [question.unit for question in taken if question.type in SHORT_TYPES]
    if again := len(units) - len(set(units)):
        missing.append(f"units of the short questions: {again} missing")
    return Form(tuple(question.id for question in taken), tuple(missing))


def _heaps(bank: Sequence[Question], kind: int, chance: random.Random) -> list[Question]:
    """Of each unit and big idea one of the questions met least, by chance, in any order."""
    found: dict[tuple[int, str], list[Question]] = {}
    for question in sorted(bank, key=lambda question: question.id):
        if question.type == kind:
            found.setdefault((question.unit, question.big_idea), []).append(question)
    chosen = [
        chance.choice([q for q in heap if q.seen == min(other.seen for other in heap)])
        for heap in found.values()
    ]
    return chance.sample(chosen, len(chosen))


def _apart(heaps: Sequence[Sequence[Question]]) -> Sequence[Question]:
    """One of each heap, so that units repeat least, then old questions, then big ideas.

    Depth first; what costs as much as the best so far is not followed.
    """
    rest = [0]
    for heap in reversed(heaps):
        rest.append(rest[-1] + min(question.seen for question in heap))
    rest.reverse()
    best: tuple[Cost, Sequence[Question]] = ((99, 0, 0), ())

    def follow(taken: list[Question]) -> None:
        nonlocal best
        units, seen, ideas = _cost(taken)
        if (units, seen + rest[len(taken)], ideas) >= best[0]:
            return
        if len(taken) == len(heaps):
            best = (units, seen, ideas), taken
            return
        for question in heaps[len(taken)]:
            follow([*taken, question])

    follow([])
    return best[1]


def _cost(taken: Sequence[Question]) -> Cost:
    """Repeated units, earlier meetings, repeated big ideas."""
    units = {question.unit for question in taken}
    ideas = {question.big_idea for question in taken}
    seen = sum(question.seen for question in taken)
    return len(taken) - len(units), seen, len(taken) - len(ideas)
