"""Forms of the multiple-choice section, drawn from a bank by the exam's blueprint.

Which kinds of item a form takes is an integer program, solved by HiGHS (through SciPy): so many
items of every unit and science practice, some of them in sets, few that a student has met before.
Which item of a kind it takes is left to chance. Shares: exam.md, sections 1 and 3 (course and
exam description of Fall 2025).
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from quizzes.core.bank import PRACTICE_PERCENT

UNIT_PERCENT = {
    1: (8, 11),
    2: (10, 13),
    3: (12, 16),
    4: (10, 15),
    5: (8, 11),
    6: (12, 16),
    7: (13, 20),
    8: (10, 15),
}
"""Share of each unit in the multiple-choice section, per cent."""

Range = tuple[int, int]
MISSED = 1e4  # what it costs to miss a bound by one item: more than any repetition
ALL_ITEMS = 8  # the number of items comes before any share of them
AGAIN = 10.0  # what it costs to give an item once more: more than any whim of chance
SOLVE_S = 5.0


@dataclass(frozen=True)
class Blueprint:
    """How many items a form has, and within which bounds they are of which kind."""

    items: int
    minutes: int
    units: Mapping[int, Range]
    practices: Mapping[int, Range]
    in_sets: Range
    with_stimulus: int
    most_recall: int


def blueprint(items: int = 60, minutes: int = 90) -> Blueprint:
    """The exam's blueprint, or that of a shorter form with the same shares."""

    def counts(percent: Mapping[int, Range]) -> dict[int, Range]:
        return {
            key: (round(items * low / 100), round(items * high / 100))
            for key, (low, high) in percent.items()
        }

    return Blueprint(
        items=items,
        minutes=minutes,
        units=counts(UNIT_PERCENT),
        practices=counts(PRACTICE_PERCENT),
        in_sets=(round(items * 0.2), round(items * 0.27)),
        with_stimulus=round(items * 0.6),
        most_recall=items // 3,
    )


@dataclass(frozen=True)
class Candidate:
    """An item that a form may take. `seen`: how often this student has been given it."""

    id: str
    unit: int
    practice: int
    set: str = ""
    has_stimulus: bool = False
    is_recall: bool = False
    seen: int = 0


@dataclass(frozen=True)
class Form:
    """The items in order, those of a set together. `shortages`: bounds the bank cannot meet."""

    ids: tuple[str, ...]
    shortages: tuple[str, ...] = ()


@dataclass
class _Heap:
    """Blocks that are alike for the blueprint: single items, or one whole set."""

    blocks: list[list[Candidate]] = field(default_factory=list)

    @property
    def sample(self) -> list[Candidate]:
        return self.blocks[0]


def draw(bank: Sequence[Candidate], plan: Blueprint, seed: int) -> Form:
    """A form of `plan` from `bank`; the same bank and seed give the same form.

    What the student has met least comes first. When the bank cannot meet a bound the form comes
    as near as it can and says where it falls short. An empty bank gives an empty form.
    """
    chance = random.Random(seed)  # noqa: S311 a form is no secret
    heaps = _heaps(bank)
    if not heaps:
        return Form((), (f"the bank has none of the {plan.items} items",))
    rows, names = _rows(heaps, plan)
    taken, missed = _solve(heaps, rows, chance)
    blocks = [
        block
        for heap, count in zip(heaps, taken, strict=True)
        for block in chance.sample(heap.blocks, count)
    ]
    chance.shuffle(blocks)
    short = tuple(
        f"{name}: {abs(by)} {'missing' if by > 0 else 'too many'}"
        for name, by in zip(names, missed, strict=True)
        if by
    )
    return Form(tuple(item.id for block in blocks for item in block), short)


def _heaps(bank: Sequence[Candidate]) -> list[_Heap]:
    heaps: dict[object, _Heap] = {}
    sets: dict[str, list[Candidate]] = {}
    for item in sorted(bank, key=lambda item: item.id):
        if item.set:
            sets.setdefault(item.set, []).append(item)
        else:
            kind = (item.unit, item.practice, item.has_stimulus, item.is_recall, item.seen)
            heaps.setdefault(kind, _Heap()).blocks.append([item])
    return [*heaps.values(), *(_Heap([block]) for block in sets.values())]


def _rows(
    heaps: Sequence[_Heap], plan: Blueprint
) -> tuple[list[tuple[list[int], Range]], list[str]]:
    """One row for each bound: what a block of each heap adds to it, and the bound."""
    most = plan.items
    wanted: list[tuple[str, Range, object]] = [
        ("items", (most, most), lambda item: True),
        ("items in sets", plan.in_sets, lambda item: bool(item.set)),
        ("items with a stimulus", (plan.with_stimulus, most), lambda item: item.has_stimulus),
        ("recall items", (0, plan.most_recall), lambda item: item.is_recall),
    ]
    wanted += [(f"unit {u}", r, lambda item, u=u: item.unit == u) for u, r in plan.units.items()]
    wanted += [
        (f"practice {p}", r, lambda item, p=p: item.practice == p)
        for p, r in plan.practices.items()
    ]
    rows = [
        ([sum(map(counts, heap.sample)) for heap in heaps], bound)  # type: ignore[call-overload]
        for _, bound, counts in wanted
    ]
    return rows, [name for name, _, _ in wanted]


def _solve(
    heaps: Sequence[_Heap], rows: Sequence[tuple[list[int], Range]], chance: random.Random
) -> tuple[list[int], list[int]]:
    """How many blocks of each heap; and by how much each bound is missed (below is positive)."""
    count, bounds = len(heaps), len(rows)
    again = [AGAIN * sum(item.seen for item in heap.sample) for heap in heaps]
    whim = [chance.random() * len(heap.sample) for heap in heaps]
    misses = np.full(bounds, MISSED)
    misses[0] *= ALL_ITEMS  # the first row counts all items
    cost = np.concatenate([np.add(again, whim), misses, misses])
    slack = np.eye(bounds)
    found = milp(
        cost,
        integrality=np.ones(cost.size),
        bounds=Bounds(
            0, np.concatenate([[len(h.blocks) for h in heaps], np.full(2 * bounds, 1e3)])
        ),
        constraints=LinearConstraint(
            np.hstack([np.array([row for row, _ in rows], dtype=float), slack, -slack]),
            [low for _, (low, _) in rows],
            [high for _, (_, high) in rows],
        ),
        options={"time_limit": SOLVE_S, "mip_rel_gap": 0.01},
    )
    whole = np.rint(found.x).astype(int)
    missed = whole[count : count + bounds] - whole[count + bounds :]
    return whole[:count].tolist(), missed.tolist()
