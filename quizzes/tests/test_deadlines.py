"""When an attempt ends: a table with a reason on each line."""

import datetime

import pytest

from quizzes.core.deadlines import Allowance, Times, deadline, extra_minutes, most_generous

NINE = datetime.datetime(2027, 3, 1, 9, 0, tzinfo=datetime.UTC)
PLAIN = Allowance()
ROWS = [
    # limit, window ends after, granted, allowance → minutes after nine, why
    (None, None, 0, PLAIN, None, "neither limit nor window"),
    (45, None, 0, PLAIN, 45, "the limit alone"),
    (None, 60, 0, PLAIN, 60, "the window alone"),
    (45, 60, 0, PLAIN, 45, "the limit ends first"),
    (45, 30, 0, PLAIN, 30, "the window ends first"),
    (45, None, 0, Allowance(factor=1.5), 68, "half as much again, in whole minutes, rounded up"),
    (40, None, 0, Allowance(factor=2.0), 80, "double time"),
    (45, None, 0, Allowance(extra_minutes=10), 55, "minutes are added"),
    (40, None, 0, Allowance(1.5, 10), 70, "factor first, then minutes"),
    (45, None, 5, PLAIN, 50, "granted to this attempt"),
    (40, 40, 0, Allowance(factor=1.5), 60, "the window is stretched by as much"),
    (None, 60, 0, Allowance(factor=1.5), 60, "without a limit a factor adds nothing"),
    (None, 60, 0, Allowance(extra_minutes=30), 90, "minutes stretch a window without a limit"),
    (45, 30, 9, Allowance(is_untimed=True), None, "no limit is no limit"),
]


@pytest.mark.parametrize(
    ("minutes", "window", "granted", "allowance", "expected", "why"), ROWS, ids=[r[5] for r in ROWS]
)
def test_the_deadline(
    minutes: int | None, window: int | None, granted: int, allowance: Allowance,
    expected: int | None, why: str,
) -> None:  # fmt: skip
    closes_at = None if window is None else NINE + datetime.timedelta(minutes=window)
    found = deadline(Times(NINE, minutes, closes_at, granted), allowance)
    assert found == (None if expected is None else NINE + datetime.timedelta(minutes=expected)), why


def test_a_due_date_moves_by_what_a_student_may_take_longer() -> None:
    times = Times(NINE, 40)
    assert extra_minutes(times, PLAIN) == 0
    assert extra_minutes(times, Allowance(1.5, 5)) == 25
    assert extra_minutes(times, Allowance(is_untimed=True)) is None


@pytest.mark.parametrize(
    ("allowances", "best"),
    [
        ([Allowance(2.0), Allowance(is_untimed=True), PLAIN], 1),  # nothing is more than no limit
        ([PLAIN, Allowance(1.5, 30), Allowance(1.75)], 1),  # 75 minutes against 68
        ([Allowance(1.05), Allowance(extra_minutes=60)], 1),  # 5 minutes against 60
        ([Allowance(2.0), Allowance(extra_minutes=60)], 0),  # 90 minutes against 60
    ],
)
def test_of_two_allowances_the_one_that_ends_later_counts(
    allowances: list[Allowance], best: int
) -> None:
    times = Times(NINE, 90)
    found = most_generous(times, allowances)
    assert found == allowances[best]
    ends = [deadline(times, allowance) for allowance in allowances]
    assert deadline(times, found) == (None if None in ends else max(filter(None, ends)))


def test_without_accommodations_nothing_is_added() -> None:
    assert most_generous(Times(NINE, 90), []) == PLAIN
