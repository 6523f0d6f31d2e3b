"""What a student can expect of keeping to the plan: one simulated way to the exam, thinned out.

The days to the exam are gone through in some twenty steps and for at most sixty cards, with as much
of the minutes as falls to them: enough for a figure that is rounded to a whole per cent, and quick
enough for a page. `docs/reviews.md` compares it with day-by-day simulations of all cards.
"""

import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from quizzes.core import reviews
from quizzes.core.reviews import DAY, Card

STEPS = 20
MOST_CARDS = 60


@dataclass(frozen=True)
class Forecast:
    """Shares of the cards (0 to 1) known on exam day: by keeping to the plan, and by stopping."""

    kept: float
    stopped: float


def forecast(
    cards: Sequence[Card], now: datetime.datetime, exam: datetime.datetime, minutes: float
) -> Forecast:
    """Both shares, for all `cards` with `minutes` a day. Times in UTC; the exam is ahead."""
    active = sorted((card for card in cards if not card.is_suspended), key=lambda c: (c.rank, c.id))
    if not active:
        return Forecast(0.0, 0.0)
    every = -(-len(active) // MOST_CARDS)
    sample = active[::every]
    days = max((exam - now).days, 1)
    step = -(-days // STEPS)
    minutes_a_step = minutes * step * len(sample) / len(active)
    final = _study(sample, now, exam, step, minutes_a_step)
    return Forecast(reviews.expected(final, exam), reviews.expected(active, exam))


def _study(
    cards: list[Card], now: datetime.datetime, exam: datetime.datetime, step: int, minutes: float
) -> list[Card]:
    chance = random.Random(0)  # noqa: S311 the same student every time, not a secret
    found = {card.id: card for card in cards}
    at = now
    while at < exam:
        for name in reviews.plan(found.values(), at, exam, minutes).ids:
            memory = found[name].memory
            is_known = chance.random() < reviews.recall(memory, at)
            found[name] = replace(found[name], memory=reviews.reviewed(memory, is_known, at))
        at += step * DAY
    return list(found.values())
