"""Forms of the class pages."""

from typing import Any

from django import forms
from django.utils import timezone

from studyapp.classes import joincodes
from studyapp.classes.activities import ACTIVITIES
from studyapp.classes.models import Assignment, Classroom, Membership

MOST_MINUTES = 600


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


class TimesForm(forms.ModelForm):
    """When an assignment is due and how long it may take."""

    class Meta:
        model = Assignment
        fields = ["due_at", "closes_when_due", "minutes"]
        labels = {
            "due_at": "Due",
            "closes_when_due": "Close it then",
            "minutes": "Time limit in minutes",
        }
        help_texts = {
            "due_at": "Leave empty for no due date. Later work is accepted and marked late.",
            "closes_when_due": "Quizzes only: what is open then is handed in as it stands.",
            "minutes": "Quizzes only. Leave empty for what the quiz itself says, or no limit.",
        }
        widgets = {
            "due_at": forms.DateTimeInput(
                attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
            ),
            "minutes": forms.NumberInput(attrs={"min": 1, "max": MOST_MINUTES}),
        }

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("closes_when_due") and not values.get("due_at") and "due_at" in values:
            self.add_error("due_at", "It cannot close without a date.")
        if values.get("minutes") is not None and not 1 <= values["minutes"] <= MOST_MINUTES:
            self.add_error("minutes", f"Give from 1 to {MOST_MINUTES} minutes.")
        return values


class AccommodationForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ["time_factor", "extra_minutes", "is_untimed"]
        labels = {
            "time_factor": "Time, times",
            "extra_minutes": "And minutes more",
            "is_untimed": "No time limit",
        }
        help_texts = {
            "time_factor": "1.5 for time and a half, 2 for double time.",
            "extra_minutes": "Added to every time limit and due date.",
        }
        widgets = {
            "time_factor": forms.NumberInput(attrs={"min": 1, "max": 5, "step": 0.05}),
            "extra_minutes": forms.NumberInput(attrs={"min": 0, "max": MOST_MINUTES}),
        }

    def clean_time_factor(self) -> Any:
        factor = self.cleaned_data["time_factor"]
        if not 1 <= factor <= 5:
            raise forms.ValidationError("Give a number from 1 to 5.")
        return factor


class AssignmentForm(TimesForm):
    what = forms.ChoiceField(label="What to assign")

    field_order = ["what", "due_at", "closes_when_due", "minutes"]

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
