"""What a class can be given: one written table. Dotted names are resolved late, because the rooms
stand above this floor."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Activity:
    """`choices(user)` → [(id, title)]; `start(assignment, user)` → the address to go to."""

    name: str
    label: str
    choices_at: str
    start_at: str

    @property
    def choices(self) -> Callable[[Any], list[tuple[str, str]]]:
        return import_string(self.choices_at)

    @property
    def start(self) -> Callable[[Any, Any], str]:
        return import_string(self.start_at)


ACTIVITIES = {
    activity.name: activity
    for activity in (
        Activity("quiz", "Quiz", "quizzes.actions.assignable", "quizzes.actions.start_assignment"),
    )
}
