"""The form behind every content row: what is typed must make a valid record, or says why not."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from pydantic import ValidationError

WORDS = {
    "missing": "Must be filled in.",
    "string_too_short": "Must have at least {min_length} characters.",
    "string_too_long": "Must have at most {max_length} characters.",
    "greater_than": "Must be greater than {gt:g}.",
    "greater_than_equal": "Must be at least {ge:g}.",
    "float_type": "“{input}” is not a number.",
    "float_parsing": "“{input}” is not a number.",
}
MISSHAPEN = {"string_pattern_mismatch", "literal_error"}
TYPICAL_LINE = 100


class ContentForm(forms.ModelForm):  # type: ignore[type-arg]
    """`expected` says in words what a column may hold, for when it holds something else."""

    expected: ClassVar[dict[str, str]] = {}

    reason = forms.CharField(
        label="What you changed",
        required=False,
        max_length=200,
        help_text="A few words for the history. May be left empty.",
    )
    # Which version the editor started from, so that nobody overwrites a colleague unawares.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self._stamp()
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.Textarea):
                text = str(field.prepare_value(self.initial.get(name)) or "")
                field.widget.attrs["rows"] = _rows(text)

    def _stamp(self) -> str:
        return self.instance.edited_at.isoformat() if self.instance.pk else ""

    def clean(self) -> Any:
        cleaned = super().clean()
        seen = self.cleaned_data.get("seen")
        if seen and seen != self._stamp():
            self.add_error(
                None,
                "Somebody saved this page after you opened it; the history shows what they "
                "changed. Your own text is below. Saving again replaces theirs.",
            )
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self._stamp()
        return cleaned

    def _post_clean(self) -> None:
        """Django made the row of what was typed; now see whether the row makes a record."""
        super()._post_clean()  # type: ignore[misc]
        had_errors = set(self.errors)
        for column, words in dict.fromkeys(self.faults()):
            name = column if column in self.fields else None
            if name not in had_errors:
                self.add_error(name, words if name else f"{column}: {words}")

    def faults(self) -> Iterator[tuple[str, str]]:
        """(column, what is wrong with it) for everything that keeps the row from being a record."""
        columns = self.instance.column_of
        try:
            self.instance.to_record()
        except ValidationError as error:
            for fault in error.errors():
                name = str(fault["loc"][0]) if fault["loc"] else ""
                column = {"id": "uid"}.get(name) or columns.get(name, name).removesuffix("_id")
                yield column, in_words(fault, self.expected.get(column, ""))


def in_words(fault: Any, expected: str = "") -> str:
    """One of pydantic's faults as a sentence."""
    if fault["type"] in MISSHAPEN:
        wanted = expected or "written as it must be here"
        return f"“{fault['input']}” is not {wanted}."
    if fault["type"] in WORDS:
        return WORDS[fault["type"]].format(input=fault["input"], **fault.get("ctx", {}))
    text = str(fault["msg"]).removeprefix("Value error, ")
    return f"{text[:1].upper()}{text[1:]}."


def _rows(text: str) -> int:
    """Rows of a textarea in which `text` can be read without scrolling, within reason."""
    return min(30, max(2, sum(1 + len(line) // TYPICAL_LINE for line in text.splitlines())))
