"""The two layouts of foreign pages → the fields of a term or a study question."""

import re
from collections.abc import Iterable
from typing import Any

from studyapp.lib import markdown
from studyapp.lib.sections import FENCE, Section, heading_link, split
from terms.import_front import ForeignPage
from terms.import_links import KnownPages
from terms.import_text import Notes, cleaned, with_breaks
from terms.pagefiles import TERM_HEADINGS, VERSUS

# Stands where a section that every term has was missing: an editor writes it before publishing.
TO_BE_WRITTEN = "To be written: the imported page had no such section."
REQUIRED = ("definition", "what_it_is", "why_it_matters", "connections", "takeaways")
IGNORED = "structured data"
SPELLINGS = {
    "what is it": "what_it_is",
    "why it matters": "why_it_matters",
    "connection": "connections",
    "on the exam": "on_the_exam",
    "on the ap bio exam": "on_the_exam",
    "on the ap biology exam": "on_the_exam",
    "takeaways": "takeaways",
    "key takeaway": "takeaways",
    "faq": "faqs",
    "frequently asked questions": "faqs",
    **{heading.lower(): field for heading, field in TERM_HEADINGS.items()},
}
HEADING_OF = {field: heading for heading, field in TERM_HEADINGS.items()}
LOOSE_HEADING = re.compile(r"^ {0,3}(#{2,6})[ \t]*(?=[^#\s])", re.MULTILINE)
TITLE = re.compile(r"^# +(.+?)[ #]*$")
BULLET = re.compile(r"^ {0,3}(?:[-*+•–]|\d{1,2}[.)])[ \t]+")
BLOCK_ANSWER = re.compile(r"^answer:\s*[|>][-+\d]*\s*$", re.MULTILINE)
# A literal \n of the file, but not the start of a formula's word: \nu, \neq, \nabla.
LITERAL_BREAK = re.compile(r"(?:\\r)?\\n(?!(?:u|eq|e|abla|ot|leq|geq)\b)")


def term_fields(page: ForeignPage, known: KnownPages, notes: Notes) -> dict[str, str]:
    """The sections of layout A as the fields of a term, with `heading` for the `# title`."""
    body = LOOSE_HEADING.sub(r"\1 ", _without_structured_data(page))
    body = cleaned(body, known=known, notes=notes, first_line=page.body_line)
    _, sections = split(body, 2, first_line=page.body_line)
    heading, lead, lead_line = _before_sections(body, page.body_line)
    place = _Places(notes)
    if lead:
        place.at_the_end("Introduction", lead, lead_line, "text before the first section")
    for section in sections:
        place.section(section)
    fields = place.fields | {"versus_title": place.versus_title}
    _tidy_parts(fields, place, known)
    fields["what_it_is"] = "\n\n".join(filter(None, (fields.get("what_it_is"), *place.rest)))
    _report_missing(fields, notes, page)
    finished = {name: with_breaks(_closed(text)) for name, text in fields.items()}
    return finished | {"heading": markdown.plain(heading)}


class _Places:
    """Where each piece of a page goes. `rest` is what ends up at the end of “What It Is”."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.fields: dict[str, str] = {}
        self.lines: dict[str, int] = {}
        self.rest: list[str] = []
        self.versus_title = ""

    def section(self, section: Section) -> None:
        title = bare(section.title)
        field = SPELLINGS.get(title.rstrip(":.").lower())
        if title.lower() == IGNORED:
            return
        if field is None and VERSUS.search(title) and not self.versus_title:
            field, self.versus_title = "versus", title
        if field is None:
            what = "a second comparison" if VERSUS.search(title) else "unknown section"
            self.at_the_end(title, section.text, section.line, f"{what} “{title}”")
        elif not section.text:
            self.notes.add(section.line, f"section “{title}” is empty")
        elif field in self.fields:
            self.notes.add(section.line, f"section “{title}” stands twice; joined to the first")
            self.fields[field] += f"\n\n{section.text}"
        else:
            self.fields[field] = section.text
            self.lines[field] = section.line

    def at_the_end(self, title: str, text: str, line: int, what: str) -> None:
        self.notes.add(line, f"{what} went to the end of “What It Is”")
        self.rest.append(_closed(f"**{title}**\n\n{text}".strip()))


def bare(title: str) -> str:
    """A heading without links, bold and numbering marks."""
    link = heading_link(title)
    return re.sub(r"\*\*|__", "", link.text).strip()


def _without_structured_data(page: ForeignPage) -> str:
    """The body with its “Structured Data” section blank, so that lines keep their numbers."""
    lines = page.body.split("\n")
    _, sections = split(page.body, 2)
    starts = [section.line for section in sections] + [len(lines) + 1]
    for section, end in zip(sections, starts[1:], strict=True):
        if bare(section.title).lower() == IGNORED:
            lines[section.line - 1 : end - 1] = [""] * (end - section.line)
    return "\n".join(lines)


def _before_sections(body: str, first: int) -> tuple[str, str, int]:
    """The `# title`, the rest of the text before the first section, and where that starts."""
    heading, rest, start = "", [], 0
    for number, line in enumerate(split(body, 2)[0].split("\n"), first):
        match = TITLE.match(line)
        if match and not heading:
            heading = match[1]
        elif line.strip() or rest:
            start = start or number
            rest.append(line)
    skipped = len(body) - len(body.lstrip("\n"))
    return heading, "\n".join(rest).strip(), start + skipped


def _tidy_parts(fields: dict[str, str], place: _Places, known: KnownPages) -> None:
    """Connections, FAQs and takeaways as the site shows them; other text goes elsewhere."""
    for field in ("connections", "faqs"):
        if field not in fields:
            continue
        before, parts = split(fields[field], 3, first_line=place.lines[field])
        if before:
            what = f"text of “{HEADING_OF[field]}” outside a `###` heading"
            place.at_the_end(HEADING_OF[field], before, place.lines[field], what)
        title = _linked(known) if field == "connections" else bare
        fields[field] = "\n\n".join(f"### {title(p.title)}\n\n{p.text}".strip() for p in parts)
    if "takeaways" in fields:
        fields["takeaways"], before = _bullets(fields["takeaways"])
        if before:
            what = "text of “Key Takeaways” outside its list"
            place.at_the_end("Key Takeaways", before, place.lines["takeaways"], what)


def _linked(known: KnownPages) -> Any:
    """Connection headings: a plain one that is the name of a page becomes its link."""

    def heading(title: str) -> str:
        link = heading_link(title)
        url = link.url or known.by_name(bare(title))
        return f"[{bare(link.text)}]({url})" if url else bare(title)

    return heading


def _bullets(text: str) -> tuple[str, str]:
    """A list with `- ` marks, and the text before it."""
    before: list[str] = []
    lines: list[str] = []
    for line in text.split("\n"):
        if BULLET.match(line):
            lines.append(BULLET.sub("- ", line))
        elif line.strip():
            (lines if lines else before).append(line)
    return "\n".join(lines), "\n".join(before)


def _closed(text: str) -> str:
    """A code fence that never ends would swallow the sections after it."""
    fences = [m[0] for m in map(FENCE.match, text.split("\n")) if m]
    return f"{text}\n{fences[-1]}" if len(fences) % 2 else text


def _report_missing(fields: dict[str, str], notes: Notes, page: ForeignPage) -> None:
    for heading, field in TERM_HEADINGS.items():
        if not fields.get(field):
            if field in REQUIRED:
                fields[field] = f"- {TO_BE_WRITTEN}" if field == "takeaways" else TO_BE_WRITTEN
                notes.add(page.body_line, f"no section “{heading}”; the draft says “To be written”")
            else:
                notes.add(page.body_line, f"no section “{heading}”; the draft has none")
    if not fields.get("versus"):
        notes.add(page.body_line, "no section “X vs Y”; the draft has none")


def answer_of(page: ForeignPage, known: KnownPages, notes: Notes) -> str:
    """The answer of layout B, its literal `\\n` made line breaks; a body goes to its end."""
    raw = str(page.values.get("answer") or "")
    line = page.line("answer")
    is_block = bool(BLOCK_ANSWER.search(page.front))
    answer = LITERAL_BREAK.sub("\n", raw).replace('\\"', '"')
    own = Notes(notes.file)
    answer = cleaned(answer, known=known, notes=own, first_line=line + 1)
    for note in own.found:
        notes.add(note.line if is_block else line, note.reason)
    parts = [_closed(answer)]
    if page.body.strip():
        body = LOOSE_HEADING.sub(r"\1 ", page.body)
        parts.append(cleaned(body, known=known, notes=notes, first_line=page.body_line))
        notes.add(page.body_line, "text below the front matter went to the end of the answer")
    return with_breaks("\n\n".join(part.strip() for part in parts if part.strip()))


def keywords_of(value: Any) -> list[str]:
    """`page_keywords`: a list, or words between commas."""
    words: Iterable[Any] = value if isinstance(value, list) else re.split(r"[,;]", str(value or ""))
    found = (" ".join(str(word).split()) for word in words)
    return list(dict.fromkeys(word for word in found if word))
