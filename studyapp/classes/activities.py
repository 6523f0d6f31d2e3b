"""What a class can be given: one written table. Dotted names are resolved late, because the rooms
stand above this floor."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string


class NotOpen(Exception):
    """The assignment cannot be begun; the text says why, for the student to read."""


@dataclass(frozen=True)
class Activity:
    """`choices(user)` → [(id, title)]; `start(assignment, user)` → the address to go to.

    Where work has time limits, `settle(classroom=…, student=…)` finishes what is overdue before
    results are shown, and `retime(classroom=…, student=…)` carries on what was changed: dates,
    limits, accommodations.
    """

    name: str
    label: str
    choices_at: str
    start_at: str
    settle_at: str = ""
    retime_at: str = ""

    @property
    def choices(self) -> Callable[[Any], list[tuple[str, str]]]:
        return import_string(self.choices_at)

    @property
    def start(self) -> Callable[[Any, Any], str]:
        return import_string(self.start_at)

    def settle(self, **whose: Any) -> None:
        if self.settle_at:
            import_string(self.settle_at)(**whose)

    def retime(self, *, classroom: Any, student: Any = None) -> None:
        if self.retime_at:
            import_string(self.retime_at)(classroom=classroom, student=student)


def settle(*, classroom: Any = None, student: Any = None) -> None:
    """Finish what is overdue in a class or of a student, whatever it is."""
    for activity in ACTIVITIES.values():
        activity.settle(classroom=classroom, student=student)


def retime(*, classroom: Any, student: Any = None) -> None:
    """Dates, limits or accommodations of a class, or of one student in it, have changed."""
    for activity in ACTIVITIES.values():
        activity.retime(classroom=classroom, student=student)


ACTIVITIES = {
    activity.name: activity
    for activity in (
        Activity(
            "quiz",
            "Quiz",
            choices_at="quizzes.actions.assignable",
            start_at="quizzes.actions.start_assignment",
            settle_at="quizzes.closing.close_overdue_of",
            retime_at="quizzes.timing.retime",
        ),
        Activity(
            "task",
            "Laboratory task",
            choices_at="sim.actions.assignable",
            start_at="sim.actions.start_assignment",
        ),
    )
}
