"""What a reader cannot see and an editor should know: lengths, links, names, drawings."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from studyapp.lib import markdown
from studyapp.lib.contentkinds import Loaded
from studyapp.lib.problems import Problem
from studyapp.lib.sections import bullets, heading_link, split
from terms.names import folded
from terms.records import GuideRecord, MisconceptionRecord, QuestionRecord, TermRecord, UnitRecord

# Codes and numbers of the course before Fall 2025.
OLD_CODE = re.compile(r"\b(EVO|ENE|IST|SYI)-\d\.[A-Z]\b")
SITE_LINK = re.compile(r"\]\((/[^)\s]*)")
TERM_LINK = re.compile(r"^/terms/([a-z0-9-]+)/$")
FULL_WORDS = (120, 250)
DEFINITION_WORDS = 35
FAQ_WORDS = (40, 90)
ANSWER_WORDS = (150, 350)
GUIDE_WORDS = (400, 800)


def word_count(text: str) -> int:
    """Words a reader reads, without the Markdown."""
    return len(markdown.plain(text).split())


def check(loaded: Sequence[Loaded], drawings: Path) -> list[Problem]:
    """All problems of the course's records. `drawings` is the folder of SVG files."""
    course = Course(loaded)
    problems = [p for entry in loaded for p in check_one(entry, course, drawings)]
    return [*problems, *names_taken(loaded), *_missing_terms(loaded, course)]


def check_one(entry: Loaded, course: "Course", drawings: Path) -> Iterator[Problem]:
    """The problems that one record has by itself, in this course."""
    yield from _old_numbers(entry, course)
    if isinstance(entry.record, TermRecord):
        yield from _term(entry, entry.record)
        yield from _references(entry, course, drawings)
    elif isinstance(entry.record, QuestionRecord):
        yield from _question(entry, entry.record, course)
    elif isinstance(entry.record, GuideRecord):
        yield from _guide(entry, entry.record, course)
    elif isinstance(entry.record, MisconceptionRecord):
        unknown = sorted(set(entry.record.topics) - course.topics)
        yield from (entry.problem("topics", f"unknown topic {t}") for t in unknown)


class Course:
    """What records may refer to."""

    def __init__(self, loaded: Sequence[Loaded]) -> None:
        records = [entry.record for entry in loaded]
        units = [r for r in records if isinstance(r, UnitRecord)]
        topics = [topic for unit in units for topic in unit.topics]
        self.topics = {topic.number for topic in topics}
        self.topic_rows = topics
        self.objectives = {o.code for topic in topics for o in topic.objectives}
        self.terms = {r.slug for r in records if isinstance(r, TermRecord)}
        self.titles = {folded(r.title).casefold() for r in records if isinstance(r, TermRecord)}
        self.questions = {r.slug for r in records if isinstance(r, QuestionRecord)}
        self.guides = {r.number for r in records if isinstance(r, GuideRecord)}


def _between(
    entry: Loaded, place: str, count: int, limits: tuple[int, int], what: str
) -> Iterator[Problem]:
    low, high = limits
    if not low <= count <= high:
        yield entry.problem(place, f"has {count} {what}, expected {low}–{high}")


def _term(entry: Loaded, term: TermRecord) -> Iterator[Problem]:
    is_full = term.length == "full"
    if (count := word_count(term.definition)) > DEFINITION_WORDS:
        yield entry.problem("Definition", f"has {count} words, at most {DEFINITION_WORDS}")
    low = FULL_WORDS[0] if is_full else 50
    yield from _between(
        entry, "What It Is", word_count(term.what_it_is), (low, FULL_WORDS[1]), "words"
    )
    connections = split(term.connections, 3)[1]
    yield from _between(entry, "Connections", len(connections), (3, 6), "connections")
    yield from _between(entry, "Key Takeaways", len(bullets(term.takeaways)), (4, 6), "lines")
    faqs = split(term.faqs, 3)[1]
    yield from _between(entry, "FAQs", len(faqs), (4 if is_full else 2, 6), "questions")
    for faq in faqs:
        count = word_count(faq.text)
        if not FAQ_WORDS[0] <= count <= FAQ_WORDS[1]:
            reason = f"the answer has {count} words, expected {FAQ_WORDS[0]}–{FAQ_WORDS[1]}"
            yield entry.problem("FAQs", reason, faq.title)
    if is_full:
        yield from _full_parts(entry, term)


def _full_parts(entry: Loaded, term: TermRecord) -> Iterator[Problem]:
    if not term.on_the_exam:
        yield entry.problem("On the AP Exam", "is missing; only a short term may leave it out")
    rows = [line for line in term.versus.splitlines() if line.startswith("|")]
    if len(rows) - 2 < 3:
        yield entry.problem("X vs Y", "needs a table of at least three rows", term.versus_title)


def _references(entry: Loaded, course: Course, drawings: Path) -> Iterator[Problem]:
    term: TermRecord = entry.record
    known: list[tuple[str, Sequence[str], set[str]]] = [
        ("topic", (term.topic, *term.related_topics), course.topics),
        ("objectives", term.objectives, course.objectives),
    ]
    for place, used, allowed in known:
        yield from (
            entry.problem(place, f"unknown: {name}") for name in used if name not in allowed
        )
    for part in split(term.connections, 3)[1]:
        link = heading_link(part.title)
        match = TERM_LINK.match(link.url)
        if not match:
            yield entry.problem("Connections", f"“{link.text}” has no link /terms/…/", part.title)
    yield from _links(entry, course)
    if term.drawing and not (drawings / f"{term.drawing}.svg").is_file():
        yield entry.problem("drawing", f"there is no drawing {term.drawing}.svg")


def _links(entry: Loaded, course: Course) -> Iterator[Problem]:
    for address in SITE_LINK.findall(entry.text):
        match = TERM_LINK.match(address)
        if match and match[1] not in course.terms:
            yield entry.problem("", f"links to {address}, which is no term", address)


def _question(entry: Loaded, question: QuestionRecord, course: Course) -> Iterator[Problem]:
    yield from _between(entry, "answer", word_count(question.answer), ANSWER_WORDS, "words")
    yield from _between(entry, "keywords", len(question.keywords), (4, 8), "keywords")
    used = [("related_terms", question.related_terms, course.terms)]
    used += [("related_questions", question.related_questions, course.questions)]
    used += [("topic", (question.topic,), course.topics)]
    for place, names, allowed in used:
        yield from (entry.problem(place, f"unknown: {n}") for n in names if n not in allowed)
    yield from _links(entry, course)


def _guide(entry: Loaded, guide: GuideRecord, course: Course) -> Iterator[Problem]:
    fields = ("in_one_minute", "the_idea", "using_it", "mistakes", "check_yourself")
    count = sum(word_count(getattr(guide, field)) for field in fields)
    yield from _between(entry, "number", count, GUIDE_WORDS, "words")
    checks = split(guide.check_yourself, 3)[1]
    if len(checks) != 3:
        yield entry.problem("Check Yourself", f"has {len(checks)} questions, expected 3")
    if guide.number not in course.topics:
        yield entry.problem("number", f"unknown topic {guide.number}")
    yield from _links(entry, course)


def _old_numbers(entry: Loaded, course: Course) -> Iterator[Problem]:
    for code in OLD_CODE.finditer(entry.text):
        yield entry.problem("", f"{code[0]} is a code of the course before Fall 2025", code[0])
    for number in re.findall(r"\btopic (\d\.\d{1,2})\b", entry.text, re.IGNORECASE):
        if number not in course.topics:
            yield entry.problem("", f"topic {number} is not in the course", number)


def names_taken(loaded: Sequence[Loaded]) -> Iterator[Problem]:
    """A name that two terms claim would be linked to whichever came first."""
    owner: dict[str, str] = {}
    terms: list[Any] = [entry for entry in loaded if isinstance(entry.record, TermRecord)]
    for entry in terms:
        for name in {folded(n).casefold() for n in (entry.record.title, *entry.record.aliases)}:
            other = owner.setdefault(name, entry.record.slug)
            if other != entry.record.slug:
                yield entry.problem("aliases", f"“{name}” is also a name of {other}")
    slugs = {entry.record.slug for entry in terms}
    for entry in terms:
        for old in entry.record.url_aliases:
            if old in slugs:
                yield entry.problem("url_aliases", f"{old} is a term of its own")


def _missing_terms(loaded: Sequence[Loaded], course: Course) -> Iterator[Problem]:
    """A topic with a guide is complete: each of its key terms has a page."""
    units = [e for e in loaded if isinstance(e.record, UnitRecord)]
    for entry in units:
        for topic in entry.record.topics:
            for name in topic.terms:
                if topic.number in course.guides and folded(name).casefold() not in course.titles:
                    yield entry.problem(topic.number, f"the key term “{name}” has no page", name)
