"""Four options, one of them right."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, model_validator

from quizzes.core.kinds.answers import place
from quizzes.core.records import Frozen, Mark, Question, Slug, Text

LETTERS = "ABCD"


class Option(Frozen):
    """An option, why it is right or wrong and, when wrong, the belief it catches."""

    text: Text
    right: bool = False
    why: Text
    misconception: Slug | Literal[""] = ""
    scenario: Slug | Literal[""] = ""


class SingleChoice(Question):
    kind: Literal["single-choice"] = "single-choice"
    options: tuple[Option, ...] = Field(min_length=4, max_length=4)

    @model_validator(mode="after")
    def _one_right(self) -> "SingleChoice":
        if sum(option.right for option in self.options) != 1:
            raise ValueError("exactly one option must be right")
        for letter, option in zip(LETTERS, self.options, strict=True):
            if option.right and option.misconception:
                raise ValueError(f"option {letter} is right and names a misconception")
            if not option.right and not option.misconception:
                raise ValueError(f"option {letter} is wrong and names no misconception")
        return self

    @property
    def key(self) -> int:
        """Where the right option stands, from 0."""
        return next(i for i, option in enumerate(self.options) if option.right)


def chance(values: Mapping[str, Any]) -> float:
    """The share of the points that blind guessing earns."""
    return 1.0 / len(values["options"])


def parse_response(raw: Any) -> int | None:
    """What the browser sent as the place of an option (0–3), or None for no answer."""
    return place(raw, len(LETTERS))


def mark(item: SingleChoice, response: int | None) -> Mark:
    """One point for the right option, nothing for a wrong one or none."""
    if response is None:
        return Mark(points=0.0, out_of=1.0)
    belief = item.options[response].misconception
    return Mark(points=float(response == item.key), out_of=1.0, caught=(belief,) if belief else ())
