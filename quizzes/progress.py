"""What the progress page and the home page say of a student's standing."""

from dataclasses import dataclass

from django.urls import reverse

from quizzes.core.mastery import Mastery
from quizzes.sittings import Sitting, counted
from quizzes.standing import Standing
from terms.models import Objective, Topic, Unit

FEW = 3
REDO = 4


@dataclass(frozen=True)
class MapRow:
    """An objective on the map. `mastery` is None where nothing was answered."""

    objective: Objective
    mastery: Mastery | None
    has_items: bool

    @property
    def word(self) -> str:
        """Where it stands in a word: the color of the bar is not the only sign."""
        if self.mastery is None:
            return "not started"
        if not self.mastery.is_known:
            return "too few answers"
        if self.mastery.is_mastered:
            return "mastered"
        return "getting there" if self.mastery.value >= 0.5 else "weak"

    @property
    def percent(self) -> int:
        return round(100 * self.mastery.value) if self.mastery else 0

    @property
    def interval(self) -> str:
        """The interval in words, in whole per cent."""
        if self.mastery is None:
            return ""
        return f"{round(100 * self.mastery.low)}–{round(100 * self.mastery.high)}%"


@dataclass(frozen=True)
class MapUnit:
    unit: Unit
    topics: list[tuple[Topic, list[MapRow]]]

    @property
    def answers(self) -> int:
        return sum(row.mastery.answers for _, rows in self.topics for row in rows if row.mastery)

    @property
    def mastered(self) -> int:
        return sum(row.word == "mastered" for _, rows in self.topics for row in rows)

    @property
    def count(self) -> int:
        return sum(len(rows) for _, rows in self.topics)


def course_map(standing: Standing) -> list[MapUnit]:
    """Every unit with its topics and objectives, in the order of the course."""
    course = standing.course
    return [
        MapUnit(
            unit,
            [
                (topic, [_row(objective, standing) for objective in course.objectives_of(number)])
                for number, topic in course.topics.items()
                if int(number[0]) == unit.number
            ],
        )
        for unit in course.units
    ]


def _row(objective: Objective, standing: Standing) -> MapRow:
    code = objective.code
    return MapRow(objective, standing.mastery.get(code), code in standing.weights)


@dataclass(frozen=True)
class NextThing:
    """One thing to do now, and why."""

    title: str
    reason: str
    url: str


def next_thing(standing: Standing, cards: Sitting | None = None) -> NextThing | None:
    """What promises most now; None where there is nothing to do.

    `cards` is the day's sitting of a student who has begun with cards. It comes first: what fades
    by the day cannot wait, what is not learned yet can.
    """
    if cards is not None and cards.left and not cards.is_over_time:
        return _review(cards)
    if not standing.weights:
        return None
    missed = standing.wrong()
    if len(missed) >= REDO:
        reason = f"The last time you got {len(missed)} items wrong. They are the quickest gain."
        return NextThing("Go over what you got wrong", reason, reverse("quizzes:wrong"))
    code = standing.objectives_worth_most()[0]
    found = standing.mastery.get(code)
    title = f"Practice {code}: {standing.course.objectives[code].paraphrase}"
    return NextThing(title, _reason(code, found), reverse("quizzes:objective", args=[code]))


def _review(cards: Sitting) -> NextThing:
    title = f"Review {counted(cards.left, 'card')}, at most {counted(cards.minutes_left, 'minute')}"
    reason = "They are chosen for what a look today adds to exam day, " + (
        f"{counted(cards.days_left, 'day')} from now." if cards.days_left else "which is today."
    )
    return NextThing(title, reason, reverse("quizzes:review"))


def _reason(code: str, found: Mastery | None) -> str:
    if found is None:
        return f"Unit {code[0]} weighs much on the exam, and you have answered nothing here yet."
    if found.answers < FEW:
        some = "one answer" if found.answers == 1 else f"{found.answers} answers"
        return f"You have {some} here: a few more will show where you stand."
    share = round(100 * found.value)
    return f"You master about {share}% of it, and much of the exam hangs on unit {code[0]}."
