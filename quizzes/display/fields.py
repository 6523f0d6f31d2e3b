"""Something typed: a number with its unit, a reading off a graph, a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from quizzes.core.kinds import numeric as numeric_kind
from quizzes.core.kinds import short_text as short_text_kind
from quizzes.core.kinds.answers import number
from quizzes.core.kinds.numeric import Numeric
from quizzes.core.kinds.read_graph import ReadGraph
from quizzes.core.kinds.short_text import ShortText
from quizzes.display.beliefs import Setting, ShownBelief
from quizzes.display.charts import ShownChart, run_chart
from studyapp.lib import markdown


@dataclass(frozen=True)
class ShownSlip:
    """A known wrong answer: what it is, where it comes from, whether it was given."""

    text: str
    why: str
    belief: ShownBelief | None
    is_given: bool


@dataclass(frozen=True)
class Typing:
    """`value` and `unit` as typed; `units` that are accepted, none where none is asked for.

    `fixed_unit` is the unit of an axis, printed behind the field. `problem` says why what was
    typed cannot be marked.
    """

    value: str
    right: str
    why: str
    slips: list[ShownSlip]
    unit: str = ""
    units: Sequence[str] = ()
    fixed_unit: str = ""
    also: Sequence[str] = ()
    run: ShownChart | None = None
    problem: str = ""
    answered: ClassVar[str] = "quizzes/kinds/_typed_answered.html"
    refusal: ClassVar[str] = "Not right."
    ask: ClassVar[str] = "Write your answer"

    @property
    def given(self) -> str:
        return f"{self.value} {self.unit or self.fixed_unit}".strip()

    @property
    def verdict(self) -> str:
        if not self.given:
            return f"The answer is {self.right}."
        return f"You wrote {self.given}; the answer is {self.right}."


def shown_number(value: float, digits: int = 6) -> str:
    """A number with a true minus sign and grouped thousands."""
    text = f"{value:,.{digits}g}" if abs(value) < 1e6 else f"{value:.{digits}g}"
    return text.replace("-", "−")


def numeric(item: Numeric, response: dict[str, str] | None, setting: Setting) -> Typing:
    given = response or {"value": "", "unit": ""}
    found = numeric_kind.given_number(item, response)
    unit = f" {item.units[0].name}" if item.units else ""
    return Typing(
        value=given["value"],
        unit=given["unit"],
        units=[u.name for u in item.units],
        right=f"{shown_number(item.answer)}{unit}",
        why=markdown.render_inline(item.why),
        slips=_numbers(item, found, unit, setting),
        problem=_not_a_number(given["value"]) if response and found is None else "",
    )


def read_graph(item: ReadGraph, response: dict[str, str] | None, setting: Setting) -> Typing:
    given = response or {"value": ""}
    found = number(given["value"])
    return Typing(
        value=given["value"],
        fixed_unit=item.unit,
        right=f"about {shown_number(item.answer, 3)} {item.unit}",
        why=markdown.render_inline(item.why),
        slips=_numbers(item, found, f" {item.unit}", setting),
        run=run_chart(item),
        problem=_not_a_number(given["value"]) if response and found is None else "",
    )


def _not_a_number(typed: str) -> str:
    return f"“{typed}” cannot be read as a number. Write it like −4.99, 1,200 or 3e-4."


def _numbers(
    item: Numeric | ReadGraph, found: float | None, unit: str, setting: Setting
) -> list[ShownSlip]:
    given = numeric_kind.slip_given(found, item.within, item.slips)
    return [
        _slip(f"{shown_number(slip.value, 3)}{unit}", slip, setting, is_given=slip == given)
        for slip in item.slips
    ]


def _slip(text: str, slip: Any, setting: Setting, *, is_given: bool) -> ShownSlip:
    belief = setting.belief(slip.misconception)
    return ShownSlip(text, markdown.render_inline(slip.why), belief, is_given)


def short_text(item: ShortText, response: str | None, setting: Setting) -> Typing:
    given = short_text_kind.slip_given(item, response)
    return Typing(
        value=response or "",
        right=f"“{item.accepted[0]}”",
        why=markdown.render_inline(item.why),
        slips=[
            _slip(f"“{slip.text}”", slip, setting, is_given=slip == given) for slip in item.slips
        ],
        also=item.accepted[1:],
    )
