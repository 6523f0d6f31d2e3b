"""What is done with cards: answering, undoing, putting aside, noting, planning."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from quizzes import card_exchange, faces, rounds
from quizzes.cardmodels import Card, Review, Round, StudyPlan
from quizzes.formats.cards import storable
from studyapp.accounts.models import User

LONGEST_S = 120.0  # whoever takes longer has left the page
LONGEST_NOTE = 2000


@transaction.atomic
def answer(
    *, round_: Round, key: str, is_known: bool, seconds: float, turn: int | None = None
) -> bool:
    """Keep the answer to the card that is up. False when it is not up any more.

    It is not when the round has gone on since `turn`: in a second tab, or by a button pressed
    twice. What is not known comes again at the end of the round until it is, without counting
    again.
    """
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if key not in locked.queue or turn not in (None, locked.turn):
        return False
    card, _ = Card.objects.get_or_create(user=locked.user, key=key)
    before = {
        "stability_days": card.stability_days,
        "difficulty": card.difficulty,
        "reviewed_on": card.reviewed_on.isoformat() if card.reviewed_on else None,
    }
    is_repeat = card.reviewed_on == locked.day
    if not is_repeat:
        card.answered(is_known, locked.day)
        card.save(update_fields=["stability_days", "difficulty", "reviewed_on"])
    spent_s = min(max(seconds, 0.0), LONGEST_S)
    card.reviews.create(is_known=is_known, is_repeat=is_repeat, seconds=spent_s, before=before)
    locked.queue = [other for other in locked.queue if other != key] + ([] if is_known else [key])
    locked.spent_s += spent_s
    locked.turn += 1
    locked.save(update_fields=["queue", "spent_s", "turn"])
    return True


@transaction.atomic
def undo(*, round_: Round) -> Card | None:
    """Take back the last step of the day: the card is up again as it was. None without any."""
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    last = rounds.last_step(locked)
    if last is None:
        return None
    is_answer = isinstance(last, Review)
    card = last.card if is_answer else last
    if is_answer:
        _take_back(last)
        locked.spent_s = max(locked.spent_s - last.seconds, 0.0)
    # What was put aside left the plan of the day; what was not known would still be in the queue.
    locked.planned += card.key not in locked.queue and not (is_answer and last.is_known)
    locked.queue = [card.key, *(key for key in locked.queue if key != card.key)]
    locked.aside = [key for key in locked.aside if key != card.key]
    locked.turn = max(locked.turn - 1, 0)
    locked.save(update_fields=["queue", "planned", "aside", "spent_s", "turn"])
    card.suspended_at = None
    card.save(update_fields=["suspended_at"])
    return card


def _take_back(review: Review) -> None:
    """Give a card the memory it had before an answer."""
    card, day = review.card, review.before["reviewed_on"]
    card.stability_days = review.before["stability_days"]
    card.difficulty = review.before["difficulty"]
    card.reviewed_on = datetime.date.fromisoformat(day) if day else None
    card.save(update_fields=["stability_days", "difficulty", "reviewed_on"])
    review.delete()


@transaction.atomic
def suspend(*, round_: Round, key: str) -> None:
    """Put a card aside: it does not come again until it is brought back, or this is undone."""
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    _change(locked.user, key, suspended_at=timezone.now())
    if key in locked.queue:
        _strike(locked, key)
        locked.aside.append(key)
        locked.turn += 1
        locked.save(update_fields=["aside", "turn"])


def _strike(locked: Round, key: str) -> None:
    """Take a card out of what is left of a round, and out of what was planned."""
    if key in locked.queue:
        locked.queue.remove(key)
        locked.planned -= 1
        locked.save(update_fields=["queue", "planned"])


def _strike_today(user: Any, key: str) -> None:
    for found in Round.objects.select_for_update().filter(user=user, day=timezone.localdate()):
        _strike(found, key)


@transaction.atomic
def put_aside(*, user: Any, key: str) -> None:
    """Put a card aside from the list of cards, and out of today's round."""
    _strike_today(user, key)
    _change(user, key, suspended_at=timezone.now())


def bring_back(*, user: Any, key: str) -> None:
    """Let a card that was put aside be planned again."""
    Card.objects.of(user).named(key).update(suspended_at=None)


def make_own(*, user: Any, front: str, back: str) -> bool:
    """A card of the student's own. False when she has it already."""
    key = card_exchange.own_key(front, back)
    words = {"front": front, "back": back}
    return Card.objects.get_or_create(user=user, key=key, defaults=words)[1]


@transaction.atomic
def change_own(*, card: Card, front: str, back: str) -> bool:
    """Give a card of the student's own other words. False when another card has them already.

    The key follows from the words, so that the same words are the same card; what she remembers of
    the card, her note and its place in today's round stay.
    """
    key = card_exchange.own_key(front, back)
    # One change at a time for each student: two of her cards may be given the same words at once.
    User.objects.select_for_update().get(pk=card.user_id)
    if Card.objects.of(card.user_id).named(key).exclude(pk=card.pk).exists():
        return False
    today = Round.objects.select_for_update().filter(user=card.user_id, day=timezone.localdate())
    for found in today:
        found.queue = [key if other == card.key else other for other in found.queue]
        found.aside = [key if other == card.key else other for other in found.aside]
        found.save(update_fields=["queue", "aside"])
    card.key, card.front, card.back = key, front, back
    card.save(update_fields=["key", "front", "back"])
    return True


@transaction.atomic
def delete_own(*, user: Any, key: str) -> None:
    """Delete a card of the student's own; those of the course can be put aside."""
    if not key.startswith("own/"):
        return
    _strike_today(user, key)
    Card.objects.of(user).named(key).delete()


def note(*, user: Any, key: str, text: str) -> None:
    """Keep the student's own note on a card."""
    _change(user, key, note=storable(text).strip()[:LONGEST_NOTE])


def _change(user: Any, key: str, **values: Any) -> None:
    """Change a card; one of the course gets its row now. Keys that name nothing change nothing."""
    changed = Card.objects.of(user).named(key).update(**values)
    if not changed and not key.startswith("own/") and faces.stands(key):
        Card.objects.create(user=user, key=key, **values)


@transaction.atomic
def more(*, round_: Round, plan: StudyPlan) -> None:
    """Some more minutes today: the rest of the round first, then what is best after it."""
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    over_s = max(locked.spent_s - 60 * (plan.minutes_a_day + locked.extra_minutes), 0.0)
    locked.extra_minutes += rounds.MORE_MINUTES + int(over_s // 60)
    if rounds.left(locked):
        locked.save(update_fields=["extra_minutes"])
    else:
        rounds.lay_out(locked, plan)


@transaction.atomic
def change_plan(*, plan: StudyPlan) -> None:
    """Keep a plan; what is left of today is planned anew."""
    plan.save()
    round_ = Round.objects.select_for_update().filter(user=plan.user, day=timezone.localdate())
    for found in round_:
        rounds.lay_out(found, plan)
