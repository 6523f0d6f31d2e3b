"""The shape of the exam and its rules between sections: what may be done next, and until when.

Inside a section everything may be changed; a section that was left stays closed; there is a break
between the two, which may be cut short (exam.md, sections 1 and 2).
"""

import datetime
import enum
from collections.abc import Sequence
from dataclasses import dataclass

CHOICE, WRITTEN = 1, 2
ROMAN = {CHOICE: "I", WRITTEN: "II"}
BREAK = datetime.timedelta(minutes=10)


@dataclass(frozen=True)
class Section:
    """`number` is that of the exam: 1 multiple choice, 2 free response."""

    number: int
    questions: int
    minutes: int

    @property
    def title(self) -> str:
        return f"Section {ROMAN[self.number]}"

    @property
    def what(self) -> str:
        kind = "multiple-choice" if self.number == CHOICE else "free-response"
        return f"{self.questions} {kind} questions in {self.minutes} minutes"


@dataclass(frozen=True)
class Shape:
    """A form that can be started. `limits` says what it cannot tell."""

    name: str
    title: str
    sections: tuple[Section, ...]
    limits: str = ""

    @property
    def minutes(self) -> int:
        """Working time, without the break."""
        return sum(section.minutes for section in self.sections)

    @property
    def is_half(self) -> bool:
        return self.name == "half"

    def section(self, number: int) -> Section:
        return next(section for section in self.sections if section.number == number)


FIRST, SECOND = Section(CHOICE, 60, 90), Section(WRITTEN, 6, 90)
SHAPES = {
    shape.name: shape
    for shape in (
        Shape("full", "Full exam", (FIRST, SECOND)),
        Shape(
            "half",
            "Half-length exam",
            (Section(CHOICE, 30, 45), Section(WRITTEN, 3, 45)),
            "Half as many questions make the estimate less sure, and three of the six types of"
            " free-response questions are not tried. It says nothing about lasting three hours.",
        ),
        Shape(
            "section-1",
            "Section I only",
            (FIRST,),
            "It is half of the exam’s score: without free-response answers no AP score can be"
            " estimated from it.",
        ),
        Shape(
            "section-2",
            "Section II only",
            (SECOND,),
            "It is half of the exam’s score: without multiple-choice answers no AP score can be"
            " estimated from it.",
        ),
    )
}


class Step(enum.Enum):
    """Where an exam stands."""

    FIRST = "first"  # nothing was begun
    SITTING = "sitting"  # a section is open
    BREAK = "break"  # between the sections, the break runs
    NEXT = "next"  # the break is over
    OVER = "over"


@dataclass(frozen=True)
class Stage:
    """`section` is the one that is open or comes next, None when the exam is over."""

    step: Step
    section: Section | None = None
    break_ends_at: datetime.datetime | None = None


def stage(
    shape: Shape,
    left_at: Sequence[datetime.datetime | None],
    now: datetime.datetime,
    *,
    is_ended: bool = False,
) -> Stage:
    """Where an exam stands whose begun sections were left at `left_at`, None for an open one.

    `is_ended`: the student gave up the sections that were not begun.
    """
    if left_at and left_at[-1] is None:
        return Stage(Step.SITTING, shape.sections[len(left_at) - 1])
    if is_ended or len(left_at) >= len(shape.sections):
        return Stage(Step.OVER)
    following = shape.sections[len(left_at)]
    if not left_at or left_at[-1] is None:
        return Stage(Step.FIRST, following)
    ends = left_at[-1] + BREAK
    return Stage(Step.BREAK if now < ends else Step.NEXT, following, ends)
