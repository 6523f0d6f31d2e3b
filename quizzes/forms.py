"""The teacher's form for a quiz of chosen items."""

from typing import Any

from django import forms

from quizzes.models import Item


class QuizForm(forms.Form):
    title = forms.CharField(max_length=120, label="Title")
    minutes = forms.IntegerField(
        label="Time limit in minutes", min_value=1, max_value=600, required=False
    )
    items = forms.MultipleChoiceField(
        label="Items",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one item."},
    )

    def __init__(self, *args: Any, topic: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What is marked by itself: a written answer waits for somebody to read it.
        found = Item.objects.marked().order_by("topic", "uid")
        self.listed = list(found.of_topic(topic) if topic else found)
        items: Any = self.fields["items"]
        items.choices = [(item.uid, item) for item in self.listed]

    def chosen_items(self) -> list[Item]:
        """The chosen items in the order of the list."""
        chosen = set(self.cleaned_data["items"])
        return [item for item in self.listed if item.uid in chosen]
