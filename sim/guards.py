"""Guards return the attempt or answer 404: nobody sees another's work."""

from typing import Any

from django.shortcuts import get_object_or_404

from sim.models import TaskAttempt
from studyapp.classes.guards import readable, within_reach


def own_attempt(user: Any, pk: int) -> TaskAttempt:
    """An attempt of `user`'s own."""
    return get_object_or_404(TaskAttempt.objects.filter(within_reach(user)), pk=pk)


def readable_attempt(user: Any, pk: int) -> TaskAttempt:
    """One's own attempt, or one that a student of one's class handed in."""
    attempts = TaskAttempt.objects.select_related("task", "assignment__classroom", "user")
    return get_object_or_404(attempts.filter(readable(user)), pk=pk)
