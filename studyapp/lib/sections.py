"""Markdown split at its headings, with the line on which every piece starts."""

import re
from dataclasses import dataclass

HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*$")
FENCE = re.compile(r"^(```|~~~)")
LINK = re.compile(r"^\[(?P<text>[^\]]+)\]\((?P<url>[^)\s]+)(?:\s+\"[^\"]*\")?\)$")


@dataclass(frozen=True)
class Section:
    """A heading with the text below it, up to the next heading of its level or above."""

    title: str
    text: str
    line: int


@dataclass(frozen=True)
class Link:
    """A heading that may be a link. `url` is empty when it is plain."""

    text: str
    url: str


def split(text: str, level: int, *, first_line: int = 1) -> tuple[str, list[Section]]:
    """The text before the first heading of `level`, and the sections. Code fences stay whole."""
    before: list[str] = []
    sections: list[tuple[str, int, list[str]]] = []
    fenced = False
    for number, line in enumerate(text.splitlines(), first_line):
        fenced ^= bool(FENCE.match(line))
        heading = None if fenced else HEADING.match(line)
        if heading and len(heading[1]) == level:
            sections.append((heading[2], number, []))
        else:
            (sections[-1][2] if sections else before).append(line)
    return "\n".join(before).strip(), [
        Section(title, "\n".join(lines).strip(), line) for title, line, lines in sections
    ]


def heading_link(title: str) -> Link:
    """`[Active transport](/terms/active-transport/)` or plain text."""
    match = LINK.match(title.strip())
    return Link(match["text"], match["url"]) if match else Link(title.strip(), "")


def bullets(text: str) -> list[str]:
    """The items of a Markdown bullet list, continuation lines joined."""
    items: list[str] = []
    for line in text.splitlines():
        if re.match(r"^[-*] ", line):
            items.append(line[2:].strip())
        elif line.strip() and items:
            items[-1] += " " + line.strip()
    return items
