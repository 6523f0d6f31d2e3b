"""A free-response question rehearsed by itself: an attempt at one item, without a clock, that its
writer scores as she does those of a mock exam."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from quizzes import actions
from quizzes.core.kinds.free_response import is_scored
from quizzes.models import Answer, Attempt, Item

SOURCE = "written-"  # and the number of the item


def begin(*, user: Any, item: Item) -> Attempt:
    """The student's open attempt at the question; a new one when there is none."""
    return actions.begin_with(
        user=user,
        title=f"Free response: {item.published['title']}",
        versions=[item.current] if item.current else [],
        source=f"{SOURCE}{item.pk}",
    )


def answers_of(user: Any, item: Item) -> QuerySet[Answer]:
    """What she wrote to this question, the latest first."""
    found = Answer.objects.filter(attempt__user=user, attempt__source=f"{SOURCE}{item.pk}")
    return found.select_related("attempt").order_by("-attempt__started_at")


def rows_of(user: Any, item: Item) -> dict[str, Any]:
    """What the page of the question says of her own work on it, and whether one is open."""
    answers = list(answers_of(user, item))
    done = [
        (answer, is_scored(answer.response)) for answer in answers if not answer.attempt.is_open
    ]
    return {"is_open": len(done) < len(answers), "done": done}


def is_to_score(attempt: Attempt) -> bool:
    """Whether a rehearsal waits for its writer's points; an exam says it itself."""
    is_one = attempt.source.startswith(SOURCE) and not attempt.is_open
    return is_one and not any(is_scored(answer.response) for answer in attempt.answers.all())


def way_on(attempt: Attempt) -> str:
    """Where a rehearsal leads that was handed in: to its scoring. Nowhere from other attempts."""
    is_one = attempt.source.startswith(SOURCE)
    return reverse("quizzes:score_written", args=[attempt.pk]) if is_one else ""
