"""What to do after an exam: the objectives that cost most points, and the beliefs behind errors."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from quizzes import stock
from quizzes.models import Answer
from terms import shelf
from terms.shelf import Shelf

MOST_OBJECTIVES = 8
MOST_BELIEFS = 6
MOST_TERMS = 4


@dataclass(frozen=True)
class PlanRow:
    """An objective, the points it cost, and where to work on it."""

    objective: Any
    topic: Any
    lost: float
    has_items: bool
    terms: list[Any]


@dataclass(frozen=True)
class BeliefRow:
    """A misconception that answers expressed. `lab_url` is empty where no state refutes it."""

    record: Any
    count: int
    lab_url: str


@dataclass(frozen=True)
class Plan:
    objectives: list[PlanRow]
    beliefs: list[BeliefRow]
    unanswered: int

    @property
    def is_empty(self) -> bool:
        return not (self.objectives or self.beliefs)


def plan_from(answers: Iterable[Answer], here: str) -> Plan:
    """The plan from what was missed; the laboratory leads back to `here`."""
    lost: Counter[str] = Counter()
    beliefs: Counter[str] = Counter()
    terms: dict[str, Counter[str]] = {}
    unanswered = 0
    for answer in answers:
        record = answer.version.record
        unanswered += answer.response is None
        for code, points in _lost(answer, record):
            lost[code] += points
            terms.setdefault(code, Counter()).update(record.get("terms", ()))
        beliefs.update(_caught(answer))
    course = shelf.current()
    return Plan(
        [row for code, points in _worst(lost) if (row := _row(code, points, terms[code], course))],
        _beliefs(beliefs, course, here),
        unanswered,
    )


def _lost(answer: Answer, record: Mapping[str, Any]) -> list[tuple[str, float]]:
    """The points that an answer missed, shared by the objectives it asks for."""
    missed = (answer.out_of or 0.0) - (answer.points or 0.0)
    codes = record.get("objectives") or [record.get("objective")]
    return [(code, missed / len(codes)) for code in codes if code and missed > 0]


def _caught(answer: Answer) -> tuple[str, ...]:
    caught: tuple[str, ...] = answer.version.kind.mark(
        answer.version.parsed(), answer.response
    ).caught
    return caught


def _worst(lost: Counter[str]) -> list[tuple[str, float]]:
    return sorted(lost.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST_OBJECTIVES]


def _row(code: str, lost: float, terms: Counter[str], course: Shelf) -> PlanRow | None:
    objective = course.objectives.get(code)
    if objective is None:
        return None
    number = code.rsplit(".", 1)[0]
    pages = [course.terms[slug] for slug, _ in terms.most_common() if slug in course.terms]
    return PlanRow(
        objective=objective,
        topic=course.topics.get(number),
        lost=lost,
        has_items=stock.current().counts(lambda entry: entry.objective)[code] > 0,
        terms=(pages or course.terms_of(number))[:MOST_TERMS],
    )


def _beliefs(found: Counter[str], course: Shelf, here: str) -> list[BeliefRow]:
    rows = []
    for uid, count in found.most_common():
        record = course.misconceptions.get(uid)
        if record is not None:
            rows.append(BeliefRow(record, count, _lab_url(record.scenario, here)))
    return rows[:MOST_BELIEFS]


def _lab_url(scenario: str, here: str) -> str:
    if not scenario:
        return ""
    return f"{reverse('sim:scenario', args=[scenario])}?{urlencode({'return': here})}"
