"""Forms of the class pages."""

from typing import Any

from django import forms
from django.utils import timezone

from studyapp.classes import joincodes
from studyapp.classes.activities import ACTIVITIES
from studyapp.classes.models import Assignment, Classroom


class ClassroomForm(forms.ModelForm):
    class Meta:
        model = Classroom
        fields = ["name"]
        labels = {"name": "Name of the class"}
        help_texts = {"name": "As your students know it, such as “AP Bio, period 3”."}


class JoinForm(forms.Form):
    code = forms.CharField(
        label="Join code", max_length=12, help_text="Seven letters and digits, from your teacher."
    )

    def clean_code(self) -> str:
        code = joincodes.tidied(self.cleaned_data["code"])
        if not joincodes.is_valid(code):
            raise forms.ValidationError("That is not a join code. Check each letter and try again.")
        return code


def _grouped(titles: dict[str, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The titles under the name of their activity."""
    groups = [
        (a.label, [(key, title) for key, title in titles.items() if key.startswith(f"{a.name}:")])
        for a in ACTIVITIES.values()
    ]
    return [group for group in groups if group[1]]


class AssignmentForm(forms.ModelForm):
    what = forms.ChoiceField(label="What to assign")

    class Meta:
        model = Assignment
        fields = ["due_at"]
        labels = {"due_at": "Due"}
        help_texts = {
            "due_at": "Leave empty for no due date. Later work is accepted and marked late."
        }
        widgets = {
            "due_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        }

    field_order = ["what", "due_at"]

    def __init__(self, *args: Any, teacher: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.titles = {
            f"{activity.name}:{key}": title
            for activity in ACTIVITIES.values()
            for key, title in activity.choices(teacher)
        }
        what: Any = self.fields["what"]
        what.choices = [("", "Choose …"), *_grouped(self.titles)]

    def clean_due_at(self) -> Any:
        due = self.cleaned_data["due_at"]
        if due is not None and due < timezone.now():
            raise forms.ValidationError("This time has passed. Choose a later one.")
        return due

    def save(self, commit: bool = True) -> Assignment:
        chosen = self.cleaned_data["what"]
        self.instance.activity, self.instance.activity_id = chosen.split(":", 1)
        self.instance.title = self.titles[chosen]
        return super().save(commit)
