"""Task files: one YAML mapping each. A task is held against the physics before anyone gets it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sim.controls import CONTROLS
from sim.core.goals import problems_of_goal
from sim.core.run import RunProblems
from sim.marking import GoalMark, Marks, marked, read_own, run_of_task
from sim.records import EventRecord
from sim.runs import LIMITS, problems_of_run
from sim.scenariofiles import CHOICES, steps, whole
from sim.taskrecords import QuestionRecord, TaskRecord
from studyapp.lib.contentfiles import Place, line_of, read_yaml, to_yaml, validated
from studyapp.lib.problems import ContentProblems, Problem

TRIED_SEEDS = (1, 2, 3)
"""Students' cells on which solution and wrong way are replayed."""


def read_task(text: str, file: str) -> list[TaskRecord]:
    """A task. Raises ContentProblems, those of its solution's replay included."""
    values, lines = read_yaml(text, file=file)
    if not isinstance(values, dict):
        raise ContentProblems([Problem(file, 1, "", "must be `key: value` lines")])
    record = validated(TaskRecord, values, file=file, lines=lines)
    found = problems_of_task(record)
    if found:
        raise ContentProblems([_problem(file, lines, *entry) for entry in found])
    return [record]


def _problem(file: str, lines: dict[Place, int], where: str, reason: str) -> Problem:
    return Problem(file, line_of(steps(where), lines), where, reason)


def problems_of_task(task: TaskRecord) -> list[tuple[str, str]]:
    """What is wrong with a task, as (where, reason): first what it says, then what it does."""
    found = [*_wrong_run(task), *_wrong_goals(task)]
    found += _wrong_question("predict", task.predict) + _wrong_question("explain", task.explain)
    return found or list(_wrong_replays(task.model_dump_json()))


def _wrong_run(task: TaskRecord) -> list[tuple[str, str]]:
    found = problems_of_run(run_of_task(task, TRIED_SEEDS[0], []))
    if task.horizon_s > LIMITS.max_horizon_s:
        found.append(("horizon_s", f"must be at most {LIMITS.max_horizon_s:g}"))
    by_name = {control.name: control for control in CONTROLS}
    for name in task.controls:
        if name not in by_name:
            found.append(("controls", f"there is no control {name}"))
        elif task.preset not in by_name[name].cells:
            found.append(("controls", f"{name} is not for this cell"))
    return found


def _wrong_goals(task: TaskRecord) -> list[tuple[str, str]]:
    found = [] if task.goals else [("goals", "at least one goal must be given")]
    for place, record in enumerate(task.goals):
        goal = record.goal(task.horizon_s)
        reasons = problems_of_goal(goal)
        if goal.until_s > task.horizon_s:
            reasons.append("the window must end with the run")
        found += [(f"goals[{place}]", reason) for reason in reasons]
    for place, reading in enumerate(task.readings):
        reasons = problems_of_goal(reading.goal())
        if reading.until_s > task.horizon_s:
            reasons.append("the window must end with the run")
        found += [(f"readings[{place}]", reason) for reason in reasons]
    return found


def _wrong_question(where: str, question: QuestionRecord) -> list[tuple[str, str]]:
    found = []
    least, most = CHOICES
    if not least <= len(question.choices) <= most:
        found.append((f"{where}.choices", f"must be {least} or {most}"))
    if sum(choice.right for choice in question.choices) != 1:
        found.append((f"{where}.choices", "exactly one must be right"))
    for place, choice in enumerate(question.choices):
        if choice.right == bool(choice.misconception):
            reason = "a wrong choice names its misconception, a right one none"
            found.append((f"{where}.choices[{place}]", reason))
    return found


@lru_cache(maxsize=64)
def _wrong_replays(text: str) -> tuple[tuple[str, str], ...]:
    """The solution must reach every goal on every cell tried, the wrong way must miss one.

    `text` is the whole task as JSON: the same task is not replayed again.
    """
    task = TaskRecord.model_validate_json(text)
    found = []
    for seed in TRIED_SEEDS:
        try:
            reached = replayed(task, seed, task.solution)
            found += [
                ("solution", _missed(mark, seed)) for mark in reached.goals if not mark.is_met
            ]
            if any(mark.value is None for mark in reached.readings):
                found.append(("readings", f"nothing to read on the cell of seed {seed}"))
            if all(mark.is_met for mark in replayed(task, seed, task.wrong_way).goals):
                found.append(("wrong_way", f"reaches every goal on the cell of seed {seed}"))
        except RunProblems as error:
            found += [(f"solution: {p.where}", p.reason) for p in error.problems]
    return tuple(found)


def replayed(task: TaskRecord, seed: int, events: Sequence[EventRecord]) -> Marks:
    """The marks of a log written in a file. Raises RunProblems."""
    raw = [{"t_s": event.t_s, "set": dict(event.set)} for event in events]
    return marked(task, seed, read_own(task, seed, raw))


def _missed(mark: GoalMark, seed: int) -> str:
    value = "nothing" if mark.value is None else f"{mark.value:.5g}"
    return f"misses {mark.goal.says!r} on the cell of seed {seed}: {value} measured"


def write_task(records: Sequence[TaskRecord]) -> str:
    """The file of one task; fields at their default are left out."""
    (record,) = records
    return to_yaml(whole(_without_defaults(record)))


def _without_defaults(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_without_defaults(entry) for entry in value]
    fields = getattr(type(value), "model_fields", None)
    if fields is None:
        return value
    plain = value.model_dump(mode="json")
    shown: dict[str, Any] = {}
    for name, field in fields.items():
        entry = getattr(value, name)
        if entry == field.get_default():
            continue
        is_nested = isinstance(entry, tuple) or hasattr(type(entry), "model_fields")
        shown[name] = _without_defaults(entry) if is_nested else plain[name]
    return shown
