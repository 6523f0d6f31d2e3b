"""Records made ready for templates: Markdown rendered, names linked, headings taken apart."""

from dataclasses import dataclass

from studyapp.lib import markdown
from studyapp.lib.sections import bullets, heading_link, split
from terms.names import folded
from terms.records import GuideRecord, QuestionRecord, TermRecord
from terms.shelf import Shelf, term_url


@dataclass(frozen=True)
class Faq:
    question: str
    answer_html: str
    answer_text: str


@dataclass(frozen=True)
class Connection:
    title: str
    url: str
    html: str


@dataclass(frozen=True)
class TermPage:
    """A term page's parts as HTML. Empty where the term has no such part."""

    record: TermRecord
    definition: str
    what_it_is: str
    why_it_matters: str
    connections: list[Connection]
    on_the_exam: str
    versus: str
    takeaways: list[str]
    faqs: list[Faq]

    @property
    def other_names(self) -> list[str]:
        """The aliases a reader would call different: spellings of one name are shown once."""
        shown: dict[str, str] = {}
        for name in (self.record.title, *self.record.aliases):
            shown.setdefault(folded(name).casefold().replace("-", " "), name)
        return list(shown.values())[1:]


class _Sections:
    """Renders each section with a linker of its own: a name is linked once per section."""

    def __init__(self, shelf: Shelf, own: str = "") -> None:
        self._glossary, self._own = shelf.glossary, own

    def html(self, text: str) -> str:
        return markdown.render(text, self._glossary.linker(self._own)) if text else ""

    def faqs(self, text: str) -> list[Faq]:
        linker = self._glossary.linker(self._own)
        return [
            Faq(part.title, markdown.render(part.text, linker), markdown.plain(part.text))
            for part in split(text, 3)[1]
        ]


def term_page(record: TermRecord, shelf: Shelf) -> TermPage:
    """The parts of a term page."""
    sections = _Sections(shelf, term_url(record.slug))
    return TermPage(
        record=record,
        definition=sections.html(record.definition),
        what_it_is=sections.html(record.what_it_is),
        why_it_matters=sections.html(record.why_it_matters),
        connections=_connections(record, sections),
        on_the_exam=sections.html(record.on_the_exam),
        versus=sections.html(record.versus),
        takeaways=[markdown.render_inline(line) for line in bullets(record.takeaways)],
        faqs=sections.faqs(record.faqs),
    )


def _connections(record: TermRecord, sections: _Sections) -> list[Connection]:
    connections = []
    for part in split(record.connections, 3)[1]:
        link = heading_link(part.title)
        connections.append(Connection(link.text, link.url, sections.html(part.text)))
    return connections


@dataclass(frozen=True)
class GuidePage:
    """A topic guide's parts as HTML."""

    record: GuideRecord
    in_one_minute: str
    the_idea: str
    using_it: str
    mistakes: str
    checks: list[Faq]


def guide_page(record: GuideRecord, shelf: Shelf) -> GuidePage:
    """The parts of a topic guide."""
    sections = _Sections(shelf)
    return GuidePage(
        record=record,
        in_one_minute=sections.html(record.in_one_minute),
        the_idea=sections.html(record.the_idea),
        using_it=sections.html(record.using_it),
        mistakes=sections.html(record.mistakes),
        checks=sections.faqs(record.check_yourself),
    )


def question_answer(record: QuestionRecord, shelf: Shelf) -> str:
    """The answer of a study question as HTML."""
    return _Sections(shelf).html(record.answer)
