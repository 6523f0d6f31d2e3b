"""The front matter of a foreign page: YAML where it is YAML, else read line by line."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from studyapp.lib import markdown
from studyapp.lib.contentfiles import Place, line_of, read_yaml
from studyapp.lib.problems import ContentProblems, Problem
from terms.import_text import Notes

FRONT = re.compile(
    r"\A(?P<lead>\s*)---[ \t]*\n(?P<front>[\s\S]*?)^---[ \t]*(?:\n|\Z)", re.MULTILINE
)
KEY = re.compile(r"(?P<indent>\s*)(?P<key>[A-Za-z_][\w-]*):(?:\s+(?P<value>.*))?")


@dataclass(frozen=True)
class ForeignPage:
    """A page taken apart: front matter with the lines of its keys, and the body's first line."""

    values: Mapping[str, Any]
    lines: Mapping[Place, int]
    front: str
    body: str
    body_line: int

    def line(self, *place: str) -> int:
        return line_of(place, self.lines)

    def words(self, *place: str) -> str:
        """A value as one line of plain words; "" when it is not there or not text."""
        value: Any = self.values
        for step in place:
            value = value.get(step) if isinstance(value, Mapping) else None
        if not isinstance(value, str | int | float | datetime.date) or isinstance(value, bool):
            return ""
        return markdown.plain(" ".join(str(value).split()))


def take_apart(text: str, notes: Notes) -> ForeignPage:
    """Front matter and body. Raises ContentProblems when the front matter never ends."""
    match = FRONT.match(text)
    if match is None:
        if text.lstrip().startswith("---\n"):
            reason = "the front matter has no closing `---`"
            raise ContentProblems([Problem(notes.file, 1, "", reason)])
        notes.add(1, "no front matter; the page is known by its headings alone")
        return ForeignPage({}, {}, "", text, 1)
    first = match["lead"].count("\n") + 2
    values, lines = _values(match["front"], first, notes)
    body_line = text.count("\n", 0, match.end()) + 1
    return ForeignPage(values, lines, match["front"], text[match.end() :], body_line)


def _values(front: str, first: int, notes: Notes) -> tuple[dict[str, Any], dict[Place, int]]:
    try:
        values, lines = read_yaml(front, file=notes.file, first_line=first)
    except ContentProblems as error:
        fault = error.problems[0]
        notes.add(fault.line, f"{fault.reason}; the front matter was read line by line")
        return _by_line(front, first, notes)
    except (yaml.YAMLError, ValueError) as error:
        notes.add(first, f"not valid YAML: {error}; the front matter was read line by line")
        return _by_line(front, first, notes)
    if values is None:
        return {}, {}
    if not isinstance(values, dict):
        notes.add(first, "the front matter is no `key: value` lines; kept in the draft's history")
        return {}, {}
    return {str(key): value for key, value in values.items()}, lines


def _by_line(front: str, first: int, notes: Notes) -> tuple[dict[str, Any], dict[Place, int]]:
    values: dict[str, Any] = {}
    lines: dict[Place, int] = {}
    above = ""
    for number, line in enumerate(front.split("\n"), first):
        match = KEY.fullmatch(line)
        if match is None:
            if line.strip():
                notes.add(number, f"`{line.strip()}` not understood; kept in the draft's history")
            continue
        key, value = match["key"], _unquoted(match["value"] or "")
        if match["indent"] and isinstance(values.get(above), dict):
            values[above][key] = value
            lines[above, key] = number
        elif key in values:
            notes.add(number, f"`{key}` stands twice; the second is kept in the draft's history")
        else:
            values[key] = value or {}
            lines[key,] = number
            above = key
    return values, lines


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
