"""What this room keeps of a person."""

from typing import Any

from django.db.models import Prefetch

from quizzes.models import Answer, Attempt, ItemVersion, PracticeAnswer, Quiz, QuizItem


def kept_of(user: Any) -> dict[str, Any]:
    """Practice answers, attempts with what was answered, and the quizzes a teacher made."""
    practice = PracticeAnswer.objects.filter(user=user).select_related("version__item")
    attempts = Attempt.objects.filter(user=user).select_related("assignment")
    places = Prefetch("places", QuizItem.objects.select_related("item"))
    answers = Prefetch("answers", Answer.objects.select_related("version__item"))
    quizzes = Quiz.objects.filter(owner=user).prefetch_related(places)
    return {
        "quizzes": [
            {
                "title": quiz.title,
                "made_at": quiz.made_at,
                "items": [place.item.uid for place in quiz.places.all()],
            }
            for quiz in quizzes
        ],
        "practice": [
            {
                **_named(answer.version),
                "response": answer.response,
                "right": answer.is_right,
                "points": answer.points,
                "out_of": answer.out_of,
                "at": answer.answered_at,
            }
            for answer in practice
        ],
        "attempts": [_attempt(attempt) for attempt in attempts.prefetch_related(answers, "events")],
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "title": attempt.title,
        "source": attempt.source,
        "assignment": attempt.assignment.title if attempt.assignment else None,
        "started_at": attempt.started_at,
        "deadline_at": attempt.deadline_at,
        "granted_minutes": attempt.granted_minutes,
        "handed_in_at": attempt.handed_in_at,
        "finished_by": attempt.finished_by,
        "events": [
            {"what": e.what, "at": e.at, "position": e.position, "detail": e.detail}
            for e in attempt.events.all()
        ],
        "answers": [_answer(answer) for answer in attempt.answers.all()],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "position": answer.position,
        **_named(answer.version),
        "response": answer.response,
        "saved_at": answer.saved_at,
        "points": answer.points,
        "out_of": answer.out_of,
    }


def _named(version: ItemVersion) -> dict[str, Any]:
    """The item as it was answered; published items can be looked up by these."""
    return {"item": version.item.uid, "version": version.number}
