"""Rules about dates: the exam's day, a streak that forgives, time at work."""

import datetime

import pytest

from quizzes.core import days

DAY = datetime.timedelta(days=1)
TODAY = datetime.date(2026, 12, 1)


def ago(*numbers: int) -> set[datetime.date]:
    return {TODAY - number * DAY for number in numbers}


@pytest.mark.parametrize(
    ("worked", "count", "reason"),
    [
        ((), 0, "no work, no streak"),
        ((0,), 1, "today alone"),
        ((1,), 1, "today is not over yet"),
        ((0, 1, 2), 3, "three in a row"),
        ((1, 2, 3), 3, "three in a row, today still to come"),
        ((0, 2, 3), 3, "yesterday off is forgiven"),
        ((2, 3), 2, "yesterday off is forgiven before today's work too"),
        ((3, 4), 0, "two days off in a row are not"),
        ((0, 2, 4, 5), 2, "nor two within seven days"),
        ((0, 1, 2, 4, 5, 6, 7, 8, 9, 11), 10, "one in each seven is forgiven again and again"),
        ((0, 1, 2, 4, 5, 6, 7, 8, 10), 8, "the second day off in seven ends it"),
        ((-1,), 0, "tomorrow is no work"),
    ],
)
def test_a_streak(worked: tuple[int, ...], count: int, reason: str) -> None:
    assert days.streak(ago(*worked), TODAY) == count, reason


@pytest.mark.parametrize(
    ("today", "exam"),
    [
        ("2026-01-15", "2026-05-04"),
        ("2026-05-04", "2026-05-04"),
        ("2026-05-05", "2027-05-03"),
        ("2026-12-01", "2027-05-03"),
        ("2028-01-01", "2028-05-01"),
    ],
)
def test_the_expected_exam_is_on_the_next_first_monday_of_may(today: str, exam: str) -> None:
    found = days.next_exam_day(datetime.date.fromisoformat(today))
    assert found == datetime.date.fromisoformat(exam)
    assert found.weekday() == 0


def at(*minutes: float) -> list[datetime.datetime]:
    start = datetime.datetime(2026, 12, 1, 16, tzinfo=datetime.UTC)
    return [start + datetime.timedelta(minutes=m) for m in minutes]


@pytest.mark.parametrize(
    ("minutes", "total", "reason"),
    [
        ((), 0, "nothing was done"),
        ((0,), 1, "a first answer counts a minute"),
        ((0, 2, 3), 4, "then the clock runs"),
        ((0, 2, 62, 63), 5, "an hour's pause is none of it"),
        ((0, 5), 6, "five minutes can be one hard item"),
    ],
)
def test_time_at_work(minutes: tuple[float, ...], total: float, reason: str) -> None:
    assert days.at_work(at(*minutes)) == datetime.timedelta(minutes=total), reason
