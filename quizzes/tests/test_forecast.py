"""The forecast on the page is near what day-by-day simulations of all cards arrive at."""

import pytest

from quizzes.core.forecast import Forecast, forecast
from quizzes.core.reviews import DAY, Card
from quizzes.tests.students import START, aimed, study


@pytest.mark.parametrize(
    ("cards", "days", "minutes"), [(90, 60, 1.0), (90, 60, 4.0), (200, 40, 4.0), (40, 10, 3.0)]
)
def test_it_is_within_seven_points_of_the_long_way(cards: int, days: int, minutes: float) -> None:
    long_way = study(aimed, cards=cards, days=days, minutes=minutes, seed=1).recall
    fresh = [Card(f"card-{n:03}") for n in range(cards)]
    told = forecast(fresh, START, START + days * DAY, minutes)
    assert told.kept == pytest.approx(long_way, abs=0.07)
    assert told.stopped == 0.0


def test_it_says_the_same_every_time_and_leaves_out_what_is_put_aside() -> None:
    cards = [Card(f"c{n}", is_suspended=n > 20) for n in range(40)]
    told = forecast(cards, START, START + 30 * DAY, 2)
    assert told == forecast(cards[::-1], START, START + 30 * DAY, 2)
    assert told == forecast(cards[:21], START, START + 30 * DAY, 2)


def test_of_no_cards_nothing_is_promised() -> None:
    assert forecast([], START, START + DAY, 5) == Forecast(0.0, 0.0)
