"""Simulated students who review cards until an exam: what a schedule is worth can be measured."""

import datetime
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fsrs import Card as Memory

from quizzes.core import reviews

START = datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC)
Memories = dict[str, Memory | None]
# (memories, now, exam, minutes) → the cards for today in order
Schedule = Callable[[Memories, datetime.datetime, datetime.datetime, float], Sequence[str]]


@dataclass(frozen=True)
class Outcome:
    """`recall`: share of the cards known on exam day; `minutes` spent on each day."""

    recall: float
    minutes: tuple[float, ...]
    planned: tuple[float, ...]


def aimed(
    memories: Memories, now: datetime.datetime, exam: datetime.datetime, minutes: float
) -> Sequence[str]:
    """Our schedule."""
    cards = [reviews.Card(name, memory) for name, memory in memories.items()]
    return reviews.plan(cards, now, exam, minutes).ids


def plain(
    memories: Memories, now: datetime.datetime, exam: datetime.datetime, minutes: float
) -> Sequence[str]:
    """Plain FSRS: what is due, the most forgotten first; then new cards."""
    due = [name for name, memory in memories.items() if memory and memory.due <= now]
    due.sort(key=lambda name: reviews.recall(memories[name], now))
    return [*due, *(name for name, memory in memories.items() if memory is None)]


def study(
    schedule: Schedule, *, cards: int, days: int, minutes: float, seed: int,
    away: Sequence[int] = (),
) -> Outcome:  # fmt: skip
    """A student who spends at most `minutes` a day, none on the days `away`."""
    chance = random.Random(seed)
    memories: Memories = {f"card-{n:03}": None for n in range(cards)}
    exam = START + days * reviews.DAY
    spent, planned = [], []
    for day in range(days):
        now = START + day * reviews.DAY
        names = [] if day in away else schedule(memories, now, exam, minutes)
        planned.append(sum(reviews.seconds(memories[name], now) for name in names) / 60.0)
        spent.append(_sitting(names, memories, now, minutes, chance))
    known = [reviews.recall(memory, exam) for memory in memories.values()]
    return Outcome(sum(known) / cards, tuple(spent), tuple(planned))


def _sitting(
    names: Sequence[str], memories: Memories, now: datetime.datetime, minutes: float,
    chance: random.Random,
) -> float:  # fmt: skip
    """Work through the cards until the time is over; the minutes that it took."""
    spent_s = 0.0
    for name in names:
        memory = memories[name]
        is_known = chance.random() < reviews.recall(memory, now)
        takes_s = reviews.SECONDS_KNOWN if is_known else reviews.SECONDS_FORGOTTEN
        takes_s = reviews.SECONDS_NEW if memory is None else takes_s
        if spent_s + takes_s > minutes * 60.0:
            break
        spent_s += takes_s
        memories[name] = reviews.reviewed(memory, is_known, now)
    return spent_s / 60.0
