"""The exam's sections, its free-response questions, and what its points say."""

import datetime
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.core import exam, score, written_form
from quizzes.core.exam import SHAPES, Step, stage
from quizzes.core.score import Earned
from quizzes.core.written_form import Question

NOW = datetime.datetime(2027, 4, 1, 10, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
IDEAS = ("EVO", "ENE", "IST", "SYI")

# form, when each begun section was left (minutes ago, None for open), given up, step, next section
STAGES = [
    ("full", [], False, Step.FIRST, 1, "nothing was begun"),
    ("full", [None], False, Step.SITTING, 1, "the first section is open"),
    ("full", [5], False, Step.BREAK, 2, "five minutes of the break are over"),
    ("full", [10], False, Step.NEXT, 2, "the break has just ended"),
    ("full", [600], False, Step.NEXT, 2, "it waits as long as the student does"),
    ("full", [20, None], False, Step.SITTING, 2, "the second section is open"),
    ("full", [90, 0], False, Step.OVER, None, "both were left"),
    ("full", [5], True, Step.OVER, None, "the second section was given up"),
    ("full", [], True, Step.OVER, None, "all of it was given up"),
    ("full", [None], True, Step.SITTING, 1, "an open section is left first"),
    ("section-1", [0], False, Step.OVER, None, "there is no other section"),
    ("section-2", [], False, Step.FIRST, 2, "it begins with Section II"),
    ("section-2", [3], False, Step.OVER, None, "no break after the last section"),
]


@pytest.mark.parametrize(("name", "left", "is_ended", "step", "number", "why"), STAGES)
def test_what_comes_next(
    name: str, left: Sequence[int | None], is_ended: bool, step: Step, number: int, why: str
) -> None:
    left_at = [None if ago is None else NOW - ago * MINUTE for ago in left]
    found = stage(SHAPES[name], left_at, NOW, is_ended=is_ended)
    assert (found.step, found.section and found.section.number) == (step, number), why


def test_the_forms_have_the_shape_of_the_exam() -> None:
    assert [(s.questions, s.minutes) for s in SHAPES["full"].sections] == [(60, 90), (6, 90)]
    assert SHAPES["full"].minutes == 180
    assert SHAPES["half"].minutes == 90
    assert exam.BREAK == 10 * MINUTE
    # Every form but the whole one says what it cannot tell.
    assert [shape.name for shape in SHAPES.values() if not shape.limits] == ["full"]


def bank(size: int, seed: int = 1) -> list[Question]:
    chance = random.Random(seed)
    return [
        Question(f"q-{n:04}", 1 + n % 6, chance.randint(1, 8), chance.choice(IDEAS))
        for n in range(size)
    ]


def taken(ids: Sequence[str], among: Sequence[Question]) -> list[Question]:
    at = {question.id: question for question in among}
    return [at[name] for name in ids]


@pytest.mark.parametrize("size", [96, 5000])
def test_two_hundred_forms_have_the_six_types_and_four_units(size: int) -> None:
    among = bank(size)
    for seed in range(200 if size < 100 else 20):
        form = written_form.draw(among, written_form.TYPES, seed)
        questions = taken(form.ids, among)
        assert form.shortages == ()
        assert [q.type for q in questions] == [1, 2, 3, 4, 5, 6]
        assert len({q.unit for q in questions[2:]}) == 4
        assert len({q.big_idea for q in questions[2:]}) == 4


def test_the_same_seed_gives_the_same_questions_whatever_the_order_of_the_bank() -> None:
    among = bank(60)
    forms = {written_form.draw(among, written_form.TYPES, seed).ids for seed in range(20)}
    assert len(forms) > 10
    first = written_form.draw(among, written_form.TYPES, 7)
    assert written_form.draw(among[::-1], written_form.TYPES, 7) == first


@pytest.mark.parametrize("chance", range(5))
def test_no_question_comes_again_before_all_of_its_type_were_met(chance: int) -> None:
    """Not even where that puts two short questions into one unit."""
    rounds = 8
    among = bank(6 * rounds, seed=chance)
    given_so_far: Counter[str] = Counter()
    for turn in range(1, 2 * rounds + 1):
        form = written_form.draw(among, written_form.TYPES, 100 * chance + turn)
        given_so_far.update(form.ids)
        among = [replace(q, seen=given_so_far[q.id]) for q in among]
        if turn in (rounds, 2 * rounds):
            assert {given_so_far[q.id] for q in among} == {turn // rounds}


def test_novelty_comes_before_units_and_units_before_big_ideas() -> None:
    among = [
        Question("a", 3, 2, "ENE"), Question("b", 4, 2, "IST"),
        Question("c", 4, 6, "ENE", seen=1), Question("d", 5, 7, "EVO"), Question("e", 6, 8, "SYI"),
    ]  # fmt: skip
    form = written_form.draw(among, (3, 4, 5, 6), 1)
    assert form.ids == ("a", "b", "d", "e")
    assert form.shortages == ("units of the short questions: 1 missing",)
    as_new = [*among, Question("f", 4, 6, "ENE")]
    assert written_form.draw(as_new, (3, 4, 5, 6), 1).ids == ("a", "f", "d", "e")
    another_idea = [*as_new, Question("g", 4, 6, "IST")]
    assert written_form.draw(another_idea, (3, 4, 5, 6), 1).ids == ("a", "g", "d", "e")


def test_a_bank_with_gaps_gives_what_it_has_and_says_what_is_missing() -> None:
    among = [Question("a", 3, 2), Question("b", 4, 2), Question("c", 1, 2)]
    form = written_form.draw(among, written_form.TYPES, 1)
    assert form.ids == ("c", "a", "b")
    assert form.shortages == (
        "type 2: 1 missing", "type 5: 1 missing", "type 6: 1 missing",
        "units of the short questions: 1 missing",
    )  # fmt: skip
    assert written_form.draw([], written_form.TYPES, 1).ids == ()


def test_half_a_section_is_half_of_the_points_and_differs_between_students() -> None:
    among = bank(60)
    kinds = {written_form.types_of(among, seed, is_half=True) for seed in range(60)}
    assert {sum(9 if kind < 3 else 4 for kind in some) for some in kinds} == {17}
    assert len(kinds) > 6
    assert written_form.types_of(among, 1, is_half=False) == (1, 2, 3, 4, 5, 6)
    only = [question for question in among if question.type in (2, 4, 6)]
    assert written_form.types_of(only, 5, is_half=True) == (2, 4, 6)


def section_two(*points: float) -> list[Earned]:
    return [Earned(p, o) for p, o in zip(points, score.WRITTEN_LENGTHS, strict=True)]


# right of 60, points of the six questions, composite, why
COMPOSITES = [
    (60, (9, 9, 4, 4, 4, 4), 120.0, "everything"),
    (0, (0, 0, 0, 0, 0, 0), 0.0, "nothing"),
    (60, (0, 0, 0, 0, 0, 0), 60.0, "each section is half"),
    (0, (9, 9, 4, 4, 4, 4), 60.0, "34 points weigh as much as 60 items"),
    (42, (5, 4, 2, 2, 2, 2), 72.0, "42 + 17 × 60/34"),
]


@pytest.mark.parametrize(("right", "points", "wanted", "why"), COMPOSITES)
def test_the_composite_is_that_of_the_exam(
    right: int, points: Sequence[int], wanted: float, why: str
) -> None:
    assert score.composite(Earned(right, 60), section_two(*points)) == pytest.approx(wanted), why


# right of 60, points, range, why
RANGES = [
    (60, (9, 9, 4, 4, 4, 4), (4, 5), "never one number, however good"),
    (0, (0, 0, 0, 0, 0, 0), (1, 2), "nor however bad"),
    (40, (6, 5, 2, 3, 2, 3), (3, 4), "in the middle of the field"),
    (30, (4, 4, 2, 2, 2, 2), (2, 3), "at the border of a pass"),
]


@pytest.mark.parametrize(("right", "points", "wanted", "why"), RANGES)
def test_the_range_of_scores(
    right: int, points: Sequence[int], wanted: tuple[int, int], why: str
) -> None:
    choice, written = Earned(right, 60), section_two(*points)
    found = score.score_range(score.composite(choice, written), score.error(choice, written))
    assert (found.low, found.high) == wanted, why
    assert found.share >= score.COVERED


def test_half_as_many_questions_say_less() -> None:
    whole = score.error(Earned(40, 60), section_two(6, 6, 3, 2, 3, 2))
    half = score.error(Earned(20, 30), [Earned(6, 9), Earned(3, 4), Earned(2, 4)])
    assert half > 1.15 * whole


@given(
    st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.lists(
        st.sampled_from([4, 9]).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
        min_size=1, max_size=6,
    ),
)  # fmt: skip
def test_whatever_was_earned_the_range_holds_at_least_two_scores(
    choice: tuple[int, int], written: list[tuple[int, int]]
) -> None:
    first, second = Earned(*choice), [Earned(*question) for question in written]
    total = score.composite(first, second)
    found = score.score_range(total, score.error(first, second))
    assert 0 <= total <= 120
    assert 1 <= found.low < found.high <= 5
    assert score.COVERED <= found.share <= 1


@given(st.floats(0, 120), st.floats(0, 20), st.floats(4, 20))
def test_a_better_composite_never_lowers_the_range(total: float, more: float, error: float) -> None:
    worse, better = score.score_range(total, error), score.score_range(total + more, error)
    assert (worse.low, worse.high) <= (better.low, 5)
    assert worse.low <= better.low
    assert sum(score.chances(total, error).values()) == pytest.approx(1)
