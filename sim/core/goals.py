"""Goals of a laboratory task: one number read off a run, and the bounds it has to keep.

What is read depends on the run's event log alone, so two markers always agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.core.columns import COLUMNS
from sim.core.parameters import PARAMETER
from sim.core.request import Event
from sim.core.trajectory import Trajectory

AT, HIGHEST, LOWEST, TOTAL, SETTING = "at", "highest", "lowest", "total", "setting"
MEASURES = (AT, HIGHEST, LOWEST, TOTAL, SETTING)


@dataclass(frozen=True)
class Goal:
    """`measure` of `name` within `from_s` to `until_s` must lie above `above`, below `below`.

    `at`, `highest`, `lowest`: of a column, in its unit; `at` looks at `until_s`. `total`: the
    column's integral over time (fmol/s → fmol). `setting`: the highest value to which the student
    set the parameter `name`, at any time.
    """

    measure: str
    name: str
    from_s: float
    until_s: float
    above: float | None = None
    below: float | None = None


def problems_of_goal(goal: Goal) -> list[str]:
    """Everything that makes a goal one that no run could be held against."""
    found = []
    if goal.measure not in MEASURES:
        found.append(f"the measure must be one of {', '.join(MEASURES)}")
    elif goal.name not in (PARAMETER if goal.measure == SETTING else COLUMNS):
        found.append(f"there is no {goal.name} to measure")
    if goal.measure in (HIGHEST, LOWEST, TOTAL) and not goal.from_s < goal.until_s:
        found.append("the window must end after it begins")
    if goal.above is None and goal.below is None:
        found.append("a bound is missing: above or below")
    return found


def sample_times(goals: Sequence[Goal], even: int) -> list[float]:
    """Return the times (s, increasing) at which a run must be sampled to be held against `goals`.

    Each window is sampled at `even` points and at both ends.
    """
    times = {0.0}
    for goal in goals:
        times.add(goal.until_s)
        if goal.measure in (HIGHEST, LOWEST, TOTAL):
            times.update(np.linspace(goal.from_s, goal.until_s, even).tolist())
    return sorted(times)


def measured(goal: Goal, run: Trajectory, own: Sequence[Event]) -> float | None:
    """Return the number that `goal` is about; None when the run or the log does not have it.

    `own` are the events that the student made. A run that stopped before the window's end has
    none: nobody can say what would have come.
    """
    if goal.measure == SETTING:
        set_to = [event.values[goal.name] for event in own if goal.name in event.values]
        return max(set_to, default=None)
    t_s = run.values["t_s"]
    if not t_s.size or t_s[-1] < goal.until_s:
        return None
    values = run.values[goal.name]
    if goal.measure == AT:
        # At an event's time there are two rows; the first is the state just before it.
        return float(values[np.searchsorted(t_s, goal.until_s)])
    inside = (t_s >= goal.from_s) & (t_s <= goal.until_s)
    if goal.measure == TOTAL:
        return float(np.trapezoid(values[inside], t_s[inside]))
    return float(values[inside].max() if goal.measure == HIGHEST else values[inside].min())


def is_met(goal: Goal, value: float | None) -> bool:
    """Tell whether a measured number keeps the goal's bounds; a missing one keeps none."""
    if value is None:
        return False
    keeps_low = goal.above is None or value > goal.above
    return keeps_low and (goal.below is None or value < goal.below)
