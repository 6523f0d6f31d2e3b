"""Scenario files: one YAML mapping each. Its run must be one that the physics accepts."""

from collections.abc import Sequence
from typing import Any

from sim.records import ScenarioRecord
from sim.runs import LIMITS, problems_of_run
from studyapp.lib.contentfiles import Place, line_of, read_yaml, to_yaml, validated
from studyapp.lib.problems import ContentProblems, Problem


def read_scenario(text: str, file: str) -> list[ScenarioRecord]:
    """A scenario. Raises ContentProblems, those of its run included."""
    values, lines = read_yaml(text, file=file)
    if not isinstance(values, dict):
        raise ContentProblems([Problem(file, 1, "", "must be `key: value` lines")])
    record = validated(ScenarioRecord, values, file=file, lines=lines)
    problems = _problems(record, file, lines)
    if problems:
        raise ContentProblems(problems)
    return [record]


def _problems(record: ScenarioRecord, file: str, lines: dict[Place, int]) -> list[Problem]:
    problems = [
        Problem(file, line_of(_steps(where), lines), where, reason)
        for where, reason in problems_of_run(run_of(record))
    ]
    if record.horizon_s > LIMITS.max_horizon_s:
        reason = f"must be at most {LIMITS.max_horizon_s:g}"
        problems.append(Problem(file, line_of(("horizon_s",), lines), "horizon_s", reason))
    return problems


def _steps(where: str) -> Place:
    """`events[1].set.ouabain` → `("events", 1, "set", "ouabain")`."""
    words = where.replace("[", ".").replace("]", "").split(".")
    return tuple(int(word) if word.isdigit() else word for word in words)


def run_of(record: ScenarioRecord) -> dict[str, Any]:
    """The run that a scenario starts: preset, parameters, events."""
    return {
        "preset": record.preset,
        "parameters": dict(record.parameters),
        "events": [{"t_s": event.t_s, "set": dict(event.set)} for event in record.events],
    }


def write_scenario(records: Sequence[ScenarioRecord]) -> str:
    """The file of one scenario; fields at their default are left out, 60.0 is written 60."""
    (record,) = records
    plain = record.plain()
    fields = type(record).model_fields
    shown = {n: plain[n] for n in plain if getattr(record, n) != fields[n].get_default()}
    return to_yaml(_whole(shown))


def _whole(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _whole(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_whole(entry) for entry in value]
    return value
