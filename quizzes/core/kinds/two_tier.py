"""An answer, the reason for it, and how sure the student is.

The two-tier form tells a lucky guess from knowledge (Treagust 1988, Int J Sci Educ 10:159); the
confidence tells a gap from a conviction. It earns nothing: who is honest loses nothing by it.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, model_validator

from quizzes.core.kinds.answers import place
from quizzes.core.kinds.single_choice import Option
from quizzes.core.records import Mark, Question, Text

TIERS = ("answer", "reason")
SURE = ("guessing", "unsure", "fairly sure", "certain")
MOST = 5


class TwoTier(Question):
    """`answers` to the stem, and `reasons`, of which one holds for the right answer."""

    kind: Literal["two-tier"] = "two-tier"
    answers: tuple[Option, ...] = Field(min_length=2, max_length=MOST)
    ask_why: Text = "Which is the best reason for your answer?"
    reasons: tuple[Option, ...] = Field(min_length=3, max_length=MOST)

    @model_validator(mode="after")
    def _one_right_each(self) -> "TwoTier":
        for name, options in (("answers", self.answers), ("reasons", self.reasons)):
            if sum(option.right for option in options) != 1:
                raise ValueError(f"exactly one of the {name} must be right")
        if any(not o.right and not o.misconception for o in self.reasons):
            raise ValueError("every wrong reason must name a misconception")
        return self


def chance(values: Mapping[str, Any]) -> float:
    """The share of the points that blind guessing earns; a reason earns with its answer only."""
    answer, reason = 1.0 / len(values["answers"]), 1.0 / len(values["reasons"])
    return answer * (1.0 + reason) / 2.0


def parse_response(raw: Any) -> dict[str, int | None] | None:
    """`{"answer": 0, "reason": 2, "sure": 3}`; a part not given is None; None for none at all."""
    if not isinstance(raw, dict):
        return None
    found = {name: place(raw.get(name), MOST) for name in TIERS}
    found["sure"] = place(raw.get("sure"), len(SURE))
    return found if any(found[name] is not None for name in TIERS) else None


def mark(item: TwoTier, response: dict[str, int | None] | None) -> Mark:
    """One point for the answer and one for the reason; the reason counts with the answer only."""
    given = response or {}
    answer = _chosen(item.answers, given.get("answer"))
    reason = _chosen(item.reasons, given.get("reason"))
    points = float(bool(answer and answer.right))
    points += float(bool(points and reason and reason.right))
    beliefs = [option.misconception for option in (answer, reason) if option]
    return Mark(points=points, out_of=2.0, caught=tuple(dict.fromkeys(filter(None, beliefs))))


def _chosen(options: tuple[Option, ...], at: int | None) -> Option | None:
    return options[at] if at is not None and at < len(options) else None


def is_conviction(item: TwoTier, response: dict[str, int | None] | None) -> bool:
    """Whether a wrong reason was given by somebody who was fairly sure or certain."""
    given = response or {}
    reason = _chosen(item.reasons, given.get("reason"))
    return bool(
        reason and not reason.right and (given.get("sure") or 0) >= SURE.index("fairly sure")
    )
