"""The plan of reviews: aimed at the exam, within the day's minutes, no pile after a break."""

import datetime

import pytest

from quizzes.core import reviews
from quizzes.core.reviews import DAY, Card, plan
from quizzes.tests.students import START, Outcome, aimed, plain, study

CARDS, DAYS = 90, 60
EXAM = START + 30 * DAY


@pytest.fixture(scope="module", params=[2.0, 4.0], ids=["short of time", "enough time"])
def outcomes(request: pytest.FixtureRequest) -> list[tuple[Outcome, Outcome]]:
    """Of three students each: plain FSRS, and ours with the same minutes in all."""
    pairs = []
    for seed in (1, 2, 3):
        fsrs = study(plain, cards=CARDS, days=DAYS, minutes=request.param, seed=seed)
        a_day = sum(fsrs.minutes) / DAYS
        pairs.append((fsrs, study(aimed, cards=CARDS, days=DAYS, minutes=a_day, seed=seed)))
    return pairs


def test_on_exam_day_more_is_known_than_with_plain_fsrs_in_the_same_minutes(
    outcomes: list[tuple[Outcome, Outcome]],
) -> None:
    for fsrs, ours in outcomes:
        assert sum(ours.minutes) <= sum(fsrs.minutes)
    gained = [ours.recall - fsrs.recall for fsrs, ours in outcomes]
    assert sum(gained) / len(gained) > 0.005


def test_no_day_is_planned_fuller_than_its_minutes_not_even_after_a_break() -> None:
    minutes = 3.0
    away = range(20, 34)
    outcome = study(aimed, cards=CARDS, days=DAYS, minutes=minutes, seed=4, away=away)
    assert max(outcome.planned) <= minutes
    assert max(outcome.minutes) <= minutes
    assert all(outcome.minutes[day] == 0 for day in away)
    assert outcome.minutes[34] > 0


def seen(days_ago: int, times: int = 1) -> object:
    memory = None
    for back in range(times, 0, -1):
        memory = reviews.reviewed(memory, True, START - (days_ago + 3 * (back - 1)) * DAY)
    return memory


def test_a_suspended_card_is_never_planned() -> None:
    cards = [Card("a", seen(5)), Card("b", seen(5), is_suspended=True)]
    assert plan(cards, START, EXAM, 60).ids == ("a",)


def test_what_was_reviewed_just_now_is_not_planned_again_today() -> None:
    memory = reviews.reviewed(seen(10), True, START)
    later = START + datetime.timedelta(hours=3)
    assert plan([Card("a", memory)], later, EXAM, 60).ids == ()


def test_the_day_says_how_many_cards_wait() -> None:
    cards = [Card(f"c{n}", seen(10)) for n in range(30)]
    day = plan(cards, START, EXAM, 2)
    assert 0 < len(day.ids) < 30
    assert day.waiting == 30 - len(day.ids)
    assert day.minutes <= 2


def test_the_same_cards_give_the_same_plan_in_any_order() -> None:
    cards = [Card(f"c{n}", seen(1 + n % 20)) for n in range(30)]
    assert plan(cards, START, EXAM, 3) == plan(cards[::-1], START, EXAM, 3)


def test_without_an_exam_and_after_it_the_plan_goes_on() -> None:
    cards = [Card("a", seen(30)), Card("b")]
    assert plan(cards, START, None, 5).ids
    assert plan(cards, START, START - DAY, 5).ids


def test_a_review_that_fails_leaves_less_than_one_that_succeeds() -> None:
    memory = seen(10, times=3)
    known = reviews.recall(reviews.reviewed(memory, True, START), EXAM)
    forgotten = reviews.recall(reviews.reviewed(memory, False, START), EXAM)
    assert known > forgotten


def test_nothing_is_planned_of_nothing() -> None:
    assert plan([], START, EXAM, 10) == reviews.Day((), 0.0)
    assert reviews.expected([], EXAM) == 0.0
    assert 0 < reviews.expected([Card("a", seen(1)), Card("b")], EXAM) < 0.5
