"""People in the admin: grant a teacher's or an editor's account."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest

from studyapp.accounts import actions
from studyapp.accounts.models import User


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ["username", "first_name", "role", "asked_to_teach_at", "last_login"]
    list_filter = ["role", ("asked_to_teach_at", admin.EmptyFieldListFilter), "is_staff"]
    actions = ["make_teacher", "make_editor", "make_student"]
    fieldsets = (
        (None, {"fields": ("username", "password", "first_name", "role", "asked_to_teach_at")}),
        ("Rights", {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "first_name", "role")}),
        ("Password", {"fields": ("usable_password", "password1", "password2")}),
    )
    readonly_fields = ["asked_to_teach_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Rights come with a role; only an administrator gives any others."""
        found = list(super().get_readonly_fields(request, obj))
        user: Any = request.user
        return found if user.is_superuser else [*found, "is_staff", "is_superuser", "groups"]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A role is granted with its rights, and last: the form's own groups are saved here too."""
        super().save_related(request, form, formsets, change)
        if not change or "role" in form.changed_data:
            actions.grant_role(form.instance, form.instance.role)

    @admin.action(description="Make the selected people teachers")
    def make_teacher(self, request: HttpRequest, people: QuerySet[Any]) -> None:
        for person in people:
            actions.grant_role(person, User.Role.TEACHER)

    @admin.action(description="Make the selected people editors")
    def make_editor(self, request: HttpRequest, people: QuerySet[Any]) -> None:
        for person in people:
            actions.grant_role(person, User.Role.EDITOR)

    @admin.action(description="Make the selected people students")
    def make_student(self, request: HttpRequest, people: QuerySet[Any]) -> None:
        for person in people:
            actions.grant_role(person, User.Role.STUDENT)
