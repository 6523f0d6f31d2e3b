"""Guards return the attempt or answer 404: nobody sees another's work."""

from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404

from sim.models import TaskAttempt
from studyapp.classes.guards import may_teach
from studyapp.classes.models import Membership


def _within_reach(user: Any) -> Q:
    """Attempts of `user`'s own, without the open ones of classes she is no longer in."""
    joined = Membership.objects.filter(student=user).values("classroom")
    return Q(user=user) & (
        Q(assignment=None) | Q(handed_in_at__isnull=False) | Q(assignment__classroom__in=joined)
    )


def own_attempt(user: Any, pk: int) -> TaskAttempt:
    """An attempt of `user`'s own."""
    return get_object_or_404(TaskAttempt.objects.filter(_within_reach(user)), pk=pk)


def readable_attempt(user: Any, pk: int) -> TaskAttempt:
    """One's own attempt, or one that a student of one's class handed in."""
    readable = _within_reach(user)
    if may_teach(user):
        readable |= Q(assignment__classroom__teacher=user, handed_in_at__isnull=False)
    attempts = TaskAttempt.objects.select_related("task", "assignment__classroom", "user")
    return get_object_or_404(attempts.filter(readable), pk=pk)
