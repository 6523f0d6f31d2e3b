"""Days of work and the calendar to the exam: rules about dates, told the day by whoever asks."""

import datetime
from collections.abc import Iterable, Sequence
from itertools import pairwise

DAY = datetime.timedelta(days=1)
WEEK = 7
LONGEST_PAUSE = datetime.timedelta(minutes=5)
LEAST = datetime.timedelta(minutes=1)
"""What the first answer of a sitting is taken to have cost: nobody saw it begin."""


def first_monday_of_may(year: int) -> datetime.date:
    """When AP Biology was written in recent years (2026: May 4)."""
    first = datetime.date(year, 5, 1)
    return first + (-first.weekday()) % WEEK * DAY


def next_exam_day(today: datetime.date) -> datetime.date:
    """The first Monday of May that is still to come, today included."""
    this = first_monday_of_may(today.year)
    return this if this >= today else first_monday_of_may(today.year + 1)


def streak(worked: Iterable[datetime.date], today: datetime.date) -> int:
    """Days of work in a row that end today or yesterday; one day off in any seven is forgiven.

    A forgiven day is not counted, and breaks nothing. Today counts once there is work in it, and
    until it is over its want of work is not held against anybody.
    """
    days = set(worked)
    at = today if today in days else today - DAY
    count = 0
    forgiven: datetime.date | None = None
    while at in days or forgiven is None or (forgiven - at).days >= WEEK:
        if at in days:
            count += 1
        else:
            forgiven = at
        at -= DAY
    return count


def at_work(moments: Sequence[datetime.datetime]) -> datetime.timedelta:
    """The time that answers given at these moments (in order) took.

    Between two answers runs the clock, unless the pause is longer than `LONGEST_PAUSE`: then the
    later one began a new sitting and counts as `LEAST`.
    """
    if not moments:
        return datetime.timedelta(0)
    pauses = (later - earlier for earlier, later in pairwise(moments))
    return LEAST + sum((p if p <= LONGEST_PAUSE else LEAST for p in pauses), datetime.timedelta(0))
