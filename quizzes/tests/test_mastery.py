"""The estimate of mastery against synthetic students, whose ability is known."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.core import mastery, score
from quizzes.core.mastery import Answered, Mastery

CODES = [f"2.{n}.A" for n in range(1, 11)]


def answers_of(
    rng: np.random.Generator, thetas: dict[str, float], count: int, days_ago: float = 0.0,
    chance: float = mastery.CHANCE,
) -> list[Answered]:  # fmt: skip
    """`count` answers on each objective of a student with these abilities."""
    found = []
    for code, theta in thetas.items():
        for difficulty in rng.choice([-1.0, 0.0, 1.0], size=count, p=[0.25, 0.5, 0.25]):
            right = mastery.chance_of_right(theta, difficulty, chance)
            share = float(rng.random() < right)
            found.append(Answered(code, share, difficulty, days_ago, chance))
    return found


def knows(theta: float) -> float:
    return float(mastery.chance_of_right(theta, 0.0, chance=0.0))


def cohort(
    count: int, seed: int = 5, chance: float = mastery.CHANCE, taken_as: float | None = None
) -> list[tuple[float, float, float, float]]:
    """Truth, estimate, low and high of 100 students with ten objectives each; what is guessed with
    `chance` is taken by the estimate as guessed with `taken_as`."""
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(100):
        center = rng.normal(0.0, mastery.SPREAD_OF_STUDENTS)
        thetas = {c: center + rng.normal(0.0, mastery.SPREAD_OF_OBJECTIVES) for c in CODES}
        answers = answers_of(rng, thetas, count, chance=chance)
        if taken_as is not None:
            answers = [replace(answer, chance=taken_as) for answer in answers]
        found = mastery.mastery(answers)
        rows += [(knows(thetas[c]), found[c].value, found[c].low, found[c].high) for c in CODES]
    return rows


@pytest.mark.parametrize("count", [2, 6, 20])
def test_the_interval_holds_the_truth_about_as_often_as_it_says(count: int) -> None:
    rows = cohort(count)
    inside = np.mean([low <= truth <= high for truth, _, low, high in rows])
    # 1000 intervals: three standard errors of a share of 0.9 are 0.03; the grid adds a little.
    assert abs(inside - mastery.SURE) < 0.05


@pytest.mark.parametrize("count", [2, 6, 20])
def test_the_estimate_is_not_biased(count: int) -> None:
    errors = [value - truth for truth, value, _, _ in cohort(count)]
    assert abs(np.mean(errors)) < 0.03


@pytest.mark.parametrize("count", [6, 20])
def test_typed_answers_are_not_taken_for_guesses(count: int) -> None:
    """They were, when every kind counted like four options: whoever types was underrated."""
    rows = cohort(count, chance=0.0)
    assert abs(np.mean([value - truth for truth, value, _, _ in rows])) < 0.03
    inside = np.mean([low <= truth <= high for truth, _, low, high in rows])
    assert abs(inside - mastery.SURE) < 0.05
    as_choice = cohort(count, chance=0.0, taken_as=mastery.CHANCE)
    assert np.mean([value - truth for truth, value, _, _ in as_choice]) < -0.05


def written_answers(
    rng: np.random.Generator, thetas: dict[str, float], *, count: int, points: int, each: int
) -> list[Answered]:
    """`count` scored questions for each objective, of `points` points on `each` objectives; points
    of a question go together as exam.md has it (beta-binomial)."""
    alike = (1 - score.TOGETHER) / score.TOGETHER
    found = []
    for _ in range(count * len(thetas) // each):
        codes = list(rng.choice(list(thetas), each, replace=False))
        earned = 0
        for code in codes:
            known = knows(thetas[code])
            luck = rng.beta(known * alike, (1 - known) * alike)
            earned += int(rng.binomial(points // each, luck))
        found += mastery.written(codes, earned / points, points, 0.0)
    return found


def writers(choices: int, *, count: int, points: int, each: int) -> np.ndarray:
    """As `cohort`, of students who also chose in `choices` items on each objective."""
    rng = np.random.default_rng(5)
    rows = []
    for _ in range(100):
        center = rng.normal(0.0, mastery.SPREAD_OF_STUDENTS)
        thetas = {c: center + rng.normal(0.0, mastery.SPREAD_OF_OBJECTIVES) for c in CODES}
        answers = answers_of(rng, thetas, choices)
        answers += written_answers(rng, thetas, count=count, points=points, each=each)
        found = mastery.mastery(answers)
        rows += [(knows(thetas[c]), f.value, f.low, f.high) for c, f in found.items()]
    return np.array(rows).T


# choices on each objective, questions on each, points, objectives of a question
WRITTEN = [(0, 2, 4, 1), (0, 4, 4, 2), (3, 4, 4, 2), (0, 2, 9, 3), (3, 4, 9, 3)]


@pytest.mark.parametrize(("choices", "count", "points", "each"), WRITTEN)
def test_free_response_is_not_biased_and_claims_no_more_than_it_knows(
    choices: int, count: int, points: int, each: int
) -> None:
    truth, value, low, high = writers(choices, count=count, points=points, each=each)
    assert abs(np.mean(value - truth)) < 0.03
    assert abs(np.mean((low <= truth) & (truth <= high)) - mastery.SURE) < 0.05


def test_free_response_tells_what_choices_have_left_open() -> None:
    without, with_it = (writers(3, count=n, points=4, each=2) for n in (0, 4))
    errors = [np.mean(abs(value - truth)) for truth, value, _, _ in (without, with_it)]
    widths = [np.mean(high - low) for _, _, low, high in (without, with_it)]
    assert errors[1] < 0.85 * errors[0]
    assert widths[1] < 0.85 * widths[0]


def test_more_answers_make_it_surer_and_nearer() -> None:
    few, many = cohort(3), cohort(25)
    width = [np.mean([high - low for _, _, low, high in rows]) for rows in (few, many)]
    error = [np.mean([abs(value - truth) for truth, value, _, _ in rows]) for rows in (few, many)]
    assert width[1] < 0.7 * width[0]
    assert error[1] < 0.7 * error[0]


def test_it_beats_the_plain_share_of_right_answers() -> None:
    rng = np.random.default_rng(11)
    ours, plain = [], []
    for _ in range(100):
        center = rng.normal(0.0, 1.2)
        thetas = {c: center + rng.normal(0.0, 0.9) for c in CODES}
        answers = answers_of(rng, thetas, 4)
        found = mastery.mastery(answers)
        for code in CODES:
            share = np.mean([a.share for a in answers if a.objective == code])
            ours.append(abs(found[code].value - knows(thetas[code])))
            plain.append(abs(share - knows(thetas[code])))
    assert np.mean(ours) < 0.8 * np.mean(plain)


def test_who_has_learned_is_believed_after_some_weeks() -> None:
    rng = np.random.default_rng(3)
    before = answers_of(rng, {"2.8.A": -2.0}, 12, days_ago=120)
    after = answers_of(rng, {"2.8.A": 2.0}, 12)
    value = mastery.mastery([*before, *after])["2.8.A"].value
    same_age = [Answered(a.objective, a.share, a.difficulty) for a in before]
    assert value > 0.75
    assert value > mastery.mastery([*same_age, *after])["2.8.A"].value + 0.1


def test_a_hard_item_right_says_more_than_an_easy_one() -> None:
    easy = mastery.mastery([Answered("a", 1.0, -1.0)])["a"].value
    hard = mastery.mastery([Answered("a", 1.0, 1.0)])["a"].value
    assert hard > easy


def test_one_right_answer_is_not_mastery() -> None:
    one = mastery.mastery([Answered("a", 1.0)])["a"]
    assert not one.is_mastered
    assert not one.is_known
    assert mastery.mastery([Answered("a", 1.0, 1.0)] * 15)["a"].is_mastered


ANSWERS = st.builds(
    Answered,
    objective=st.sampled_from(CODES),
    share=st.floats(0, 1),
    difficulty=st.floats(-3, 3),
    days_ago=st.floats(0, 2000),
)


@given(st.lists(ANSWERS, min_size=1, max_size=30))
def test_an_estimate_lies_in_its_interval_and_the_order_of_answers_does_not_matter(
    answers: list[Answered],
) -> None:
    found = mastery.mastery(answers)
    for one in found.values():
        assert 0 <= one.low <= one.value <= one.high <= 1
    again = mastery.mastery(answers[::-1])
    assert all(again[c].value == pytest.approx(found[c].value, abs=1e-9) for c in found)


@given(st.lists(ANSWERS, max_size=12), st.sampled_from(CODES))
def test_another_right_answer_never_lowers_the_estimate(answers: list[Answered], code: str) -> None:
    base = [*answers, Answered(code, 0.5)]
    before = mastery.mastery(base)[code].value
    after = mastery.mastery([*base, Answered(code, 1.0)])[code].value
    assert after >= before - 1e-9


def test_most_worth_is_what_weighs_much_and_is_known_little() -> None:
    found = {
        "light": Mastery(0.2, 0.1, 0.3, 9),
        "heavy": Mastery(0.2, 0.1, 0.3, 9),
        "done": Mastery(0.97, 0.93, 0.99, 30),
    }
    weights = {"light": 0.01, "heavy": 0.05, "done": 0.05, "new": 0.03}
    order = mastery.worth(found, weights, mastery.unanswered([]))
    assert order.index("heavy") < order.index("light") < order.index("done")
    assert order.index("new") < order.index("light")
