"""The tasks of the content folder as published rows, and what a page sends of a run."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from sim.marking import run_of_task
from sim.models import Task
from sim.taskfiles import read_task
from sim.taskrecords import TaskRecord
from sim.tests.posting import post

FOLDER = Path(__file__).parent.parent / "content" / "tasks"


@cache  # reading replays solution and wrong way
def read_tasks() -> list[TaskRecord]:
    return [read_task(path.read_text(), path.name)[0] for path in sorted(FOLDER.glob("*.yaml"))]


def load_task(slug: str) -> Task:
    record = next(record for record in read_tasks() if record.slug == slug)
    row = Task()
    row.take(record)
    row.publish()
    row.save()
    return row


def name_from_the_laboratory(record: TaskRecord, seed: int, own: list[Any]) -> str:
    """The name that `/sim/run/` gives the run which the page shows."""
    answer = post(run_of_task(record, seed, own) | {"from_s": 0, "until_s": 10, "points": 5})
    return str(answer.json()["run"])


def work(record: TaskRecord, seed: int, own: list[Any], **fields: str) -> dict[str, str]:
    """The form that a page hands in after these changes."""
    run = name_from_the_laboratory(record, seed, own)
    right = next(i for i, choice in enumerate(record.explain.choices) if choice.right)
    return {"log": json.dumps(own), "run": run, "explanation": str(right)} | fields
