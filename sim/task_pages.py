"""What the pages of a laboratory task show."""

import base64
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from django.urls import reverse

from sim import controls, runs
from sim.core.run import parse_request
from sim.figures import figures
from sim.marking import GoalMark, Marks, ReadingMark, controls_of, run_of_task
from sim.models import TaskAttempt
from sim.tables import spoken_time
from sim.taskrecords import QuestionRecord, TaskRecord
from studyapp.lib import markdown
from terms import shelf

LETTERS = "ABCD"


def task_context(record: TaskRecord) -> dict[str, Any]:
    """What every page of a task shows: the brief, and the words to read about."""
    course = shelf.current()
    return {
        "task": record,
        "brief": markdown.render(record.brief),
        "cell": controls.CELLS[record.preset],
        "terms": [course.terms[slug] for slug in record.terms if slug in course.terms],
    }


def lab_context(
    record: TaskRecord, seed: int, predicted: int | None, attempt: TaskAttempt | None = None
) -> dict[str, Any]:
    """The page on which a task is done. Until there is a prediction, it asks for one."""
    is_known = predicted is not None and predicted < len(record.predict.choices)
    return task_context(record) | {
        "chosen": record,
        "attempt": attempt,
        "seed": seed,
        "addresses": addresses_of(record.slug, attempt),
        "predicted": predicted if is_known else None,
        "prediction": record.predict.choices[predicted].text if is_known else "",
        "predictions": lettered(record.predict),
        "explanations": lettered(record.explain),
        "goals": record.goals,
        "readings": record.readings,
        "control_groups": _groups(record),
        "silent": [c for c in _known_controls(record) if not c.cells],
        "figures": figures(),
        "setup": _setup(record, seed, attempt),
        "outcome": "",
    }


def lettered(question: QuestionRecord) -> list[tuple[str, Any]]:
    return list(zip(LETTERS, question.choices, strict=False))


def addresses_of(slug: str, attempt: TaskAttempt | None) -> dict[str, str]:
    """Where a laboratory page sends its prediction, its questions and its work."""
    if attempt is None:
        here = reverse("sim:task_try", args=[slug])
        return {"predict": here, "goals": reverse("sim:try_goals", args=[slug]), "hand_in": here}
    names = {"predict": "task_predict", "goals": "attempt_goals", "hand_in": "task_hand_in"}
    return {key: reverse(f"sim:{name}", args=[attempt.pk]) for key, name in names.items()}


def _groups(record: TaskRecord) -> list[tuple[str, list[controls.Control], list[Any]]]:
    """The task's controls under the headings of their groups."""
    offered = controls_of(record)
    grouped = [(title, [c for c in offered if c.group == name]) for name, title in controls.GROUPS]
    return [(title, found, []) for title, found in grouped if found]


def _known_controls(record: TaskRecord) -> list[controls.Control]:
    """The task's controls, and unseen those that put into words what is planned for the cell."""
    planned = {name for event in record.events for name in event.set}
    known = []
    for control in controls.CONTROLS:
        if control.name in record.controls:
            known.append(control)
        elif planned & {name for name, _, _ in control.changes}:
            known.append(replace(control, cells=()))
    return known


def _setup(record: TaskRecord, seed: int, attempt: TaskAttempt | None) -> dict[str, Any]:
    """What the page's script must know besides the figures."""
    run = run_of_task(record, seed, [])
    asked = run | {"events": [], "until_s": record.horizon_s, "points": 2}
    own = parse_request(asked, limits=runs.LIMITS).parameters
    return {
        "scenario": {
            "slug": record.slug,
            "title": record.title,
            "horizon_s": record.horizon_s,
            "speed": record.speed,
            **run,
        },
        "controls": [asdict(control) for control in _known_controls(record)],
        "cells": {record.preset: {name: own[name] for name in controls.KNOWN}},
        "names": controls.CELLS,
        "runUrl": reverse("sim:run"),
        "limit_s": record.horizon_s,
        "eventLimit": runs.LIMITS.max_events,
        "keep": f"task:{attempt.user_id}:{attempt.pk}" if attempt else f"task::{record.slug}",
    }


def shown_goals(marks: Marks) -> list[dict[str, Any]]:
    """Each goal as the page tells it while the student is at work."""
    return [{"met": mark.is_met, "measured": value_of(mark)} for mark in marks.goals]


def value_of(mark: GoalMark | ReadingMark) -> str:
    """What was measured, with its unit; empty when the run ended before."""
    if mark.value is None:
        return ""
    unit = (mark.goal if isinstance(mark, GoalMark) else mark.reading).unit
    number = f"{mark.value:.3g}" if abs(mark.value) < 1000 else f"{mark.value:,.0f}"
    return f"{number} {unit}".strip().replace("-", "−")


def result_context(
    record: TaskRecord, marks: Marks, predicted: int | None, explanation: int
) -> dict[str, Any]:
    """The marked task: prediction, goals, readings, explanation."""
    said = record.explain.choices[explanation]
    is_known = predicted is not None and predicted < len(record.predict.choices)
    return task_context(record) | {
        "goals": [(mark, value_of(mark)) for mark in marks.goals],
        "readings": [(mark, value_of(mark)) for mark in marks.readings],
        "points": marks.points + int(said.right),
        "out_of": record.out_of,
        "predicted": record.predict.choices[predicted] if is_known else None,
        "explained": said,
        "right": next(choice for choice in record.explain.choices if choice.right),
        "beliefs": _beliefs(record, predicted if is_known else None, explanation),
        "explanation": markdown.render(record.explanation),
    }


def _beliefs(record: TaskRecord, predicted: int | None, explanation: int) -> list[Any]:
    """The misconceptions behind wrong choices, each once."""
    course = shelf.current()
    chosen = [record.explain.choices[explanation]]
    if predicted is not None:
        chosen.insert(0, record.predict.choices[predicted])
    names = dict.fromkeys(choice.misconception for choice in chosen if choice.misconception)
    return [course.misconceptions[name] for name in names if name in course.misconceptions]


def run_context(record: TaskRecord, seed: int, own: Sequence[Any]) -> dict[str, Any]:
    """The run of a result: each change in a line, and the link that opens it again."""
    run = run_of_task(record, seed, own) | {"at_s": record.horizon_s, "speed": record.speed}
    packed = base64.urlsafe_b64encode(json.dumps(run).encode()).decode().rstrip("=")
    return {
        "seed": seed,
        "changes": [(spoken_time(float(event["t_s"])), said_of(event["set"])) for event in own],
        "lab_url": f"{reverse('sim:index')}#run={packed}",
    }


def said_of(values: dict[str, float]) -> str:
    """`{"ouabain": 1.0}` → what the control that does this says; else the names and numbers."""
    said = []
    for control in controls.CONTROLS:
        targets = {name: number for name, rule, number in control.changes if rule == "to"}
        if targets and all(values.get(name) == number for name, number in targets.items()):
            said.append(control.said)
            values = {name: value for name, value in values.items() if name not in targets}
    said += [f"{name.replace('_', ' ')} set to {value:.3g}" for name, value in values.items()]
    return "; ".join(said)
