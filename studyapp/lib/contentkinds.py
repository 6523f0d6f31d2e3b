"""What the loader must know of a kind of content. Each room lists its kinds in `kinds.py`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from studyapp.lib.contentrows import ContentRow
from studyapp.lib.problems import Problem


@dataclass(frozen=True)
class ContentKind:
    """Files of one kind: where they are, how they are read and written, which rows they become."""

    name: str
    room: str
    model: type[ContentRow]
    find: Callable[[Path], Iterable[Path]]
    read: Callable[[str, str], Sequence[BaseModel]]
    write: Callable[[Sequence[BaseModel]], str]
    path_of: Callable[[BaseModel], str]

    def folder(self, base: Path) -> Path:
        return base / self.room / "content"


@dataclass(frozen=True)
class Loaded:
    """A record with the file it came from, and the file's text to find lines in."""

    kind: ContentKind
    record: Any
    file: str
    text: str

    def line_of(self, words: str) -> int:
        """The line, from 1, on which `words` first stand at or after the record's own id."""
        lines = self.text.splitlines()
        own = f"id: {self.record.id}"
        start = next((n for n, line in enumerate(lines) if line.strip("- ") == own), 0)
        found = (n for n, line in enumerate(lines[start:], start + 1) if words in line)
        return next(found, start + 1)

    def problem(self, place: str, reason: str, words: str = "") -> Problem:
        """A problem of this record; `words` say where in its file."""
        return Problem(self.file, self.line_of(words or place), place, reason)


# A check looks at all the records of its kinds together and says what is wrong with them.
Check = Callable[[Sequence[Loaded]], list[Problem]]
