"""A prediction, a run of the laboratory to look at, and the explanation of what was seen.

Predict, observe, explain (White & Gunstone 1992, Probing Understanding): the belief is said before
it is tested, and the explanation tells whether the observation was understood.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, model_validator

from quizzes.core.graphs import Graph
from quizzes.core.kinds.answers import place
from quizzes.core.kinds.single_choice import Option
from quizzes.core.records import Mark, Question, Slug, Text

STEPS = ("prediction", "explanation")
MOST = 5


class PredictRunExplain(Question):
    """The stem asks for the prediction. What is looked at is a laboratory `scenario`, or a `graph`
    of a run, or both; `watch` says what to look at."""

    kind: Literal["predict-run-explain"] = "predict-run-explain"
    predictions: tuple[Option, ...] = Field(min_length=2, max_length=MOST)
    scenario: Slug | Literal[""] = ""
    graph: Graph | None = None
    watch: Text
    ask_why: Text = "What explains what you saw?"
    explanations: tuple[Option, ...] = Field(min_length=3, max_length=MOST)

    @model_validator(mode="after")
    def _can_be_marked(self) -> "PredictRunExplain":
        if not self.scenario and self.graph is None:
            raise ValueError("there must be a `scenario` or a `graph` to look at")
        groups = (("predictions", self.predictions), ("explanations", self.explanations))
        for name, options in groups:
            if sum(option.right for option in options) != 1:
                raise ValueError(f"exactly one of the {name} must be right")
            if any(option.right == bool(option.misconception) for option in options):
                raise ValueError(f"of the {name}, the wrong ones name a misconception each")
        return self


def chance(values: Mapping[str, Any]) -> float:
    """The share of the points that blind guessing earns."""
    return (1.0 / len(values["predictions"]) + 1.0 / len(values["explanations"])) / 2.0


def parse_response(raw: Any) -> dict[str, int | None] | None:
    """`{"prediction": 0, "explanation": 2}`; a step not done is None; None for none at all."""
    if not isinstance(raw, dict):
        return None
    found = {name: place(raw.get(name), MOST) for name in STEPS}
    return found if any(step is not None for step in found.values()) else None


def carry_on(
    kept: dict[str, int | None] | None, response: dict[str, int | None] | None
) -> dict[str, int | None] | None:
    """What `response` makes of `kept`: the run was shown on the prediction, which therefore stays;
    only the explanation can still change."""
    if kept is None or kept.get("prediction") is None:
        return response
    return {"prediction": kept["prediction"], "explanation": (response or {}).get("explanation")}


def is_complete(response: dict[str, int | None]) -> bool:
    """Whether both steps were done: after the first the run is shown."""
    return all(response.get(name) is not None for name in STEPS)


def mark(item: PredictRunExplain, response: dict[str, int | None] | None) -> Mark:
    """One point for the prediction and one for the explanation, each for itself: who predicted
    wrongly and then explains what she saw has learned what the run teaches."""
    given = response or {}
    groups = zip(STEPS, (item.predictions, item.explanations), strict=True)
    chosen = [_chosen(options, given.get(name)) for name, options in groups]
    found = [option for option in chosen if option]
    beliefs = [option.misconception for option in found if option.misconception]
    points = sum(option.right for option in found)
    return Mark(points=float(points), out_of=2.0, caught=tuple(dict.fromkeys(beliefs)))


def _chosen(options: tuple[Option, ...], at: int | None) -> Option | None:
    return options[at] if at is not None and at < len(options) else None
