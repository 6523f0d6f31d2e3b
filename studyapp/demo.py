"""The demonstration class of local mode: a teacher, a student, an editor, a quiz to take."""

import hashlib
import secrets
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from quizzes import actions as quiz_actions
from quizzes.models import Item, Quiz
from studyapp.accounts.actions import grant_role
from studyapp.accounts.models import User
from studyapp.classes import actions as class_actions
from studyapp.classes.models import Assignment, Classroom

NAMES = {"teacher": "Ms. Rivera", "student": "Sam", "editor": "Edith"}
QUIZ = "The pump and its gradients"
QUIZ_TOPIC = "2.8"
QUIZ_LENGTH = 6


def password() -> str:
    """DEMO_PASSWORD, or a random one that is kept beside the data."""
    if settings.DEMO_PASSWORD:
        return settings.DEMO_PASSWORD
    path = Path(settings.DATA_DIR) / "demo-password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9))
    return path.read_text()


@transaction.atomic
def make() -> None:
    """Make the accounts and their class; what is there already is left alone."""
    people = {name: _person(name, password()) for name in NAMES}
    room, _ = Classroom.objects.get_or_create(name="AP Biology, demo", teacher=people["teacher"])
    class_actions.join(classroom=room, student=people["student"])
    items = list(Item.objects.choices().of_topic(QUIZ_TOPIC)[:QUIZ_LENGTH])
    if items and not Quiz.objects.filter(owner=people["teacher"]).exists():
        quiz = quiz_actions.make_quiz(title=QUIZ, owner=people["teacher"], items=items)
        Assignment.objects.create(
            classroom=room,
            activity="quiz",
            activity_id=str(quiz.pk),
            title=quiz.title,
            due_at=timezone.now() + timedelta(days=7),
        )


def _person(name: str, secret: str) -> User:
    user, _ = User.objects.get_or_create(username=name, defaults={"first_name": NAMES[name]})
    # Comparing a password takes a third of a second; the mark tells that it was set before.
    mark = Path(settings.DATA_DIR) / f"demo-{name}"
    if user.role != name or not mark.exists() or mark.read_text() != _set_for(user, secret):
        user.set_password(secret)
        grant_role(user, name)
        mark.write_text(_set_for(user, secret))
    return user


def _set_for(user: User, secret: str) -> str:
    return hashlib.sha256(f"{user.pk} {user.password} {secret}".encode()).hexdigest()
