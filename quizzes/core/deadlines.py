"""When an attempt ends: its limit, the student's accommodations and the window it is open in."""

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Allowance:
    """What a student is granted beyond the others: a factor on the time, minutes, or no limit."""

    factor: float = 1.0
    extra_minutes: int = 0
    is_untimed: bool = False


@dataclass(frozen=True)
class Times:
    """An attempt's own times. `granted_minutes` were given to this one attempt, while it ran;
    `reopened_until` is how long its teacher opened it again."""

    started_at: datetime.datetime
    minutes: int | None = None
    closes_at: datetime.datetime | None = None
    granted_minutes: int = 0
    reopened_until: datetime.datetime | None = None


def extra_minutes(times: Times, allowance: Allowance) -> int | None:
    """By how much everything is later for this student, in whole minutes; None without limit."""
    if allowance.is_untimed:
        return None
    stretch = (times.minutes or 0) * (allowance.factor - 1.0)
    return math.ceil(stretch - 1e-9) + allowance.extra_minutes + times.granted_minutes


def most_generous(times: Times, allowances: Iterable[Allowance]) -> Allowance:
    """The one that gives most at this attempt: a factor grows with the limit, minutes do not."""

    def minutes(allowance: Allowance) -> float:
        extra = extra_minutes(times, allowance)
        return math.inf if extra is None else extra

    return max(allowances, key=minutes, default=Allowance())


def deadline(times: Times, allowance: Allowance) -> datetime.datetime | None:
    """The moment after which nothing new counts, or None.

    Extra time stretches the window as well: who may take longer is not cut off by the others' end.
    What was opened again is open as long as was said then, whatever limit and window say.
    """
    if times.reopened_until is not None:
        return times.reopened_until
    extra = extra_minutes(times, allowance)
    if extra is None:
        return None
    ends = [] if times.closes_at is None else [times.closes_at]
    if times.minutes is not None:
        ends.append(times.started_at + datetime.timedelta(minutes=times.minutes))
    return min(ends) + datetime.timedelta(minutes=extra) if ends else None
