"""Scenario files: one YAML mapping each. Its run must be one that the physics accepts."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sim.core.run import parse_request, simulate
from sim.records import ScenarioRecord
from sim.runs import LIMITS, RTOL, problems_of_run
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


RESERVED = {"attempts", "run", "schema", "tasks", "validation"}
"""Addresses under /sim/ that are no scenario's."""


def _problems(record: ScenarioRecord, file: str, lines: dict[Place, int]) -> list[Problem]:
    problems = [
        Problem(file, line_of(("slug",), lines), "slug", f"/sim/{record.slug}/ is another page")
        for _ in {record.slug} & RESERVED
    ]
    problems += [
        Problem(file, line_of(steps(where), lines), where, reason)
        for where, reason in problems_of_run(run_of(record))
    ]
    if not problems:
        problems = [
            Problem(file, line_of(steps(where), lines), where, reason)
            for where, reason in problems_of_prediction(record)
        ]
    if record.horizon_s > LIMITS.max_horizon_s:
        reason = f"must be at most {LIMITS.max_horizon_s:g}"
        problems.append(Problem(file, line_of(("horizon_s",), lines), "horizon_s", reason))
    return problems


CHOICES = (3, 4)


def problems_of_prediction(record: ScenarioRecord) -> list[tuple[str, str]]:
    """What is wrong with predictions and claims, as (where, reason); a draft may lack them."""
    if record.draft and not record.choices:
        return []
    found = []
    least, most = CHOICES
    if not least <= len(record.choices) <= most:
        found.append(("choices", f"must be {least} or {most} predictions"))
    if record.choices and sum(choice.right for choice in record.choices) != 1:
        found.append(("choices", "exactly one prediction must be right"))
    for place, choice in enumerate(record.choices):
        if choice.right == bool(choice.misconception):
            reason = "a wrong prediction names its misconception, a right one none"
            found.append((f"choices[{place}]", reason))
    if not record.claims:
        found.append(("claims", "at least one number of the explanation must be claimed"))
    return found + list(_wrong_claims(record.model_dump_json()))


@lru_cache(maxsize=128)
def _wrong_claims(text: str) -> tuple[tuple[str, str], ...]:
    """Claims that the physics does not bear out. `text` is the scenario as JSON: it is run once."""
    record = ScenarioRecord.model_validate_json(text)
    times = sorted({claim.at_s for claim in record.claims})
    if not times:
        return ()
    asked = run_of(record) | {"until_s": max(record.horizon_s, times[-1]), "sample_t_s": times}
    run = simulate(replace(parse_request(asked, limits=LIMITS), rtol=RTOL))
    found = []
    for place, claim in enumerate(record.claims):
        where = f"claims[{place}]"
        if claim.column not in run.values:
            found.append((where, f"a run has no column {claim.column}"))
            continue
        row = times.index(claim.at_s)
        low, high = claim.between
        if row >= run.values[claim.column].size:
            found.append((where, f"the run ends before: {run.stopped}"))
        elif not low <= (value := float(run.values[claim.column][row])) <= high:
            found.append((where, f"{claim.column} is {value:.4g} then, not {low:g} to {high:g}"))
    return tuple(found)


def steps(where: str) -> Place:
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
    return to_yaml(whole(shown))


def whole(value: Any) -> Any:
    """`value` with every 60.0 in it written 60."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: whole(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [whole(entry) for entry in value]
    return value
