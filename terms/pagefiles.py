"""Term pages, topic guides and study questions: Markdown files ⇄ records."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from studyapp.lib.contentfiles import (
    Place,
    Record,
    line_of,
    read_yaml,
    shown,
    split_front_matter,
    to_yaml,
    validated,
)
from studyapp.lib.problems import ContentProblems, Problem
from studyapp.lib.sections import Section, split
from terms.records import GuideRecord, QuestionRecord, TermRecord

R = TypeVar("R", bound=Record)

VERSUS = re.compile(r"\S\s+(vs\.?|versus)\s+\S", re.IGNORECASE)

# Heading → field. The first spelling is the one that is written.
TERM_HEADINGS = {
    "Definition": "definition",
    "What It Is": "what_it_is",
    "Why It Matters": "why_it_matters",
    "Connections": "connections",
    "On the AP Exam": "on_the_exam",
    "Key Takeaways": "takeaways",
    "FAQs": "faqs",
}
GUIDE_HEADINGS = {
    "In One Minute": "in_one_minute",
    "The Idea": "the_idea",
    "Using It": "using_it",
    "Mistakes That Cost Points": "mistakes",
    "Check Yourself": "check_yourself",
}


def read_term(text: str, file: str) -> list[TermRecord]:
    """A term page. Raises ContentProblems."""
    values, lines, sections = _read(text, file)
    fields, problems = term_sections(sections, file)
    return [_record(TermRecord, values, fields, file=file, lines=lines, problems=problems)]


def read_guide(text: str, file: str) -> list[GuideRecord]:
    """A topic guide. Raises ContentProblems."""
    values, lines, sections = _read(text, file)
    fields, problems = _by_heading(sections, GUIDE_HEADINGS, file)
    return [_record(GuideRecord, values, fields, file=file, lines=lines, problems=problems)]


def read_question(text: str, file: str) -> list[QuestionRecord]:
    """A study question with its answer. Raises ContentProblems."""
    front, body, _ = split_front_matter(text, file=file)
    values, lines = read_yaml(front, file=file, first_line=2)
    fields = {"answer": body.strip()}
    return [_record(QuestionRecord, values, fields, file=file, lines=lines, problems=[])]


def term_sections(sections: Sequence[Section], file: str) -> tuple[dict[str, str], list[Problem]]:
    """Fields of a term page from its `##` sections; headings are compared without their case."""
    versus = [s for s in sections if VERSUS.search(s.title)]
    plain = [s for s in sections if s not in versus[:1]]
    fields, problems = _by_heading(plain, TERM_HEADINGS, file)
    if versus:
        fields |= {"versus_title": versus[0].title, "versus": versus[0].text}
    return fields, problems


def _by_heading(
    sections: Sequence[Section], headings: Mapping[str, str], file: str
) -> tuple[dict[str, str], list[Problem]]:
    known = {heading.lower(): field for heading, field in headings.items()}
    fields: dict[str, str] = {}
    problems = []
    for section in sections:
        field = known.get(section.title.lower())
        if field is None:
            reason = f"unknown section “{section.title}”; expected one of {', '.join(headings)}"
            problems.append(Problem(file, section.line, "", reason))
        elif field in fields:
            problems.append(Problem(file, section.line, "", f"“{section.title}” stands twice"))
        else:
            fields[field] = section.text
    return fields, problems


def _read(text: str, file: str) -> tuple[Any, dict[Place, int], list[Section]]:
    front, body, body_line = split_front_matter(text, file=file)
    values, lines = read_yaml(front, file=file, first_line=2)
    before, sections = split(body, 2, first_line=body_line)
    if before and not before.startswith("# "):
        reason = "text before the first `##` heading belongs to no section"
        raise ContentProblems([Problem(file, body_line, "", reason)])
    lines |= {(s.title,): s.line for s in sections}
    return values, lines, sections


def _record(
    record: type[R],
    values: Any,
    fields: Mapping[str, str],
    *,
    file: str,
    lines: Mapping[Place, int],
    problems: list[Problem],
) -> R:
    if not isinstance(values, dict):
        raise ContentProblems([Problem(file, 1, "", "the front matter must be `key: value` lines")])
    for name in set(values) & set(fields):
        reason = f"`{name}` is a section, not a front-matter key"
        problems.append(Problem(file, line_of((name,), lines), name, reason))
    try:
        result = validated(record, values | fields, file=file, lines=lines)
    except ContentProblems as error:
        raise ContentProblems([*problems, *error.problems]) from error
    if problems:
        raise ContentProblems(problems)
    return result


def _front(record: Record, sections: Sequence[str]) -> str:
    return f"---\n{to_yaml(shown(record, sections))}---\n"


def write_term(records: Sequence[TermRecord]) -> str:
    """The file of one term page."""
    (term,) = records
    fields = [*TERM_HEADINGS.values(), "versus_title", "versus"]
    parts = [_front(term, fields)]
    for heading, field in TERM_HEADINGS.items():
        if heading == "Key Takeaways" and term.versus:
            parts.append(f"\n## {term.versus_title}\n\n{term.versus}\n")
        if text := getattr(term, field):
            parts.append(f"\n## {heading}\n\n{text}\n")
    return "".join(parts)


def write_guide(records: Sequence[GuideRecord]) -> str:
    """The file of one topic guide."""
    (guide,) = records
    parts = [_front(guide, list(GUIDE_HEADINGS.values()))]
    parts += [f"\n## {h}\n\n{getattr(guide, field)}\n" for h, field in GUIDE_HEADINGS.items()]
    return "".join(parts)


def write_question(records: Sequence[QuestionRecord]) -> str:
    """The file of one study question."""
    (question,) = records
    return f"{_front(question, ['answer'])}\n{question.answer}\n"
