"""Pages of the course: whole, with their Markdown twins and structured data; drafts stay unseen."""

import json
import re
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from studyapp.content.reading import read_all
from studyapp.lib import contentversion
from studyapp.lib.contentfiles import read_yaml, split_front_matter
from studyapp.tests import factories
from terms.models import Question, Term, Unit, lay_out
from terms.pagefiles import read_question, read_term

pytestmark = pytest.mark.django_db
TERM = "/terms/sodium-potassium-pump/"
QUESTION = "/questions/why-does-the-pump-need-atp/"


def question(slug: str = "why-does-the-pump-need-atp", *, published: bool = True) -> Question:
    row = Question(
        uid=f"qa-{slug}",
        slug=slug,
        question="Why does the pump need ATP?",
        topic_id="2.8",
        description="Because both ions move uphill, which has to be paid for.",
        keywords=["ATP", "pump"],
        related_terms=["sodium-potassium-pump"],
        answer="Because **both** ions move uphill.\n\n1. Na⁺ leaves.",
        updated=factories.TODAY,
    )
    if published:
        row.publish()
    row.save()
    return row


@pytest.fixture
def term() -> Term:
    row = factories.term(
        title="Sodium–potassium pump",
        aliases=["Na⁺/K⁺ pump"],
        url_aliases=["nak-pump"],
        length="full",
        sources=["Skou (1957)"],
        what_it_is="It moves ions. An ATPase of its own kind.",
        on_the_exam="Say which way each ion moves.",
        versus_title="Sodium–potassium pump vs Ion channel",
        versus="| | Pump | Channel |\n|---|---|---|\n| Energy | ATP | none |",
    )
    factories.term("atpase", title="ATPase")
    question()
    contentversion.bump()
    return row


def page(url: str, **headers: str) -> str:
    response = Client().get(url, headers=headers)
    assert response.status_code == 200, url
    return response.content.decode()


def graph(url: str) -> list[dict[str, Any]]:
    """The nodes of the page's JSON-LD."""
    (text,) = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', page(url), re.DOTALL
    )
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def node(url: str, kind: str) -> dict[str, Any]:
    (found,) = [n for n in graph(url) if n["@type"] == kind]
    return found


def test_a_full_term_page_shows_every_part(term: Term) -> None:
    text = page(TERM)
    assert "<h1>Sodium–potassium pump</h1>" in text
    for shown in (
        "Also: Na⁺/K⁺ pump",
        "A membrane enzyme that moves ions.",
        'id="what-it-is"',
        "Gradients pay for transport.",
        '<a href="/terms/atpase/">ATPase</a>',
        "Say which way each ion moves.",
        "Sodium–potassium pump vs Ion channel",
        '<th scope="col">Channel</th>',
        "<li>Four</li>",
        "<summary>Is it a channel?</summary>",
        "Skou (1957)",
        "2.8.A",
        QUESTION,
        "/practice/term/sodium-potassium-pump/",
    ):
        assert shown in text, shown


def test_names_of_other_terms_are_linked_and_the_pages_own_name_is_not(term: Term) -> None:
    text = page(TERM)
    assert '<a href="/terms/atpase/" class="term">ATPase</a>' in text
    assert f'<a href="{TERM}" class="term">' not in text


def test_a_short_term_has_no_empty_sections(term: Term) -> None:
    text = page("/terms/atpase/")
    assert "On the AP exam" not in text
    assert 'id="comparison"' not in text


def test_an_old_address_redirects_for_good(term: Term) -> None:
    response = Client().get("/terms/nak-pump/")
    assert (response.status_code, response["Location"]) == (301, TERM)


def test_the_old_addresss_markdown_redirects_too(term: Term) -> None:
    response = Client().get("/terms/nak-pump.md")
    assert (response.status_code, response["Location"]) == (301, "/terms/sodium-potassium-pump.md")


def test_a_missing_slash_is_added(term: Term) -> None:
    assert Client().get(TERM.rstrip("/"))["Location"] == TERM


def test_the_markdown_twin_reads_back_as_the_very_record(term: Term) -> None:
    response = Client().get("/terms/sodium-potassium-pump.md")
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    (record,) = read_term(response.content.decode(), "twin.md")
    assert record == term.to_record()


def test_the_markdown_twin_has_front_matter_and_all_sections(term: Term) -> None:
    text = page("/terms/sodium-potassium-pump.md")
    front, body, _ = split_front_matter(text, file="twin.md")
    values, _ = read_yaml(front, file="twin.md")
    assert (values["title"], values["topic"]) == ("Sodium–potassium pump", "2.8")
    assert re.findall(r"^## (.+)$", body, re.MULTILINE) == [
        "Definition",
        "What It Is",
        "Why It Matters",
        "Connections",
        "On the AP Exam",
        "Sodium–potassium pump vs Ion channel",
        "Key Takeaways",
        "FAQs",
    ]


def test_asking_for_markdown_gives_the_twin_at_the_pages_own_address(term: Term) -> None:
    twin = page("/terms/sodium-potassium-pump.md")
    assert page(TERM, accept="text/markdown") == twin
    assert page(TERM, accept="text/markdown, text/html;q=0.1") == twin
    assert page(TERM, accept="text/html,application/xhtml+xml,*/*;q=0.8").startswith(
        "<!doctype html>"
    )


def test_the_questions_twin_reads_back_as_the_very_record(term: Term) -> None:
    (record,) = read_question(page(QUESTION.rstrip("/") + ".md"), "twin.md")
    assert record == Question.objects.get().to_record()


@pytest.mark.parametrize(
    "url",
    [
        "/terms/no-such/",
        "/terms/no-such.md",
        "/questions/no-such/",
        "/questions/no-such.md",
        "/topics/8.99/",
        "/units/9/",
        "/units/0/",
        "/topics/2.1/",
    ],
)
def test_what_is_not_there_is_404_with_a_way_on(term: Term, url: str) -> None:
    response = Client().get(url)
    text = response.content.decode()
    assert response.status_code == 404
    assert "This page is not here" in text
    assert 'href="/terms/"' in text
    assert 'role="search"' in text


def test_a_stranger_meets_a_draft_nowhere(term: Term) -> None:
    factories.term("hidden-leak", title="Hidden leak", published=False)
    question("is-it-hidden", published=False)
    contentversion.bump()
    for url in ("/terms/hidden-leak/", "/terms/hidden-leak.md", "/questions/is-it-hidden/"):
        assert Client().get(url).status_code == 404
    for url in (
        "/",
        "/terms/",
        "/questions/",
        "/topics/2.8/",
        "/units/2/",
        "/sitemap.xml",
        "/llms.txt",
        "/search/?q=hidden+leak&format=json",
        "/search/?q=hidden",
        TERM,
    ):
        text = page(url)
        assert "hidden-leak" not in text, url
        assert "is-it-hidden" not in text, url


def test_an_unpublished_change_of_a_published_page_is_not_shown(term: Term) -> None:
    term.definition = "A sentence nobody has approved."
    term.save()
    contentversion.bump()
    for url in (TERM, "/terms/sodium-potassium-pump.md", "/terms/", "/search/?q=pump"):
        assert "nobody has approved" not in page(url)


def test_the_sitemap_lists_published_pages_only_and_each_answers(term: Term) -> None:
    urls = re.findall(r"<loc>http://[^/]+([^<]*)</loc>", page("/sitemap.xml"))
    assert {TERM, QUESTION, "/topics/2.8/", "/units/2/", "/"} <= set(urls)
    urls.remove("/sim/")  # the laboratory needs its scenarios
    assert [url for url in urls if Client().get(url).status_code != 200] == []


@pytest.mark.parametrize("url", [TERM, QUESTION, "/topics/2.8/", "/units/2/", "/terms/"])
def test_the_canonical_address_has_no_query(term: Term, url: str) -> None:
    assert f'<link rel="canonical" href="http://testserver{url}">' in page(f"{url}?utm_source=x")


def test_a_description_and_a_link_to_the_twin_are_in_the_head(term: Term) -> None:
    head = page(TERM).split("</head>")[0]
    assert f'<meta name="description" content="{term.description}">' in head
    assert 'type="text/markdown" href="/terms/sodium-potassium-pump.md"' in head


def test_the_learning_resource_is_aligned_with_every_objective(term: Term) -> None:
    resource = node(TERM, "LearningResource")
    for name in ("name", "description", "url", "learningResourceType", "inLanguage"):
        assert resource[name], name
    assert resource["isAccessibleForFree"] is True
    (aligned,) = resource["educationalAlignment"]
    assert aligned["@type"] == "AlignmentObject"
    assert aligned["targetName"] == "2.8.A"
    assert aligned["targetDescription"] == "Describe how ions cross membranes"
    assert aligned["educationalFramework"]
    assert resource["about"]["@id"] == node(TERM, "DefinedTerm")["@id"]


def test_the_defined_term_stands_in_a_set(term: Term) -> None:
    defined = node(TERM, "DefinedTerm")
    assert defined["name"] == "Sodium–potassium pump"
    assert defined["description"] == "A membrane enzyme that moves ions."
    assert defined["alternateName"] == ["Na⁺/K⁺ pump"]
    whole = defined["inDefinedTermSet"]
    assert (whole["@type"], whole["url"]) == ("DefinedTermSet", "http://testserver/terms/")


def test_the_faq_page_has_each_question_with_its_answer(term: Term) -> None:
    (entry,) = node(TERM, "FAQPage")["mainEntity"]
    assert (entry["@type"], entry["name"]) == ("Question", "Is it a channel?")
    assert entry["acceptedAnswer"] == {"@type": "Answer", "text": "No. It is an enzyme."}


def test_a_term_without_faqs_has_no_empty_faq_page(term: Term) -> None:
    factories.term("osmosis", faqs="")
    contentversion.bump()
    assert "FAQPage" not in [n["@type"] for n in graph("/terms/osmosis/")]


def test_the_breadcrumbs_lead_from_home_to_the_page(term: Term) -> None:
    steps = node(TERM, "BreadcrumbList")["itemListElement"]
    assert [s["position"] for s in steps] == [1, 2, 3, 4]
    assert [s["item"] for s in steps] == [
        f"http://testserver{path}" for path in ("/", "/units/2/", "/topics/2.8/", TERM)
    ]
    assert all(s["@type"] == "ListItem" and s["name"] for s in steps)


def test_a_study_question_is_a_faq_page_with_its_answer_in_words(term: Term) -> None:
    assert sorted(n["@type"] for n in graph(QUESTION)) == ["BreadcrumbList", "FAQPage"]
    (entry,) = node(QUESTION, "FAQPage")["mainEntity"]
    assert entry["name"] == "Why does the pump need ATP?"
    assert entry["acceptedAnswer"]["text"] == "Because both ions move uphill. Na⁺ leaves."


@pytest.mark.parametrize(
    "typed", ["</script><script>alert(1)</script>", '"},{"@type":"x', "<!--", "&lt;"]
)
def test_nothing_in_a_page_can_break_out_of_its_structured_data(typed: str) -> None:
    factories.term(
        "odd",
        title=f"Odd {typed}",
        aliases=[typed],
        description=f"A long description {typed} here",
        definition=typed,
        faqs=f"### Why {typed}?\n\nBecause {typed}.",
    )
    contentversion.bump()
    assert {n["@type"] for n in graph("/terms/odd/")} == {
        *("LearningResource", "DefinedTerm", "FAQPage", "BreadcrumbList")
    }
    assert node("/terms/odd/", "LearningResource")["name"] == f"Odd {typed}"
    assert "<script>alert" not in page("/terms/odd/")


@pytest.fixture
def whole_course() -> list[str]:
    """The eight units of the repository's own course file; the numbers of their topics."""
    from django.conf import settings  # noqa: PLC0415

    loaded, _ = read_all(settings.BASE_DIR)
    for entry in loaded:
        if entry.kind.name == "unit":
            row = Unit()
            row.take(entry.record)
            row.publish()
            row.save()
            lay_out(row)
    contentversion.bump()
    return [t.number for e in loaded if e.kind.name == "unit" for t in e.record.topics]


def test_all_sixty_topics_and_eight_units_have_a_page(whole_course: list[str]) -> None:
    assert len(whole_course) == len(set(whole_course)) == 60
    for number in whole_course:
        text = page(f"/topics/{number}/")
        assert re.search(rf"{re.escape(number)}\.[A-F]", text), number
    for number in range(1, 9):
        assert f"/topics/{number}.1/" in page(f"/units/{number}/")


def test_a_topic_fetches_its_items_and_links_to_them_without_a_script(
    whole_course: list[str],
) -> None:
    for number in ("2.8", "6.1"):  # with a guide or without
        text = page(f"/topics/{number}/")
        assert f'hx-get="/practice/topic/{number}/" hx-trigger="revealed"' in text
        assert f'href="/practice/topic/{number}/">Practice ' in text
        assert re.search(r'src="[^"]*js/practice[^"]*\.js" type="module"', text)


def test_the_neighbors_of_a_topic_follow_the_course_across_units(whole_course: list[str]) -> None:
    for before, number in pairwise(whole_course):
        assert f'href="/topics/{number}/">{number}' in page(f"/topics/{before}/")


def test_a_topic_without_a_guide_says_so_and_lists_its_words(whole_course: list[str]) -> None:
    text = page("/topics/6.1/")
    assert "Words to know" in text
    assert "is being written" in text
