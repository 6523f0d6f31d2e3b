"""Guards return the object or answer 404: a stranger does not learn that it exists."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from studyapp.classes.models import Assignment, Classroom


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
