"""What this room keeps of a person."""

from typing import Any

from studyapp.classes.models import Assignment, Classroom, Membership, Result


def kept_of(user: Any) -> dict[str, Any]:
    """The classes a person is in or teaches, what was assigned there, and results of her own."""
    memberships = Membership.objects.filter(student=user).select_related("classroom")
    taught = Classroom.objects.taught_by(user).prefetch_related("assignments")
    results = Result.objects.filter(student=user).select_related("assignment__classroom")
    return {
        "classes": [
            {
                "name": membership.classroom.name,
                "joined_at": membership.joined_at,
                "time_factor": membership.time_factor,
                "extra_minutes": membership.extra_minutes,
                "untimed": membership.is_untimed,
            }
            for membership in memberships
        ],
        "classes_taught": [
            {
                "name": room.name,
                "join_code": room.join_code,
                "made_at": room.made_at,
                "assignments": [_assignment(made) for made in room.assignments.all()],
            }
            for room in taught
        ],
        "results": [_result(result) for result in results],
    }


def _assignment(made: Assignment) -> dict[str, Any]:
    return {
        "title": made.title,
        "activity": made.activity,
        "activity_id": made.activity_id,
        "due_at": made.due_at,
        "minutes": made.minutes,
        "closes_when_due": made.closes_when_due,
        "made_at": made.made_at,
    }


def _result(result: Result) -> dict[str, Any]:
    return {
        "class": result.assignment.classroom.name,
        "assignment": result.assignment.title,
        "points": result.points,
        "out_of": result.out_of,
        "handed_in_at": result.handed_in_at,
        "extra_minutes": result.extra_minutes,
        "page": result.url,
    }
