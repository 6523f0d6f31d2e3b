"""The student's forms: her plan, a card of her own, a file of cards."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from quizzes import plans
from quizzes.card_exchange import LARGEST_FILE
from quizzes.cardmodels import StudyPlan
from quizzes.formats.cards import LONGEST_SIDE
from terms import shelf

FARTHEST = datetime.timedelta(days=800)


class StudyPlanForm(forms.ModelForm):
    units = forms.TypedMultipleChoiceField(
        label="Units to learn now",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None checked means the whole course. Cards you have begun keep coming back.",
    )

    class Meta:
        model = StudyPlan
        fields = ["exam_on", "minutes_a_day", "units"]
        labels = {"exam_on": "Day of the exam", "minutes_a_day": "Minutes a day for cards"}
        widgets = {"exam_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {"exam_on": "Empty it for the expected date; your school knows the real one."}

    def __init__(self, *args: Any, exam_day: datetime.date, **kwargs: Any) -> None:
        initial = {"exam_on": exam_day} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, auto_id="plan-%s", initial=initial, **kwargs)
        units: Any = self.fields["units"]
        units.choices = [(unit.number, str(unit)) for unit in shelf.current().units]

    def clean_exam_on(self) -> datetime.date | None:
        """The site's own date is not kept: should it change, it changes for the student too."""
        day: datetime.date | None = self.cleaned_data["exam_on"]
        today = timezone.localdate()
        if day is None or day == plans.site_exam_day(today):
            return None
        if not today < day <= today + FARTHEST:
            raise forms.ValidationError("Choose a day that is ahead, within the next two years.")
        return day

    def clean_units(self) -> list[int]:
        chosen: list[int] = self.cleaned_data["units"]
        return [] if len(chosen) == len(self.fields["units"].choices) else sorted(chosen)


class OwnCardForm(forms.Form):
    front = forms.CharField(
        max_length=LONGEST_SIDE, label="Question", widget=forms.Textarea(attrs={"rows": 2})
    )
    back = forms.CharField(
        max_length=LONGEST_SIDE, label="Answer", widget=forms.Textarea(attrs={"rows": 3})
    )


class CardFileForm(forms.Form):
    file = forms.FileField(
        label="A file of cards",
        help_text="An Anki package (.apkg), or CSV with the columns front and back.",
        widget=forms.ClearableFileInput(attrs={"accept": ".apkg,.csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            told = f"This file is larger than {LARGEST_FILE // 1_000_000} MB; split the deck."
            raise forms.ValidationError(told)
        return file
