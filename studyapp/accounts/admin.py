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
    readonly_fields = ["asked_to_teach_at"]

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
