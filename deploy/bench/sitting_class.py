"""The class for `sitting.py`, made and read where the site's own settings hold.

python -m deploy.bench.sitting_class make 150 20 → {"assignment": 1, "sessions": [...]}
python -m deploy.bench.sitting_class read → {"answers": {...}, "unequal": 0}
"""

import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from quizzes import actions, closing  # noqa: E402
from quizzes.models import Answer, Attempt, Item  # noqa: E402
from studyapp.accounts.models import User  # noqa: E402
from studyapp.classes.models import Assignment, Classroom, Membership, Result  # noqa: E402


def make(students: int, questions: int) -> dict[str, Any]:
    """A class with a timed quiz assigned, and a session for each of its students."""
    teacher = User.objects.create(username="bench-teacher", role=User.Role.TEACHER)
    room = Classroom.objects.create(name="Bench", teacher=teacher)
    items = list(Item.objects.choices()[:questions])
    quiz = actions.make_quiz(title="Bench", owner=teacher, items=items, minutes=60)
    given = Assignment.objects.create(
        classroom=room, activity="quiz", activity_id=str(quiz.pk), title="Bench"
    )
    people = User.objects.bulk_create(
        User(username=f"bench-{number}") for number in range(students)
    )
    Membership.objects.bulk_create(Membership(classroom=room, student=one) for one in people)
    return {
        "assignment": given.pk,
        "questions": len(items),
        "sessions": list(map(_session, people)),
    }


def _session(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def read() -> dict[str, Any]:
    """What the server keeps; and, once all is handed in, results that differ from their answers."""
    rows = Answer.objects.values_list("attempt", "position", "sequence", "response")
    answers = {
        f"{attempt}/{position}": [sequence, given] for attempt, position, sequence, given in rows
    }
    for attempt in Attempt.objects.open():
        closing.close_by_teacher(attempt=attempt)
    unequal = 0
    for attempt in Attempt.objects.prefetch_related("answers__version"):
        marks = [a.version.kind.mark(a.version.parsed(), a.response) for a in attempt.answers.all()]
        result = Result.objects.get(assignment=attempt.assignment, student=attempt.user)
        unequal += result.points != sum(mark.points for mark in marks)
    return {"answers": answers, "attempts": Attempt.objects.count(), "unequal": unequal}


if __name__ == "__main__":
    done = make(int(sys.argv[2]), int(sys.argv[3])) if sys.argv[1] == "make" else read()
    json.dump(done, sys.stdout)
