"""Guards return the object or answer 404: nobody sees another's work."""

from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404

from quizzes.models import Attempt, Quiz


def own_attempt(user: Any, pk: int) -> Attempt:
    """An attempt of `user`'s own."""
    return get_object_or_404(Attempt.objects.select_related("quiz", "assignment"), pk=pk, user=user)


def readable_attempt(user: Any, pk: int) -> Attempt:
    """One's own attempt, or one that a student of one's class handed in."""
    taught = Q(assignment__classroom__teacher=user, handed_in_at__isnull=False)
    attempts = Attempt.objects.select_related("quiz", "assignment__classroom", "user")
    return get_object_or_404(attempts.filter(Q(user=user) | taught), pk=pk)


def own_quiz(user: Any, pk: int) -> Quiz:
    """A quiz that `user` made."""
    return get_object_or_404(Quiz, pk=pk, owner=user)
