"""Every published page of the course in memory, read once for each version of the content."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.urls import reverse

from studyapp.lib import contentversion
from terms.models import Guide, Misconception, Objective, Question, Term, Topic, Unit, numeric
from terms.names import Glossary, Name, folded
from terms.records import GuideRecord, MisconceptionRecord, QuestionRecord, TermRecord


@dataclass(frozen=True)
class Shelf:
    """The course as readers see it. Keys are slugs, topic numbers or ids."""

    units: tuple[Unit, ...]
    topics: dict[str, Topic]
    objectives: dict[str, Objective]
    terms: dict[str, TermRecord]
    guides: dict[str, GuideRecord]
    questions: dict[str, QuestionRecord]
    misconceptions: dict[str, MisconceptionRecord]

    @cached_property
    def glossary(self) -> Glossary:
        """Names that become links. A term's own title wins over another term's alias."""
        titles = [Name(t.title, term_url(t.slug)) for t in self.terms.values()]
        aliases = [Name(a, term_url(t.slug)) for t in self.terms.values() for a in t.aliases]
        return Glossary([*titles, *aliases])

    @cached_property
    def moved(self) -> dict[str, str]:
        """Old address → slug."""
        return {old: term.slug for term in self.terms.values() for old in term.url_aliases}

    @cached_property
    def slug_of_title(self) -> dict[str, str]:
        """Title, without its case → slug; for the lists of key terms."""
        return {folded(term.title).casefold(): term.slug for term in self.terms.values()}

    def has_page(self, key_term: str) -> bool:
        """Whether a name of the course's lists of key terms has a page."""
        return folded(key_term).casefold() in self.slug_of_title

    def terms_of(self, topic: str) -> list[TermRecord]:
        return [term for term in self.terms.values() if term.topic == topic]

    def questions_of(self, topic: str) -> list[QuestionRecord]:
        return [question for question in self.questions.values() if question.topic == topic]

    def topics_of(self, unit: int) -> list[Topic]:
        return [topic for topic in self.topics.values() if numeric(topic.number)[0] == unit]

    def objectives_of(self, topic: str) -> list[Objective]:
        return [o for o in self.objectives.values() if o.topic_id == topic]


def term_url(slug: str) -> str:
    return reverse("terms:term", args=[slug])


def current() -> Shelf:
    """The shelf of the content version that is served now."""
    return _fill(contentversion.current())


@lru_cache(maxsize=2)
def _fill(version: str) -> Shelf:
    terms = [row.served() for row in Term.objects.published()]
    questions = [row.served() for row in Question.objects.published()]
    return Shelf(
        units=tuple(Unit.objects.published()),
        topics={t.number: t for t in Topic.objects.select_related("unit")},
        objectives={o.code: o for o in Objective.objects.all()},
        terms={t.slug: t for t in sorted(terms, key=lambda t: t.title.casefold())},
        guides={g.number: g for g in (r.served() for r in Guide.objects.published())},
        questions={q.slug: q for q in sorted(questions, key=lambda q: numeric(q.topic))},
        misconceptions={
            m.id: m for m in (row.served() for row in Misconception.objects.published())
        },
    )
