"""What this room keeps of a person."""

from typing import Any

from quizzes.models import Attempt, PracticeAnswer, Quiz


def kept_of(user: Any) -> dict[str, Any]:
    """Practice answers, attempts with what was answered, and the quizzes a teacher made."""
    practice = PracticeAnswer.objects.filter(user=user).select_related("version__item")
    attempts = Attempt.objects.filter(user=user).select_related("quiz")
    quizzes = Quiz.objects.filter(owner=user).prefetch_related("places__item")
    return {
        "quizzes": [
            {"title": quiz.title, "items": [place.item.uid for place in quiz.places.all()]}
            for quiz in quizzes
        ],
        "practice": [
            {
                "item": answer.version.item.uid,
                "response": answer.response,
                "right": answer.is_right,
                "at": answer.answered_at.isoformat(),
            }
            for answer in practice
        ],
        "attempts": [
            {
                "quiz": attempt.quiz.title,
                "started_at": attempt.started_at.isoformat(),
                "handed_in_at": attempt.handed_in_at and attempt.handed_in_at.isoformat(),
                "answers": [
                    {"position": a.position, "response": a.response, "points": a.points}
                    for a in attempt.answers.all()
                ],
            }
            for attempt in attempts.prefetch_related("answers")
        ],
    }
