"""When to review which card, aimed at the day of the exam.

Memory is that of FSRS 6 (package `fsrs`; J. Ye et al., A Stochastic Shortest Path Algorithm for
Optimizing Spaced Repetition Scheduling, KDD 2022): stability in days, difficulty, retrievability.
Plain FSRS shows a card whenever its recall would fall below a chosen level, for ever. A student
has an end in sight and some minutes a day; so here a day goes to the cards for which a review
today adds most to the recall expected on the exam day, for the seconds that it takes.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fsrs import Card as Memory
from fsrs import Rating, Scheduler, State

DAY = datetime.timedelta(days=1)
SECONDS_KNOWN = 8.0
SECONDS_FORGOTTEN = 20.0
SECONDS_NEW = 25.0
"""What a review takes: known; forgotten and learned again; read for the first time."""
LEAST_GAIN = 0.002  # a review that adds less is not worth a click
LATE = 0.8  # where on the way to the exam the other review is thought to be
TOO_SOON = 0.97  # who recalls it so surely learns nothing from a review
FAR = datetime.timedelta(days=120)  # without an exam date, and for exams further away

# Cards are shown on whole days, and again on the same day until they are known.
SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


@dataclass(frozen=True)
class Card:
    """`memory` is None for a card that was never shown; of equal ones the lower `rank` is first."""

    id: str
    memory: Memory | None = None
    is_suspended: bool = False
    rank: int = 0


@dataclass(frozen=True)
class Day:
    """The plan for one day: the cards in order, the minutes they take, what is left for later."""

    ids: tuple[str, ...]
    minutes: float
    left: tuple[str, ...] = ()

    @property
    def waiting(self) -> int:
        return len(self.left)


def recall(memory: Memory | None, at: datetime.datetime) -> float:
    """Probability (0 to 1) that a card is recalled at a time; 0 for one never shown."""
    return SCHEDULER.get_card_retrievability(memory, at) if memory is not None else 0.0


def reviewed(memory: Memory | None, is_known: bool, at: datetime.datetime) -> Memory:
    """The memory after a review at `at` (UTC). What was forgotten is learned again at once."""
    # A memory that is given no number waits a millisecond for one of its own.
    start = memory if memory is not None else Memory(card_id=0, due=at)
    after, _ = SCHEDULER.review_card(start, Rating.Good if is_known else Rating.Again, at)
    return after


def remembered(stability_days: float, difficulty: float, at: datetime.datetime) -> Memory:
    """The memory of a card whose last review was at `at` (UTC)."""
    return Memory(
        card_id=0, state=State.Review, stability=stability_days, difficulty=difficulty, due=at,
        last_review=at,
    )  # fmt: skip


def seconds(memory: Memory | None, at: datetime.datetime) -> float:
    """What a review is expected to take, in seconds."""
    if memory is None:
        return SECONDS_NEW
    known = recall(memory, at)
    return known * SECONDS_KNOWN + (1.0 - known) * SECONDS_FORGOTTEN


def gain(memory: Memory | None, now: datetime.datetime, exam: datetime.datetime) -> float:
    """How much a review now adds to the probability of recall at the exam.

    The mean of two futures: in one nothing follows, in the other one more review late on the way.
    The first alone would keep coming back to what is nearly forgotten; the second alone would
    polish what is safe.
    """
    late = now + LATE * (exam - now)
    last = _after(memory, now, exam, None) - recall(memory, exam)
    first = _after(memory, now, exam, late) - _after(memory, late, exam, None)
    return 0.5 * (last + first)


def _after(
    memory: Memory | None,
    at: datetime.datetime,
    exam: datetime.datetime,
    again: datetime.datetime | None,
) -> float:
    """Expected recall at the exam after a review at `at`, and one more at `again` if given."""
    known = recall(memory, at)
    total = 0.0
    for is_known, share in ((True, known), (False, 1.0 - known)):
        if share > 0.0:
            after = reviewed(memory, is_known, at)
            total += share * (_after(after, again, exam, None) if again else recall(after, exam))
    return total


def aim_of(now: datetime.datetime, exam: datetime.datetime | None) -> datetime.datetime:
    """The day that reviews aim at: the exam, or `FAR` from now where it is far, over or unknown."""
    return min(exam, now + FAR) if exam is not None and exam > now else now + FAR


def plan(
    cards: Iterable[Card], now: datetime.datetime, exam: datetime.datetime | None, minutes: float
) -> Day:
    """The cards for today, those that gain most for their time first, within `minutes`.

    `now` and `exam` in UTC. Nothing is ever overdue: what does not fit today is weighed anew
    tomorrow, so a break leaves no pile behind.
    """
    aim = aim_of(now, exam)
    worth = sorted(_worth(cards, now, aim))
    taken: list[str] = []
    left: list[str] = []
    spent_s = 0.0
    for _, _, name, takes_s in worth:
        has_room = spent_s + takes_s <= minutes * 60.0
        (taken if has_room else left).append(name)
        spent_s += takes_s if has_room else 0.0
    return Day(tuple(taken), spent_s / 60.0, tuple(left))


def _worth(
    cards: Iterable[Card], now: datetime.datetime, aim: datetime.datetime
) -> list[tuple[float, int, str, float]]:
    """(−gain per second, rank, id, seconds) of each card that is worth a review now."""
    rows = []
    new = gain(None, now, aim)
    for card in cards:
        if card.is_suspended or recall(card.memory, now) > TOO_SOON:
            continue
        added = gain(card.memory, now, aim) if card.memory is not None else new
        if added > LEAST_GAIN:
            takes_s = seconds(card.memory, now)
            rows.append((-added / takes_s, card.rank, card.id, takes_s))
    return rows


def expected(cards: Sequence[Card], exam: datetime.datetime) -> float:
    """The share of cards that will be recalled at the exam if nothing more is reviewed."""
    active = [card for card in cards if not card.is_suspended]
    return sum(recall(card.memory, exam) for card in active) / len(active) if active else 0.0
