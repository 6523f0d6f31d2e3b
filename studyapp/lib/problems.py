"""What is wrong with a content file: where, and why."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one file. `place` is a dotted path (`options[2].why`), `line` counts from 1."""

    file: str
    line: int
    place: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        return f"{self.file}:{self.line}: {place}{self.reason}"


class ContentProblems(Exception):
    """All the problems of one file at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def dotted(path: Sequence[int | str]) -> str:
    """`("options", 2, "why")` → `options[2].why`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text
