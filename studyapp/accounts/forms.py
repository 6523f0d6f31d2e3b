"""Sign-up: what allauth asks, and who the person is."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone


class SignupForm(forms.Form):
    """Added by allauth to its own fields. Roles are granted by people, never by this form."""

    first_name = forms.CharField(
        label="Name your teacher will see",
        max_length=60,
        required=False,
        help_text="Optional. A first name or a nickname is enough.",
    )
    teaches = forms.BooleanField(
        label="I teach, and would like a teacher's account",
        required=False,
        help_text="An administrator of this site looks at every request.",
    )

    field_order = ["username", "first_name", "password1", "password2", "teaches"]

    def signup(self, request: HttpRequest, user: Any) -> None:
        user.first_name = self.cleaned_data["first_name"]
        if self.cleaned_data["teaches"]:
            user.asked_to_teach_at = timezone.now()
        user.save()
