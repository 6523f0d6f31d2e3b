"""The plan of reviews: aimed at the exam, within the day's minutes, no pile after a break."""

import datetime

import pytest

from quizzes.core import reviews
from quizzes.core.reviews import DAY, Card, plan
from quizzes.tests.students import START, aimed, plain, study

CARDS, DAYS = 90, 60
EXAM = START + 30 * DAY


# cards, minutes a day of plain FSRS, what the plan gains at least
MEASURED = [
    (90, 2.0, 0.05),  # 0.063: short of time
    (90, 4.0, 0.024),  # 0.030: enough of it, plain FSRS knows 94%
    (200, 2.0, 0.16),  # 0.196: one of the rows of docs/reviews.md
]


@pytest.mark.parametrize(("cards", "minutes", "least"), MEASURED)
def test_on_exam_day_more_is_known_than_with_plain_fsrs_in_the_same_minutes(
    cards: int, minutes: float, least: float
) -> None:
    gained = []
    for seed in (1, 2, 3):
        fsrs = study(plain, cards=cards, days=DAYS, minutes=minutes, seed=seed)
        a_day = sum(fsrs.minutes) / DAYS
        ours = study(aimed, cards=cards, days=DAYS, minutes=a_day, seed=seed)
        assert sum(ours.minutes) <= sum(fsrs.minutes)
        gained.append(ours.recall - fsrs.recall)
    # Three students each: no one of them decides.
    assert sum(gained) / len(gained) >= least


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
