"""Form fields for prose, for lists and for small structures, as an editor would type them."""

from typing import Any

from django import forms

from studyapp.lib.contentfiles import read_yaml, to_yaml
from studyapp.lib.problems import ContentProblems


class ProseField(forms.CharField):
    """Text with plain line ends, so that what was not edited stays the same as in its file."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        text = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        return str(super().to_python(text))


class LinesField(forms.CharField):
    """A list of texts, one on each line."""

    widget = forms.Textarea

    def __init__(self, **settings: Any) -> None:
        # A JSON column's form field has these; a text has no use for them.
        for name in ("encoder", "decoder", "show_hidden_initial"):
            settings.pop(name, None)
        super().__init__(**settings)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        return [line.strip() for line in lines if line.strip()]


class YamlField(LinesField):
    """A small structure, edited as YAML. `empty` is what an empty field means."""

    def __init__(self, *, empty: Any = None, **settings: Any) -> None:
        self.empty = empty
        super().__init__(**settings)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return value
        return to_yaml(value) if value else ""

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            found, _ = read_yaml(value, file="")
        except ContentProblems as error:
            raise forms.ValidationError(by_line(error)) from error
        return self.empty if found is None else found


def by_line(error: ContentProblems) -> list[str]:
    """The problems of a text as an editor reads them below its field."""
    return [f"Line {p.line}: {f'{p.place}: ' if p.place else ''}{p.reason}" for p in error.problems]
