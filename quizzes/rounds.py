"""The round of a day: which cards come, in which order, and what has become of it."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from quizzes import faces, plans
from quizzes.cardmodels import Card, Review, Round, StudyPlan, noon
from quizzes.core.forecast import forecast
from quizzes.deck import Deck, plan_day, without_partners

BREAK_DAYS = 3  # a break that is worth a word
MORE_MINUTES = 5


def kept(user: Any, day: datetime.date | None = None) -> Round | None:
    """The round of the day, if it was planned."""
    return Round.objects.filter(user=user, day=day or timezone.localdate()).first()


def today(user: Any, plan: StudyPlan) -> Round:
    """The round of today, planned the first time it is asked for."""
    return kept(user) or _plan_anew(user, plan, timezone.localdate())


@transaction.atomic
def _plan_anew(user: Any, plan: StudyPlan, day: datetime.date) -> Round:
    """Plan the day. Two pages that ask at once get one round."""
    round_, is_new = Round.objects.select_for_update().get_or_create(user=user, day=day)
    if is_new:
        deck = Deck(user, plan, day)
        round_.away_days = _away_days(deck)
        _fill(round_, plan, deck)
    return round_


def lay_out(round_: Round, plan: StudyPlan) -> None:
    """Plan what is left of the day anew."""
    _fill(round_, plan, Deck(round_.user, plan, round_.day))


def _fill(round_: Round, plan: StudyPlan, deck: Deck) -> None:
    """Fill the round with what is best for the minutes that are left of it."""
    exam = plans.exam_day(plan, round_.day)
    minutes = max(plan.minutes_a_day + round_.extra_minutes - round_.spent_s / 60, 0.0)
    day = plan_day(deck, exam, minutes)
    done = round_.planned - len(round_.queue)
    round_.queue = without_partners(day.ids)
    round_.planned = done + len(round_.queue)
    round_.fresh = len(set(round_.queue) - {card.key for card in deck.seen})
    round_.waiting = deck.waiting(day)
    round_.minutes = deck.minutes(round_.queue)
    round_.forecast = _forecast(deck, exam, plan)
    round_.save()


def _away_days(deck: Deck) -> int:
    """Days without cards before this one; 0 when there were never any."""
    last = max((card.reviewed_on for card in deck.seen if card.reviewed_on), default=None)
    return max((deck.day - last).days - 1, 0) if last is not None else 0


def _forecast(deck: Deck, exam: datetime.date, plan: StudyPlan) -> dict[str, Any]:
    """What the page says of exam day, in numbers that can be kept."""
    cards = deck.whole()
    if not cards or exam <= deck.day:
        return {}
    told = forecast(cards, noon(deck.day), noon(exam), plan.minutes_a_day)
    return {
        "cards": len(cards), "seen": len(deck.seen), "exam": exam.isoformat(),
        "kept": round(told.kept, 3), "stopped": round(told.stopped, 3),
    }  # fmt: skip


def is_over_time(round_: Round, plan: StudyPlan) -> bool:
    """Whether the day's minutes are used up."""
    return round_.spent_s >= 60 * (plan.minutes_a_day + round_.extra_minutes)


def left(round_: Round) -> list[str]:
    """The cards still to come, without those that the course has lost since the morning."""
    return [key for key in round_.queue if faces.stands(key)]


def current(round_: Round) -> tuple[str, Card | None, faces.Face | None]:
    """The card that is up: its key, its row if it has one, its face. The face is None at the end.

    Cards that the course has lost, or that were put aside, since the morning are passed over.
    """
    for key in left(round_):
        card = Card.objects.of(round_.user).filter(key=key).first()
        if card is not None and card.is_suspended:
            continue
        if found := faces.face(key, card):
            return key, card, found
    return "", None, None


def last_step(round_: Round) -> Review | Card | None:
    """What an undo would take back: the day's last answer, or the card put aside after it."""
    review = _last_review(round_)
    card = _last_aside(round_) if round_.aside else None
    if card is None or card.suspended_at is None:
        return review
    return review if review is not None and review.at > card.suspended_at else card


def _last_aside(round_: Round) -> Card | None:
    """The card of the round that was put aside last, and was not brought back since."""
    found = Card.objects.of(round_.user).filter(key__in=round_.aside, suspended_at__isnull=False)
    return found.order_by("-suspended_at", "-pk").first()


def _last_review(round_: Round) -> Review | None:
    start = timezone.make_aware(datetime.datetime.combine(round_.day, datetime.time()))
    found = Review.objects.filter(card__user=round_.user, at__gte=start)
    return found.select_related("card").first()
