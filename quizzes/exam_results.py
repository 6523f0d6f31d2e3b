"""What came of a mock exam: points by section, unit and practice, the composite and its range."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from quizzes import closing
from quizzes.core import exam, score
from quizzes.core.bank import PRACTICE_NAMES
from quizzes.core.kinds.free_response import TYPE_NAMES, is_scored
from quizzes.core.score import Earned
from quizzes.exam_plan import plan_from
from quizzes.exammodels import MockExam
from quizzes.models import Answer, Attempt
from terms import shelf

MOST_SURE = 95  # per cent: the model itself is not surer than that
# Where the tables of `score.TABLES` were read, in their order: K1 to K5 of docs/exam.md.
SOURCES = (
    "cal2.calculator.city/albert-ap-bio-score-calculator",
    "cal14.calculator.city/albert-ap-bio-score-calculator",
    "simplecalculators.uk/calculators/ap-bio-score-calculator.html",
    "danskebankmortgagecalculatorsweden.calculator.city",
    "515511.xyz/ap-bio-grade-calculator.html",
)


@dataclass(frozen=True)
class ExamRow:
    """An exam in the list of one's own. `to_score` counts written answers without points yet."""

    exam: MockExam
    sections: list[tuple[str, float, float]]
    to_score: int


def rows_of(user: Any, *, most: int) -> list[ExamRow]:
    """The student's latest exams that are over, in two queries."""
    closing.close_overdue(user=user)
    found = MockExam.objects.filter(user=user).with_sections()[:most]
    sums = {
        attempt.pk: attempt
        for attempt in Attempt.objects.filter(exam_section__exam__in=[e.pk for e in found])
        .annotate(sum_points=Sum("answers__points"), sum_out_of=Sum("answers__out_of"))
        .annotate(to_score=Count("answers", filter=_is_to_score()))
    }
    return [_row(each, sums) for each in found if each.is_over]


def _is_to_score() -> Q:
    written = Q(answers__version__item__kind="free-response", answers__response__isnull=False)
    return written & ~Q(answers__response__has_key="earned")


def _row(found: MockExam, sums: dict[int, Any]) -> ExamRow:
    sections = list(found.sections.all())
    return ExamRow(
        found,
        [
            (found.shape.section(s.number).title, a.sum_points or 0.0, a.sum_out_of or 0.0)
            for s in sections
            for a in [sums[s.attempt_id]]
        ],
        sum(sums[s.attempt_id].to_score for s in sections),
    )


@dataclass(frozen=True)
class WrittenRow:
    """A free-response question of an exam that is over."""

    position: int
    title: str
    type_name: str
    points: float
    out_of: float
    is_written: bool
    is_scored: bool

    @property
    def is_to_score(self) -> bool:
        return self.is_written and not self.is_scored


@dataclass(frozen=True)
class Share:
    """Points in one unit or practice."""

    name: str
    points: float
    out_of: float

    @property
    def percent(self) -> int:
        return round(100 * self.points / self.out_of) if self.out_of else 0


def result_of(found: MockExam, here: str) -> dict[str, Any]:
    """Everything that the page of an exam that is over shows."""
    answers = _answers(found)
    choice = [answer for number, answer in answers if number == exam.CHOICE]
    written = [_written_row(answer) for number, answer in answers if number == exam.WRITTEN]
    to_score = [row for row in written if row.is_to_score]
    units = {unit.number: str(unit) for unit in shelf.current().units}
    context = {
        "choice": _sum(choice) if choice else None,
        "choice_url": choice[0].attempt.get_absolute_url() if choice else "",
        "written": written,
        "written_sum": _sum(written) if written else None,
        "to_score": to_score,
        "units": _shares(choice, lambda record: int(record["topic"][0]), units),
        "practices": _shares(choice, lambda record: int(record["skill"][0]), PRACTICE_NAMES),
        "shortages": [line for section in found.sections.all() for line in section.shortages],
        "plan": plan_from((answer for _, answer in answers), here),
    }
    if choice and written and not to_score:
        context |= _scores(_sum(choice), [Earned(row.points, row.out_of) for row in written])
    return context


def _answers(found: MockExam) -> list[tuple[int, Answer]]:
    """The answers of all sections with the section's number, in order."""
    rows = Answer.objects.filter(attempt__exam_section__exam=found).select_related(
        "version", "attempt"
    )
    numbers = {section.attempt_id: section.number for section in found.sections.all()}
    ordered = rows.order_by("attempt__exam_section__number", "position")
    return [(numbers[answer.attempt_id], answer) for answer in ordered]


def _written_row(answer: Answer) -> WrittenRow:
    record = answer.version.record
    return WrittenRow(
        position=answer.position,
        title=record["title"],
        type_name=TYPE_NAMES[record["type"]],
        points=answer.points or 0.0,
        out_of=answer.out_of or 0.0,
        is_written=answer.response is not None,
        is_scored=is_scored(answer.response),
    )


def _sum(rows: Iterable[Any]) -> Earned:
    pairs = [(row.points or 0.0, row.out_of or 0.0) for row in rows]
    return Earned(sum(p for p, _ in pairs), sum(o for _, o in pairs))


def _shares(answers: Sequence[Answer], key: Any, names: dict[int, str]) -> list[Share]:
    found: dict[int, list[Answer]] = {}
    for answer in answers:
        found.setdefault(key(answer.version.record), []).append(answer)
    sums = {number: _sum(found[number]) for number in sorted(found)}
    return [Share(names.get(n, f"Unit {n}"), s.points, s.out_of) for n, s in sums.items()]


def _scores(choice: Earned, written: Sequence[Earned]) -> dict[str, Any]:
    composite = score.composite(choice, written)
    found = score.score_range(composite, score.error(choice, written))
    return {
        "composite": round(composite),
        "out_of": round(score.COMPOSITE),
        "choice_part": score.choice_part(choice),
        "written_part": score.written_part(written),
        "range": found,
        "chance_percent": min(MOST_SURE, 5 * round(20 * found.share)),
        "low_label": score.LABELS[found.low],
        "high_label": score.LABELS[found.high],
        "scale": [(n, found.low <= n <= found.high) for n in score.SCORES],
        "tables": [
            (address.partition("/")[0], f"https://{address}", cuts)
            for address, cuts in zip(SOURCES, score.TABLES, strict=True)
        ],
    }


def next_to_score(found: MockExam, after: int) -> int | None:
    """The place of the next written answer without points, from `after` on and then from the start;
    None when all have theirs."""
    rows = [_written_row(a) for number, a in _answers(found) if number == exam.WRITTEN]
    places = [row.position for row in rows if row.is_to_score]
    return next((place for place in places if place > after), places[0] if places else None)
