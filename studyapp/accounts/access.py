"""Who may open a view. Every view of ours wears exactly one of these, and a test checks it."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = Callable[..., HttpResponse]
Test = Callable[[Any], bool]


def public(view: View) -> View:
    """Anybody, with or without an account."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Anybody with an account; others are asked to sign in and come back."""
    return _guarded(view, "signed_in", lambda user: True)


def teacher(view: View) -> View:
    """Teachers; others learn how to become one."""
    return _guarded(view, "teacher", lambda user: user.is_teacher or user.is_superuser)


def editor(view: View) -> View:
    """Editors of the content."""
    return _guarded(view, "editor", lambda user: user.is_editor)


def _guarded(view: View, access: str, allowed: Test) -> View:
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not allowed(request.user):
            return render(request, "accounts/not_allowed.html", {"access": access}, status=403)
        return view(request, *args, **kwargs)

    guarded.access = access  # type: ignore[attr-defined]
    return guarded
