"""What this room keeps of a person."""

from typing import Any

from django.db.models import Prefetch

from quizzes.models import (
    Answer,
    Attempt,
    ItemVersion,
    MockExam,
    PracticeAnswer,
    Quiz,
    QuizItem,
)


def kept_of(user: Any) -> dict[str, Any]:
    """Practice answers, attempts with what was answered, mock exams, and a teacher's quizzes."""
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
        "mock_exams": [
            _exam(found) for found in MockExam.objects.filter(user=user).with_sections()
        ],
    }


def _exam(found: MockExam) -> dict[str, Any]:
    """A mock exam; what was answered in its sections stands among the attempts, by `source`."""
    return {
        "form": found.shape.title,
        "seed": found.seed,
        "started_at": found.started_at,
        "ended_at": found.ended_at,
        "sections": [
            {
                "number": section.number,
                "attempt": section.attempt.source,
                "shortages": section.shortages,
            }
            for section in found.sections.all()
        ],
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
