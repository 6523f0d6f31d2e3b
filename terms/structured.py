"""JSON-LD of the course's pages (schema.org)."""

from collections.abc import Sequence
from typing import Any

from studyapp.lib import markdown
from studyapp.lib.jsonld import breadcrumbs, graph
from terms.models import Objective, Topic
from terms.pages import Faq, TermPage
from terms.records import QuestionRecord

FRAMEWORK = "AP Biology Course and Exam Description (Fall 2025)"
Trail = Sequence[tuple[str, str]]


def term_graph(
    page: TermPage,
    *,
    url: str,
    site: str,
    topic: Topic,
    objectives: Sequence[Objective],
    trail: Trail,
) -> dict[str, Any]:
    """LearningResource, DefinedTerm, FAQPage (if it has any) and BreadcrumbList of a term page."""
    record = page.record
    base = url.removesuffix(f"{record.slug}/")
    resource = {
        "@type": "LearningResource",
        "@id": f"{url}#page",
        "url": url,
        "name": record.title,
        "description": record.description,
        "learningResourceType": "key term",
        "educationalLevel": "AP Biology",
        "inLanguage": "en-US",
        "isAccessibleForFree": True,
        "dateModified": record.updated.isoformat(),
        "about": {"@id": f"{url}#term"},
        "isPartOf": {
            "@type": "Course",
            "name": f"{site}: AP Biology",
            "description": "AP Biology by unit and topic",
            "provider": {"@type": "Organization", "name": site},
        },
        "educationalAlignment": [_alignment(topic, objective) for objective in objectives],
    }
    term = {
        "@type": "DefinedTerm",
        "@id": f"{url}#term",
        "name": record.title,
        "alternateName": list(record.aliases),
        "description": markdown.plain(record.definition),
        "url": url,
        "termCode": record.slug,
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "@id": f"{base}#set",
            "name": "AP Biology key terms",
            "url": base,
        },
    }
    faqs = [faq_page(page.faqs, url)] if page.faqs else []
    return graph(resource, term, *faqs, breadcrumbs(trail))


def _alignment(topic: Topic, objective: Objective) -> dict[str, Any]:
    return {
        "@type": "AlignmentObject",
        "alignmentType": "teaches",
        "educationalFramework": FRAMEWORK,
        "targetName": objective.code,
        "targetDescription": objective.paraphrase,
        "educationalSubject": topic.title,
    }


def faq_page(faqs: Sequence[Faq], url: str) -> dict[str, Any]:
    """Questions that the page's own authors answer (schema.org FAQPage)."""
    return {
        "@type": "FAQPage",
        "@id": f"{url}#faq",
        "mainEntity": [
            {
                "@type": "Question",
                "name": faq.question,
                "acceptedAnswer": {"@type": "Answer", "text": faq.answer_text},
            }
            for faq in faqs
        ],
    }


def question_graph(record: QuestionRecord, *, url: str, trail: Trail) -> dict[str, Any]:
    """FAQPage, not QAPage: readers cannot add answers, which a QAPage requires."""
    faq = Faq(record.question, "", markdown.plain(record.answer))
    page = faq_page([faq], url) | {
        "name": record.question,
        "description": record.description,
        "keywords": ", ".join(record.keywords),
        "dateModified": record.updated.isoformat(),
    }
    return graph(page, breadcrumbs(trail))
