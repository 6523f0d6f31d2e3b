"""Rows to which something is given: a rank (ordering) or an option (matching, labels)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from quizzes.answers import step_keys
from quizzes.core.kinds.matching import LabelDiagram, Matching, Row
from quizzes.core.kinds.ordering import Ordering
from quizzes.display.beliefs import Setting, ShownBelief
from quizzes.display.diagram import diagram
from studyapp.lib import markdown


@dataclass(frozen=True)
class ShownRow:
    """A row with its select: `choices` are (value, text, is_chosen). `key` ends its name."""

    key: str
    html: str
    choices: list[tuple[str, str, bool]]
    given: str
    right: str
    is_right: bool
    why: str = ""
    belief: ShownBelief | None = None
    belief_why: str = ""

    @property
    def is_given(self) -> bool:
        return bool(self.given)


@dataclass(frozen=True)
class Giving:
    """The rows of a matching item or a diagram with `drawing`, without its words until answered."""

    rows: list[ShownRow]
    drawing: str = ""
    drawing_answered: str = ""
    answered: ClassVar[str] = "quizzes/kinds/_rows_answered.html"
    refusal: ClassVar[str] = "Not right."
    ask: ClassVar[str] = "Choose for each row"

    @property
    def verdict(self) -> str:
        right = sum(row.is_right for row in self.rows)
        return f"{right} of {len(self.rows)} are matched rightly."


@dataclass(frozen=True)
class Ordered:
    """Steps: `rows` as the page lists them to be ranked, `steps` in the right order."""

    rows: list[ShownRow]
    steps: list[ShownRow]
    why: str
    mixups: list[tuple[str, ShownBelief | None]]
    answered: ClassVar[str] = "quizzes/kinds/_steps_answered.html"
    refusal: ClassVar[str] = "Not right."
    ask: ClassVar[str] = "Put the steps in order"

    @property
    def verdict(self) -> str:
        if all(row.is_right for row in self.steps):
            return "Every step is in its place."
        right = sum(row.is_right for row in self.steps)
        where = f"{right} of {len(self.steps)} steps stand in their place"
        return f"{where}; one that follows the right step counts."


def matching(item: Matching, response: dict[str, int] | None, setting: Setting) -> Giving:
    return Giving(_rows(item, response, setting))


def label_diagram(item: LabelDiagram, response: dict[str, int] | None, setting: Setting) -> Giving:
    spots = [(spot.x, spot.y) for spot in item.rows]
    return Giving(
        _rows(item, response, setting),
        drawing=diagram(item.drawing, spots, is_labeled=False),
        drawing_answered=diagram(item.drawing, spots, is_labeled=True),
    )


def _rows(
    item: Matching | LabelDiagram, response: dict[str, int] | None, setting: Setting
) -> list[ShownRow]:
    given = response or {}
    return [
        _row(row, place, given.get(str(place)), item.options, setting)
        for place, row in enumerate(item.rows)
    ]


def _row(
    row: Row, place: int, at: int | None, options: Sequence[str], setting: Setting
) -> ShownRow:
    belief = next((b for b in row.beliefs if at is not None and b.option - 1 == at), None)
    plain = [markdown.plain(option) for option in options]
    return ShownRow(
        key=f".{place}",
        html=markdown.render_inline(row.text),
        choices=[(str(i), text, i == at) for i, text in enumerate(plain)],
        given=plain[at] if at is not None and at < len(plain) else "",
        right=plain[row.option - 1],
        is_right=at == row.option - 1,
        why=markdown.render_inline(row.why),
        belief=setting.belief(belief.misconception) if belief else None,
        belief_why=markdown.render_inline(belief.why) if belief else "",
    )


def ordering(item: Ordering, response: list[int] | None, setting: Setting) -> Ordered:
    """An answer that lacks a step is shown with what it ranks."""
    given = [step for step in response or [] if step < len(item.steps)]
    rank = {step: str(place) for place, step in enumerate(given, 1)}
    steps = [_step(item, step, rank.get(step, "")) for step in range(len(item.steps))]
    is_whole = len(given) == len(steps)
    made = [m for m in item.mixups if is_whole and _before(given, m.first - 1, m.second - 1)]
    return Ordered(
        rows=[steps[i] for i in (given if is_whole else shuffled(item))],
        steps=steps,
        why=markdown.render_inline(item.why),
        mixups=[(markdown.render_inline(m.why), setting.belief(m.misconception)) for m in made],
    )


def _before(order: Sequence[int], first: int, second: int) -> bool:
    return order.index(first) < order.index(second)


def _step(item: Ordering, step: int, given: str) -> ShownRow:
    ranks = [str(rank) for rank in range(1, len(item.steps) + 1)]
    return ShownRow(
        key=f".{step_keys(item.id)[step]}",
        html=markdown.render_inline(item.steps[step]),
        choices=[(rank, rank, rank == given) for rank in ranks],
        given=given,
        right=ranks[step],
        is_right=ranks[step] == given,
    )


def shuffled(item: Ordering) -> list[int]:
    """The steps in an order that is the same for everybody, and not the right one."""

    def chance(step: int) -> Any:
        return hashlib.sha256(f"{item.id} {item.steps[step]}".encode()).digest()

    order = sorted(range(len(item.steps)), key=chance)
    return order if order != sorted(order) else order[::-1]
