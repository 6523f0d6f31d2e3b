"""A student's work over time: answers, what they show, time spent, days in a row."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format

from quizzes.cardmodels import Review
from quizzes.core import days, mastery
from quizzes.core.days import DAY
from quizzes.core.records import Chart, Series
from quizzes.display.charts import ShownChart, chart
from quizzes.sittings import counted
from quizzes.standing import KNOWN, Given, Standing

MOST_DAYS = 21  # of history that is shown day by day; more is shown in weeks
MOST_WEEKS = 10
LATELY = 7
LEAST_AXIS = 5.0
MOST_NAMES = 5  # of periods under a chart


@dataclass(frozen=True)
class CardDay:
    """The cards of one day: how many were asked, how many known, the seconds they took."""

    day: datetime.date
    asked: int
    known: int
    seconds: float


@dataclass(frozen=True)
class Period:
    """A day or a week: the answers given in it, the minutes, what was mastered at its end."""

    label: str
    is_week: bool
    right: int
    answers: int
    known: int
    asked: int
    item_minutes: float
    card_minutes: float
    mastered: int

    @property
    def name(self) -> str:
        return f"the week of {self.label}" if self.is_week else self.label


def card_days(user: Any) -> list[CardDay]:
    """The days with cards, in one query. A card that came again the same day is asked once."""
    first = Q(is_repeat=False)
    rows = (
        Review.objects.filter(card__user=user)
        .order_by()
        .annotate(day=TruncDate("at"))
        .values("day")
        .annotate(
            asked=Count("pk", filter=first),
            known=Count("pk", filter=first & Q(is_known=True)),
            spent_s=Sum("seconds"),
        )
        .order_by("day")
    )
    return [CardDay(r["day"], r["asked"], r["known"], r["spent_s"] or 0.0) for r in rows]


class Trends:
    """What a student did, day by day. `cards` as `card_days` finds them."""

    def __init__(self, standing: Standing, cards: Sequence[CardDay]) -> None:
        self.standing = standing
        self.cards = {found.day: found for found in cards}
        self.today = timezone.localdate(standing.now)

    @cached_property
    def given(self) -> dict[datetime.date, list[Given]]:
        """The answers to items by their day."""
        found: dict[datetime.date, list[Given]] = {}
        for given in self.standing.given:
            found.setdefault(timezone.localdate(given.at), []).append(given)
        return found

    @cached_property
    def worked(self) -> set[datetime.date]:
        return {*self.given, *self.cards}

    @property
    def streak(self) -> int:
        return days.streak(self.worked, self.today)

    def minutes(self, from_day: datetime.date, to_day: datetime.date) -> tuple[float, float]:
        """Minutes at items and at cards, from one day to another, both included."""
        items = [
            days.at_work([given.at for given in answers]).total_seconds() / 60
            for day, answers in self.given.items()
            if from_day <= day <= to_day
        ]
        cards = [d.seconds / 60 for d in self.cards.values() if from_day <= d.day <= to_day]
        return sum(items), sum(cards)

    @property
    def minutes_lately(self) -> int:
        return round(sum(self.minutes(self.today - (LATELY - 1) * DAY, self.today)))

    @cached_property
    def minutes_in_all(self) -> int:
        return round(sum(self.minutes(datetime.date.min, self.today)))

    @cached_property
    def periods(self) -> list[Period]:
        """The history in days, or in weeks when it is long; empty before the first answer."""
        if not self.worked:
            return []
        return [self._period(first, last) for first, last in self._spans()]

    def _spans(self) -> Iterator[tuple[datetime.date, datetime.date]]:
        length = (self.today - min(self.worked)).days + 1
        if length <= MOST_DAYS:
            yield from ((d, d) for d in (self.today - n * DAY for n in range(length - 1, -1, -1)))
            return
        weeks = min(-(-length // 7), MOST_WEEKS)
        for back in range(weeks - 1, -1, -1):
            last = self.today - back * 7 * DAY
            yield last - 6 * DAY, last

    def _period(self, first: datetime.date, last: datetime.date) -> Period:
        answers = [
            given for given in self.standing.marked if first <= timezone.localdate(given.at) <= last
        ]
        cards = [found for found in self.cards.values() if first <= found.day <= last]
        items, at_cards = self.minutes(first, last)
        return Period(
            label=date_format(first, "M j"),
            is_week=first != last,
            right=sum(given.share >= KNOWN for given in answers),
            answers=len(answers),
            known=sum(found.known for found in cards),
            asked=sum(found.asked for found in cards),
            item_minutes=round(items, 1),
            card_minutes=round(at_cards, 1),
            mastered=self._mastered(last),
        )

    def _mastered(self, day: datetime.date) -> int:
        """The objectives that counted as mastered at the end of a day."""
        end = timezone.make_aware(datetime.datetime.combine(day + DAY, datetime.time()))
        now = min(end, self.standing.now)
        known = self.standing.answered_until(now)
        return sum(found.is_mastered for found in mastery.mastery(known).values()) if known else 0


def spent(minutes: int) -> str:
    """`45 min`, `3 h 20 min`."""
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def charts(trends: Trends) -> list[ShownChart]:
    """Three charts, each with the sentence that says what it shows; none before two periods."""
    periods = trends.periods
    if len(periods) < 2:
        return []
    has_answers = any(p.answers or p.asked for p in periods)
    made = [_mastered_chart(periods), _time_chart(trends)]
    if has_answers:
        made.insert(1, _right_chart(periods))
    return [_shown(record, periods) for record in made]


def _shown(record: Chart, periods: Sequence[Period]) -> ShownChart:
    """The chart: every period in its place, few of them named, the other axis from nothing."""
    shown = chart(record)
    most = max((y for series in record.series for y in series.y), default=0.0)
    labels = [period.label for period in periods]
    layout = shown.figure["layout"]
    top = 105.0 if record.y == "percent" else max(LEAST_AXIS, 1.1 * most)
    layout["yaxis"]["range"] = [0, top]
    layout["xaxis"] |= {
        "categoryorder": "array",
        "categoryarray": labels,
        "tickmode": "array",
        "tickvals": labels[:: -(-len(labels) // MOST_NAMES)],
        "tickangle": 0,
    }
    return shown


def _axis(periods: Sequence[Period]) -> str:
    return "week beginning" if periods[-1].is_week else "day"


def _mastered_chart(periods: Sequence[Period]) -> Chart:
    first, last = periods[0], periods[-1]
    change = last.mastered - first.mastered
    word = f"{abs(change)} {'more' if change > 0 else 'fewer'} than" if change else "as many as"
    at_end = counted(last.mastered, "objective")
    told = f"You master {at_end} now, {word} at the end of {first.name}."
    none = f"No objective counts as mastered yet; it does from {mastery.MASTERED:.0%} on."
    return Chart(
        type="line", title="Objectives mastered", x=_axis(periods), y="objectives",
        series=(_series("Mastered", periods, [float(p.mastered) for p in periods]),),
        summary=told if last.mastered or first.mastered else none,
    )  # fmt: skip


def _right_chart(periods: Sequence[Period]) -> Chart:
    """Shares of right answers; periods without answers have no point."""
    items = [p for p in periods if p.answers]
    cards = [p for p in periods if p.asked]
    kinds = (
        ("Items right", items, [100 * p.right / p.answers for p in items]),
        ("Cards known", cards, [100 * p.known / p.asked for p in cards]),
    )
    series = tuple(_series(name, own, shares) for name, own, shares in kinds if own)
    answers, asked = sum(p.answers for p in periods), sum(p.asked for p in periods)
    told = []
    if answers:
        share = sum(p.right for p in periods) / answers
        told.append(f"{share:.0%} of {counted(answers, 'answer')} to items were right")
    if asked:
        told.append(
            f"{sum(p.known for p in periods) / asked:.0%} of {counted(asked, 'card')} known"
        )
    return Chart(
        type="line", title="Right answers", x=_axis(periods), y="percent", series=series,
        summary=f"In the time shown, {' and '.join(told)}.",
    )  # fmt: skip


def _time_chart(trends: Trends) -> Chart:
    periods = trends.periods
    kinds = (
        ("Practice and quizzes", [p.item_minutes for p in periods]),
        ("Cards", [p.card_minutes for p in periods]),
    )
    series = tuple(_series(name, periods, minutes) for name, minutes in kinds if any(minutes))
    best = max(periods, key=lambda p: p.item_minutes + p.card_minutes)
    on = "in" if best.is_week else "on"
    return Chart(
        type="bar", title="Time spent", x=_axis(periods), y="minutes",
        series=series or (_series("Practice and quizzes", periods, [0.0] * len(periods)),),
        summary=f"{spent(trends.minutes_in_all)} in all, the most {on} {best.name}.",
    )  # fmt: skip


def _series(name: str, periods: Sequence[Period], values: Sequence[float]) -> Series:
    return Series(
        name=name, x=tuple(p.label for p in periods), y=tuple(round(v, 1) for v in values)
    )
