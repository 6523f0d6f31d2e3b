"""A person's own page: what is kept, export, erase."""

import json
from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string

from studyapp.accounts import actions, tables
from studyapp.accounts.access import public, signed_in

# Rooms stand above this floor: what each keeps of a person, and what waits for her in one, is named
# here and resolved late.
KEPT_BY = (
    "studyapp.classes.exports.kept_of",
    "quizzes.exports.kept_of",
    "quizzes.card_exports.kept_of",
    "terms.exports.kept_of",
    "sim.exports.kept_of",
)
STUDY_OF = "quizzes.glance.glance_of"


class EraseForm(forms.Form):
    password = forms.CharField(widget=forms.PasswordInput, label="Your password", strip=False)


@public
def no_email(request: HttpRequest) -> HttpResponse:
    """In place of allauth's e-mail pages: no address is kept, so none can be confirmed or used."""
    return render(request, "accounts/no_email.html")


@signed_in
def you(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/you.html", {"glance": import_string(STUDY_OF)(request.user)})


@signed_in
def export(request: HttpRequest) -> HttpResponse:
    """Everything kept of the person, as one JSON file."""
    text = json.dumps(_everything_of(request.user), indent=2, cls=DjangoJSONEncoder)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="my-study-data.json"'
    return response


@signed_in
def export_tables(request: HttpRequest) -> HttpResponse:
    """The same as tables for a spreadsheet, in one ZIP file."""
    content = tables.zipped(tables.tables_of(_everything_of(request.user)))
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="my-study-data.zip"'
    return response


def _everything_of(user: Any) -> dict[str, Any]:
    kept = _kept_of(user)
    for name in KEPT_BY:
        kept |= import_string(name)(user)
    return kept


def _kept_of(user: Any) -> dict[str, Any]:
    """The account itself: all but the digest of its password."""
    names = ("email", "role", "last_login", "asked_to_teach_at")
    marks = ("is_active", "is_staff", "is_superuser", "is_demo")
    return {
        "username": user.username,
        "name": user.get_full_name(),
        "joined": user.date_joined,
        **{name: getattr(user, name) for name in (*names, *marks)},
        "groups": [group.name for group in user.groups.all()],
        "permissions": [permission.name for permission in user.user_permissions.all()],
        "email_addresses": [
            {"email": row.email, "verified": row.verified, "primary": row.primary}
            for row in EmailAddress.objects.filter(user=user)
        ],
    }


@signed_in
def erase(request: HttpRequest) -> HttpResponse:
    """Ask for the password, then delete the account and all of its work."""
    user: Any = request.user
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if user.check_password(form.cleaned_data["password"]):
            logout(request)
            actions.erase_person(user)
            messages.success(request, "Your account and your work are erased.")
            return redirect("/")
        form.add_error("password", "This is not your password.")
    return render(request, "accounts/erase.html", {"form": form})
