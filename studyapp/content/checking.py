"""Everything `check_content` looks at, and the table of counts it ends with."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import quizzes.checks
import terms.checks
import terms.drawing_checks
from quizzes.core.records import Item, named_in
from sim.records import ScenarioRecord
from sim.taskrecords import TaskRecord
from studyapp.content.reading import read_all
from studyapp.lib.contentkinds import Loaded
from studyapp.lib.problems import Problem

DRAWINGS = "static/img/drawings"


def check_all(base: Path) -> tuple[list[Loaded], list[Problem]]:
    """All records below `base`, and every problem of the files alone and together."""
    loaded, problems = read_all(base)
    drawings = base / DRAWINGS
    course = terms.checks.Course(loaded)
    known = quizzes.checks.Known(
        topics=course.topics,
        objectives=course.objectives,
        terms=course.terms,
        misconceptions={e.record.id for e in loaded if e.kind.name == "misconception"},
        drawings=drawings,
    )
    problems += terms.checks.check(loaded, drawings)
    problems += terms.drawing_checks.check(drawings, DRAWINGS)
    problems += quizzes.checks.check([e for e in loaded if isinstance(e.record, Item)], known)
    problems += _scenarios(loaded, course.terms, known.misconceptions)
    return loaded, sorted(set(problems))


def _scenarios(loaded: Sequence[Loaded], terms_: set[str], beliefs: set[str]) -> Iterator[Problem]:
    """References to and from the laboratory."""
    slugs = {e.record.slug for e in loaded if isinstance(e.record, ScenarioRecord)}
    for entry in loaded:
        record = entry.record
        if isinstance(record, ScenarioRecord | TaskRecord):
            named = _beliefs(record) - {""}
            unknown = [*(set(record.terms) - terms_), *sorted(named - beliefs)]
            yield from (entry.problem("", f"unknown: {name}", name) for name in unknown)
            if isinstance(record, ScenarioRecord) and not (record.misconceptions or record.draft):
                yield entry.problem("misconceptions", "names no misconception that it refutes")
            continue
        used = {*getattr(record, "scenarios", ()), *named_in(record.model_dump(), "scenario")}
        for name in sorted(used - slugs - {""}):
            yield entry.problem("scenario", f"unknown scenario {name}", name)


def _beliefs(record: ScenarioRecord | TaskRecord) -> set[str]:
    """The misconceptions that a scenario or a task names."""
    if isinstance(record, ScenarioRecord):
        choices = record.choices
    else:
        choices = (*record.predict.choices, *record.explain.choices)
    return {*record.misconceptions, *(choice.misconception for choice in choices)}


def counts(loaded: Sequence[Loaded]) -> list[tuple[str, str, int]]:
    """(kind, unit, number) rows, in the order of the kinds."""
    number: Counter[tuple[str, str]] = Counter()
    for entry in loaded:
        name = getattr(entry.record, "kind", entry.kind.name)
        number[name, _unit(entry)] += 1
    return [(kind, unit, count) for (kind, unit), count in number.items()]


def _unit(entry: Loaded) -> str:
    record = entry.record
    topics = getattr(record, "topics", ())
    topic = getattr(record, "topic", "") or getattr(record, "number", "")
    if not topic and topics and isinstance(topics[0], str):
        topic = topics[0]
    return f"unit {str(topic).split('.')[0]}" if topic else "all"
