"""What this room keeps of a person's cards: her plan, the cards she met, every answer to them."""

from itertools import groupby
from operator import itemgetter
from typing import Any

from quizzes import faces
from quizzes.cardmodels import Card, Round, StudyPlan

CARD = (
    *("key", "front", "back", "note", "stability_days", "difficulty", "reviewed_on"),
    *("suspended_at", "made_at"),
)
REVIEW = ("at", "is_known", "is_repeat", "seconds", "before")
DAY = (
    *("day", "planned", "fresh", "waiting", "minutes", "extra_minutes", "spent_s", "away_days"),
    *("queue", "aside", "turn", "forecast"),
)


def kept_of(user: Any) -> dict[str, Any]:
    """The plan, the cards with their memory, notes and answers, the days."""
    plans = StudyPlan.objects.filter(user=user).values("exam_on", "minutes_a_day", "units")
    return {
        "study_plan": list(plans),
        "cards": _cards(user),
        "card_days": list(Round.objects.filter(user=user).order_by("day").values(*DAY)),
    }


def _cards(user: Any) -> list[dict[str, Any]]:
    """Each card with its answers, all in one query."""
    columns = (*CARD, *(f"reviews__{name}" for name in REVIEW))
    rows = Card.objects.of(user).order_by("made_at", "pk", "reviews__at").values("pk", *columns)
    found = []
    for _, group in groupby(rows, key=itemgetter("pk")):
        answers = list(group)
        card = {name: answers[0][name] for name in CARD}
        card["title"] = faces.title(card["key"], card["front"])
        card["reviews"] = [
            {name: answer[f"reviews__{name}"] for name in REVIEW}
            for answer in answers
            if answer["reviews__at"] is not None
        ]
        found.append(card)
    return found
