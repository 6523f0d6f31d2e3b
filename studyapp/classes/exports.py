"""What this room keeps of a person."""

from typing import Any

from studyapp.classes.models import Classroom, Result


def kept_of(user: Any) -> dict[str, Any]:
    """The classes a person is in or teaches, and the results in them."""
    results = Result.objects.filter(student=user).select_related("assignment")
    return {
        "classes": [room.name for room in Classroom.objects.joined_by(user)],
        "classes_taught": [room.name for room in Classroom.objects.taught_by(user)],
        "results": [
            {
                "assignment": result.assignment.title,
                "points": result.points,
                "out_of": result.out_of,
                "handed_in_at": result.handed_in_at.isoformat(),
            }
            for result in results
        ],
    }
