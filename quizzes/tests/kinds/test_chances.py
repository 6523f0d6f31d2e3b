"""What blind guessing earns, against the marks of every answer that can be guessed."""

from collections.abc import Iterable
from itertools import combinations, permutations, product
from statistics import fmean
from typing import Any

import pytest

from quizzes.core.kinds.table import KINDS
from quizzes.tests.kinds.samples import sample


def rows(options: int, count: int) -> list[dict[str, int]]:
    chosen = product(range(options), repeat=count)
    return [{str(row): option for row, option in enumerate(one)} for one in chosen]


def steps(names: tuple[str, str], first: int, second: int) -> list[dict[str, int]]:
    return [dict(zip(names, one, strict=True)) for one in product(range(first), range(second))]


# Every answer to the sample of a kind; blind guessing gives each as often.
GUESSES: dict[str, Iterable[Any]] = {
    "single-choice": range(4),
    "multiple-choice": [c for n in range(1, 6) for c in combinations(range(5), n)],
    "two-tier": steps(("answer", "reason"), 2, 3),
    "predict-run-explain": steps(("prediction", "explanation"), 3, 3),
    "ordering": permutations(range(4)),
    "matching": rows(3, 4),
    "label-diagram": rows(2, 2),
}


@pytest.mark.parametrize("kind", sorted(GUESSES))
def test_the_chance_of_a_kind_is_the_mean_mark_of_all_its_answers(kind: str) -> None:
    item = sample(kind)
    marks = [KINDS[kind].mark(item, KINDS[kind].parse_response(one)) for one in GUESSES[kind]]
    mean = fmean(mark.points / mark.out_of for mark in marks)
    assert KINDS[kind].chance(item.model_dump(mode="json")) == pytest.approx(mean)


def test_nothing_but_what_is_typed_or_written_cannot_be_guessed() -> None:
    typed = {"numeric", "short-text", "read-graph", "free-response"}
    assert set(KINDS) - set(GUESSES) == typed
    for kind in typed:
        assert KINDS[kind].chance(sample(kind).model_dump(mode="json")) == 0


def test_the_examples_of_the_documentation_are_right() -> None:
    def several(right: int, wrong: int) -> dict[str, Any]:
        return {"options": [{"right": True}] * right + [{"right": False}] * wrong}

    choices = KINDS["multiple-choice"]
    assert round(choices.chance(several(2, 3)), 2) == 0.11
    assert round(choices.chance(several(1, 3)), 2) == 0.07
