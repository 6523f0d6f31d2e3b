"""Guards return the object or answer 404: nobody sees another's work."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from quizzes import rehearsals
from quizzes.answers import Asked
from quizzes.models import Answer, Attempt, Card, MockExam, Quiz
from studyapp.classes.guards import may_teach, readable, within_reach
from studyapp.classes.models import Assignment, Membership


def own_attempts(user: Any) -> QuerySet[Attempt]:
    """The attempts that `user` can open."""
    return Attempt.objects.filter(within_reach(user)).select_related("quiz", "assignment")


def own_attempt(user: Any, pk: int) -> Attempt:
    """An attempt of `user`'s own."""
    return get_object_or_404(own_attempts(user), pk=pk)


def asked_at(attempt: Attempt, position: int) -> Asked:
    """The item at a place of the attempt."""
    found = get_object_or_404(attempt.answers.select_related("version"), position=position)
    asked: Asked = found.version.asked
    return asked


def readable_attempt(user: Any, pk: int) -> Attempt:
    """One's own attempt, or one that a student of one's class handed in."""
    attempts = Attempt.objects.select_related("quiz", "assignment__classroom", "user")
    return get_object_or_404(attempts.filter(readable(user)), pk=pk)


def joined_assignment(user: Any, pk: int) -> Assignment:
    """A quiz that was assigned to a class which `user` has joined."""
    joined = Membership.objects.filter(student=user).values("classroom")
    given = Assignment.objects.select_related("classroom").filter(activity="quiz")
    return get_object_or_404(given, pk=pk, classroom__in=joined)


def quiz_of(assignment: Assignment) -> Quiz:
    """The quiz that an assignment gives."""
    return get_object_or_404(Quiz, pk=int(assignment.activity_id))


def taught_assignment(user: Any, pk: int) -> Assignment:
    """A quiz that `user` assigned to a class of hers."""
    if not may_teach(user):
        raise Http404
    given = Assignment.objects.select_related("classroom").filter(activity="quiz")
    return get_object_or_404(given, pk=pk, classroom__teacher=user)


def taught_attempt(user: Any, pk: int) -> Attempt:
    """An attempt at what `user` assigned, open or finished."""
    if not may_teach(user):
        raise Http404
    attempts = Attempt.objects.select_related("user", "assignment__classroom")
    return get_object_or_404(attempts, pk=pk, assignment__classroom__teacher=user)


def own_quiz(user: Any, pk: int) -> Quiz:
    """A quiz that `user` made."""
    return get_object_or_404(Quiz, pk=pk, owner=user)


def own_exam(user: Any, pk: int) -> MockExam:
    """A mock exam of `user`'s own; nobody else sees it."""
    return get_object_or_404(MockExam.objects.with_sections(), pk=pk, user=user)


def own_card(user: Any, pk: int) -> Card:
    """A card that `user` made or brought; those of the course have no words of their own."""
    return get_object_or_404(Card, pk=pk, user=user, key__startswith="own/")


def own_rehearsal(user: Any, pk: int) -> Answer:
    """What `user` wrote to a free-response question outside an exam, and handed in."""
    answers = Answer.objects.select_related("version__item", "attempt").filter(
        attempt__user=user,
        attempt__source__startswith=rehearsals.SOURCE,
        attempt__handed_in_at__isnull=False,
    )
    return get_object_or_404(answers, attempt=pk, position=1)
