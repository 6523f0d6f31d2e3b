"""What this room keeps of a person."""

from typing import Any

from sim.models import TaskAttempt


def kept_of(user: Any) -> dict[str, Any]:
    """The laboratory tasks a person has begun, with the log of what was changed."""
    attempts = TaskAttempt.objects.filter(user=user).select_related("task", "assignment")
    return {
        "laboratory_tasks": [
            {
                "task": attempt.task.uid,
                "assignment": attempt.assignment.title if attempt.assignment else None,
                "cell": attempt.seed,
                "started_at": attempt.started_at,
                "prediction": attempt.prediction,
                "log": attempt.log,
                "readings": attempt.readings,
                "explanation": attempt.explanation,
                "handed_in_at": attempt.handed_in_at,
                "points": attempt.points,
                "out_of": attempt.out_of,
            }
            for attempt in attempts
        ]
    }
