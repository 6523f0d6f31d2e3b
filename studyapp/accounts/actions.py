"""What is done to accounts: granting a role, erasing a person."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from studyapp.accounts.models import User

EDITORS = "Editors"
# Editors work in the admin, on content alone.
EDITED_MODELS = {
    "terms": ("term", "question", "guide", "misconception"),
    "quizzes": ("item",),
    "sim": ("scenario", "task"),
}


@transaction.atomic
def grant_role(person: User, role: str) -> None:
    """Make `person` a student, a teacher or an editor, with the rights that go with it."""
    person.role = role
    person.is_staff = role == User.Role.EDITOR or person.is_superuser
    person.asked_to_teach_at = None if role != User.Role.STUDENT else person.asked_to_teach_at
    person.save()
    group = editors_group()
    if role == User.Role.EDITOR:
        person.groups.add(group)
    else:
        person.groups.remove(group)


def editors_group() -> Group:
    """The group of editors, with the right to see, add and change content."""
    group, _ = Group.objects.get_or_create(name=EDITORS)
    wanted = Permission.objects.filter(
        content_type__app_label__in=EDITED_MODELS,
        content_type__model__in=[name for names in EDITED_MODELS.values() for name in names],
        codename__regex=r"^(view|add|change)_",
    )
    group.permissions.set(wanted)
    return group


@transaction.atomic
def erase_person(person: User) -> None:
    """Delete the account and everything that belongs to it."""
    person.delete()
