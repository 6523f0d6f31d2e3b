"""Guards return the object or answer 404: a stranger does not learn that it exists."""

from typing import Any

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from studyapp.classes.models import Assignment, Classroom, Membership


def may_teach(user: Any) -> bool:
    """Whether `user` is a teacher now: a class she once opened does not make her one."""
    return user.is_teacher or user.is_superuser


def teaches(user: Any, classroom: Classroom) -> bool:
    """Whether `classroom` is hers, and she is still a teacher."""
    return classroom.teacher_id == user.pk and may_teach(user)


def taught_classroom(user: Any, pk: int) -> Classroom:
    """A class that `user` teaches."""
    if not may_teach(user):
        raise Http404
    return get_object_or_404(Classroom, pk=pk, teacher=user)


def visible_classroom(user: Any, pk: int) -> Classroom:
    """A class that `user` teaches or has joined."""
    classroom = get_object_or_404(Classroom.objects.select_related("teacher"), pk=pk)
    if not teaches(user, classroom) and not classroom.has_member(user):
        raise Http404
    return classroom


def assignment_in(classroom: Classroom, pk: int) -> Assignment:
    """An assignment of `classroom`."""
    return get_object_or_404(classroom.assignments, pk=pk)


def within_reach(user: Any) -> Q:
    """Attempts of `user`'s own, at whatever activity, without the open ones of classes she is no
    longer in."""
    joined = Membership.objects.filter(student=user).values("classroom")
    return Q(user=user) & (
        Q(assignment=None) | Q(handed_in_at__isnull=False) | Q(assignment__classroom__in=joined)
    )


def readable(user: Any) -> Q:
    """Attempts of one's own, and those that students of one's classes handed in."""
    own = within_reach(user)
    if not may_teach(user):
        return own
    return own | Q(assignment__classroom__teacher=user, handed_in_at__isnull=False)
