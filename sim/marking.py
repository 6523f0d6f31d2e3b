"""Marking a laboratory task: the log is checked, replayed on the student's cell, and measured.

Nothing that the browser says of the outcome is read. A log is accepted only if every change in
it is one that the task's controls can make, and if it comes with the name of the run that the
laboratory gave it: a log that was edited, or taken from another student's cell, has another name.
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.controls import CONTROLS, Control
from sim.core.goals import is_met, measured, sample_times
from sim.core.parameters import PARAMETER
from sim.core.run import Event, Problem, RunProblems, RunRequest, parse_request, simulate
from sim.runs import LIMITS, RTOL, key_of, log_of
from sim.taskrecords import GoalRecord, ReadingRecord, TaskRecord

EVENTS_LIMIT = 100
SAMPLES = 801
ROUNDING = 1e-6
"""What the page's rounding of a setting to nine digits may add up to, as a fraction."""


@dataclass(frozen=True)
class GoalMark:
    """One goal: what was measured (None: the run ended before), and the points for it."""

    goal: GoalRecord
    value: float | None
    is_met: bool

    @property
    def points(self) -> int:
        return self.goal.points if self.is_met else 0


@dataclass(frozen=True)
class ReadingMark:
    """One reading: what the student read, what the replay says (None: the run ended before)."""

    reading: ReadingRecord
    given: str
    value: float | None

    @property
    def is_met(self) -> bool:
        number = number_of(self.given)
        return (
            number is not None
            and self.value is not None
            and abs(number - self.value) <= self.reading.within
        )

    @property
    def points(self) -> int:
        return self.reading.points if self.is_met else 0


@dataclass(frozen=True)
class Marks:
    """Everything that a replay gives points for."""

    goals: tuple[GoalMark, ...]
    readings: tuple[ReadingMark, ...] = ()

    @property
    def points(self) -> int:
        return sum(mark.points for mark in (*self.goals, *self.readings))


def number_of(text: str) -> float | None:
    """A number as a student types it, `−61.5` or `1,200`; None for anything else."""
    plain = text.strip().replace("−", "-").replace("–", "-").replace(",", "")
    if not re.fullmatch(r"[+-]?(\d{1,9}(\.\d{0,9})?|\.\d{1,9})", plain):
        return None
    return float(plain)


def run_of_task(task: TaskRecord, seed: int, own: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The run of a student's cell: what is planned, and what the student changed (`own`)."""
    planned = [{"t_s": event.t_s, "set": dict(event.set)} for event in task.events]
    events = sorted([*planned, *own], key=lambda event: float(event["t_s"]))
    return {
        "preset": task.preset,
        "seed": seed,
        "parameters": dict(task.parameters),
        "events": events,
    }


def read_own(task: TaskRecord, seed: int, raw: Any) -> list[dict[str, Any]]:
    """The student's own events out of a log as a page sends it. Raises RunProblems.

    Refused is whatever the page could not have done: a parameter of no control of the task, a
    value beyond what they reach together, a time outside the run.
    """
    if not isinstance(raw, list) or len(raw) > EVENTS_LIMIT:
        raise RunProblems([Problem("events", f"must be a list of at most {EVENTS_LIMIT} changes")])
    problems = [
        Problem(f"events[{i}]", "must be an object")
        for i, event in enumerate(raw)
        if not isinstance(event, dict)
    ]
    if problems:
        raise RunProblems(problems)
    alone = {"preset": task.preset, "seed": seed, "parameters": dict(task.parameters)}
    asked = alone | {"events": raw, "until_s": task.horizon_s, "points": 2}
    request = parse_request(asked, limits=LIMITS)
    reach = _reach(task, request)
    for i, event in enumerate(request.events):
        if event.t_s > task.horizon_s:
            problems.append(Problem(f"events[{i}].t_s", f"must be at most {task.horizon_s:g}"))
        problems += _beyond(f"events[{i}].set", event, reach)
    if problems:
        raise RunProblems(problems)
    return [{"t_s": event.t_s, "set": dict(event.values)} for event in request.events]


def _beyond(where: str, event: Event, reach: Mapping[str, tuple[float, float]]) -> list[Problem]:
    found = []
    for name, value in event.values.items():
        if name not in reach:
            found.append(Problem(f"{where}.{name}", "no control of this task changes it"))
            continue
        low, high = reach[name]
        slack = ROUNDING * max(abs(low), abs(high))
        if not low - slack <= value <= high + slack:
            found.append(Problem(f"{where}.{name}", f"the controls reach {low:g} to {high:g}"))
    return found


def _reach(task: TaskRecord, request: RunRequest) -> dict[str, tuple[float, float]]:
    """By parameter: the lowest and highest value that the task's controls reach together.

    They start from what the cell has at rest or what is planned for it, whichever is farther.
    """
    starts: dict[str, list[float]] = {}
    for control in controls_of(task):
        for name, _, _ in control.changes:
            planned = [event.set[name] for event in task.events if name in event.set]
            starts[name] = [request.parameters[name], *planned]
    reach = {name: (min(values), max(values)) for name, values in starts.items()}
    for control in controls_of(task):
        for name, rule, number in control.changes:
            low, high = reach[name]
            ends = {"to": (number, number), "plus": (low + number, high + number)}.get(
                rule, (low * number, high * number)
            )
            reach[name] = max(min(low, *ends), PARAMETER[name].low), max(high, *ends)
    return reach


def controls_of(task: TaskRecord) -> list[Control]:
    """The controls that the task offers, in the order of the page."""
    return [control for control in CONTROLS if control.name in task.controls]


def request_of(task: TaskRecord, seed: int, own: Sequence[Mapping[str, Any]]) -> RunRequest:
    """The replay: the whole run, sampled where the goals look. Raises RunProblems."""
    goals = [goal.goal(task.horizon_s) for goal in task.goals]
    times = sample_times([*goals, *(reading.goal() for reading in task.readings)], SAMPLES)
    asked = run_of_task(task, seed, own)
    asked |= {"until_s": task.horizon_s, "sample_t_s": times, "after_events": True}
    return dataclasses.replace(parse_request(asked, limits=LIMITS), rtol=RTOL)


def name_of(task: TaskRecord, seed: int, own: Sequence[Mapping[str, Any]]) -> str:
    """The name that the laboratory gives this run of this cell."""
    return key_of(log_of(request_of(task, seed, own)))


def marked(
    task: TaskRecord, seed: int, own: Sequence[Mapping[str, Any]], readings: Sequence[str] = ()
) -> Marks:
    """Replay a checked log (`read_own`); hold it against every goal and every reading.

    `readings` are the student's numbers, in the order of the task. Raises RunProblems.
    """
    trajectory = simulate(request_of(task, seed, own))
    events = [Event(float(event["t_s"]), event["set"]) for event in own]
    goals = []
    for record in task.goals:
        goal = record.goal(task.horizon_s)
        value = measured(goal, trajectory, events)
        goals.append(GoalMark(record, value, is_met(goal, value)))
    given = [*readings, *[""] * len(task.readings)]
    read = [
        ReadingMark(record, text, measured(record.goal(), trajectory, events))
        for record, text in zip(task.readings, given, strict=False)
    ]
    return Marks(tuple(goals), tuple(read))
