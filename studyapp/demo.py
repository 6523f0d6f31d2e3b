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
CLASS = "AP Biology, demo"
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
def make() -> str:
    """Make the accounts and their class, or say why not. People's own accounts stay as they are."""
    if others := User.objects.filter(is_demo=False, username__in=NAMES).values_list("username"):
        names = ", ".join(name for (name,) in others)
        return f"No demonstration class: {names} belongs to somebody here."
    if not _is_sqlite() and User.objects.filter(is_demo=False).exists():
        return "No demonstration class: this database has people of its own."
    people = {name: _person(name, password()) for name in NAMES}
    _assign_a_quiz(_classroom(people), people["teacher"])
    return f"Demonstration accounts {', '.join(NAMES)}; password: {password()}"


def shut() -> None:
    """Outside local mode nobody signs in with a demonstration account."""
    User.objects.filter(is_demo=True, is_active=True).update(is_active=False)


def _is_sqlite() -> bool:
    return str(settings.DATABASES["default"]["ENGINE"]).endswith("sqlite3")


def _classroom(people: dict[str, User]) -> Classroom:
    found = Classroom.objects.filter(name=CLASS, teacher=people["teacher"]).first()
    room = found or Classroom.objects.create(name=CLASS, teacher=people["teacher"])
    class_actions.join(classroom=room, student=people["student"])
    return room


def _assign_a_quiz(room: Classroom, teacher: User) -> None:
    items = list(Item.objects.choices().of_topic(QUIZ_TOPIC)[:QUIZ_LENGTH])
    if not items or Quiz.objects.filter(owner=teacher).exists():
        return
    quiz = quiz_actions.make_quiz(title=QUIZ, owner=teacher, items=items)
    Assignment.objects.create(
        classroom=room,
        activity="quiz",
        activity_id=str(quiz.pk),
        title=quiz.title,
        due_at=timezone.now() + timedelta(days=7),
    )


def _person(name: str, secret: str) -> User:
    defaults = {"first_name": NAMES[name], "is_demo": True}
    user, _ = User.objects.get_or_create(username=name, defaults=defaults)
    # Comparing a password takes a third of a second; the mark tells that it was set before.
    mark = Path(settings.DATA_DIR) / f"demo-{name}"
    is_set = mark.exists() and mark.read_text() == _set_for(user, secret)
    if user.role != name or not user.is_active or not is_set:
        user.is_active = True
        user.set_password(secret)
        grant_role(user, name)
        mark.write_text(_set_for(user, secret))
    return user


def _set_for(user: User, secret: str) -> str:
    return hashlib.sha256(f"{user.pk} {user.password} {secret}".encode()).hexdigest()
