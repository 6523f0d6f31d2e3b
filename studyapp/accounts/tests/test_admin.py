"""People in the admin: a role brings its rights and takes them away, and only a role does."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from studyapp.accounts.actions import EDITORS, grant_role
from studyapp.accounts.models import User
from studyapp.tests import factories

pytestmark = pytest.mark.django_db


def visiting(**rights: bool) -> Client:
    person = factories.PersonFactory(is_staff=True, **rights)
    if not person.is_superuser:
        person.user_permissions.set(Permission.objects.filter(content_type__model="user"))
    client = Client()
    client.force_login(person)
    return client


def change(client: Client, person: User, **changes: Any) -> User:
    """Send the person's form as the page has it, with `changes`."""
    url = reverse("admin:accounts_user_change", args=[person.pk])
    form = client.get(url).context["adminform"].form
    sent: dict[str, Any] = {}
    for name in form.fields:
        value = form.get_initial_for_field(form.fields[name], name)
        if name in {"last_login", "date_joined"}:
            sent |= {f"{name}_0": value.date() if value else "", f"{name}_1": "12:00:00"}
            if not value:
                sent[f"{name}_1"] = ""
        elif name != "password" and value not in (None, False):
            sent[name] = [group.pk for group in value] if name == "groups" else value
    answer = client.post(url, {k: v for k, v in (sent | changes).items() if v is not None})
    assert answer.status_code == 302, answer.context["errors"]
    return User.objects.get(pk=person.pk)


def is_editor_in_all(person: User) -> bool:
    has = {
        person.role == "editor",
        person.is_staff,
        person.groups.filter(name=EDITORS).exists(),
        person.has_perm("terms.change_term"),
    }
    assert len(has) == 1, "the role, the staff mark and the group disagree"
    return has.pop()


@pytest.mark.parametrize("is_superuser", [True, False])
def test_a_role_changed_in_the_form_brings_its_rights_and_takes_them_away(
    is_superuser: bool,
) -> None:
    client = visiting(is_superuser=is_superuser)
    person = change(client, factories.PersonFactory(), role="editor")
    assert is_editor_in_all(person)
    person = change(client, person, first_name="Kim")
    assert is_editor_in_all(person)
    person = change(client, person, role="student")
    assert not is_editor_in_all(person)


def test_a_teacher_granted_in_the_form_waits_no_longer() -> None:
    person = factories.PersonFactory(asked_to_teach_at="2026-09-01T12:00:00Z")
    person = change(visiting(is_superuser=True), person, role="teacher")
    assert (person.role, person.asked_to_teach_at) == ("teacher", None)


@pytest.mark.parametrize("role", ["student", "teacher", "editor"])
def test_a_person_added_in_the_admin_has_the_rights_of_the_role(role: str) -> None:
    secret = factories.PASSWORD
    sent = {"username": "new", "role": role, "password1": secret, "password2": secret}
    url = reverse("admin:accounts_user_add")
    answer = visiting(is_superuser=True).post(url, sent | {"usable_password": "true"})
    assert answer.status_code == 302
    person = User.objects.get(username="new")
    assert person.role == role
    assert is_editor_in_all(person) == (role == "editor")


def test_rights_are_shown_to_other_staff_and_not_taken_from_them() -> None:
    client = visiting(is_superuser=False)
    person = factories.PersonFactory()
    page = client.get(reverse("admin:accounts_user_change", args=[person.pk]))
    assert not {"is_staff", "is_superuser", "groups"} & set(page.context["adminform"].form.fields)
    person = change(client, person, is_staff="on", is_superuser="on")
    assert not person.is_staff
    assert not person.is_superuser


def test_an_administrator_remains_staff_whatever_the_role() -> None:
    other = factories.PersonFactory(is_superuser=True, is_staff=True)
    grant_role(other, User.Role.EDITOR)
    other = change(visiting(is_superuser=True), other, role="student")
    assert other.is_staff
    assert not other.groups.exists()
