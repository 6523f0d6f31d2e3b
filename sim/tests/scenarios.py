"""The scenarios of the content folder as published rows, for tests."""

from functools import cache
from pathlib import Path

from sim.models import Scenario
from sim.records import ScenarioRecord
from sim.scenariofiles import read_scenario

FOLDER = Path(__file__).parent.parent / "content" / "scenarios"


@cache  # reading simulates what each scenario claims
def read_scenarios() -> list[ScenarioRecord]:
    return [read_scenario(path.read_text(), path.name)[0] for path in sorted(FOLDER.glob("*.yaml"))]


def load_scenarios() -> list[ScenarioRecord]:
    records = read_scenarios()
    for record in records:
        row = Scenario()
        row.take(record)
        row.publish()
        row.save()
    return records
