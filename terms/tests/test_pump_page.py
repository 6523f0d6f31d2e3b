"""The pump's page of the course itself: what crawlers and other programs read of it."""

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from terms.pagefiles import read_term

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_course")]
PUMP = "/terms/sodium-potassium-pump/"
FILE = "terms/content/unit-2/sodium-potassium-pump.md"


@pytest.fixture
def nodes() -> dict[str, Any]:
    """The nodes of the page's one JSON-LD graph, by type."""
    page = Client().get(PUMP).content.decode()
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    found = json.loads(text)["@graph"]
    return {node["@type"]: node for node in found}


def test_the_graph_has_the_term_its_questions_and_the_way_to_it(nodes: dict[str, Any]) -> None:
    assert set(nodes) == {"LearningResource", "DefinedTerm", "FAQPage", "BreadcrumbList"}
    term = nodes["DefinedTerm"]
    assert term["name"] == "Sodium–potassium pump"
    assert "three Na⁺ out of an animal cell and two K⁺ in" in term["description"]
    assert "Na⁺/K⁺-ATPase" in term["alternateName"]
    assert term["inDefinedTermSet"]["@type"] == "DefinedTermSet"
    aligned = nodes["LearningResource"]["educationalAlignment"]
    assert [objective["targetName"] for objective in aligned] == ["2.8.A"]
    assert aligned[0]["targetDescription"]
    steps = [step["item"] for step in nodes["BreadcrumbList"]["itemListElement"]]
    assert steps == [
        f"http://testserver{path}" for path in ("/", "/units/2/", "/topics/2.8/", PUMP)
    ]


def test_every_question_of_the_file_is_in_the_graph_without_markup(nodes: dict[str, Any]) -> None:
    text = (settings.BASE_DIR / FILE).read_text()
    asked = re.findall(r"^### (.+)$", text.split("## FAQs")[1], re.MULTILINE)
    answered = nodes["FAQPage"]["mainEntity"]
    assert [entry["name"] for entry in answered] == asked
    assert len(asked) >= 4
    for entry in answered:
        answer = entry["acceptedAnswer"]["text"]
        assert 40 <= len(answer.split()) <= 90
        assert not re.search(r"\*\*|\]\(|<[a-z]", answer)


def test_the_markdown_twin_is_the_file_again() -> None:
    (kept,) = read_term((settings.BASE_DIR / FILE).read_text(), FILE)
    for twin in (
        Client().get(f"{PUMP.rstrip('/')}.md"),
        Client().get(PUMP, headers={"accept": "text/markdown"}),
    ):
        assert twin["Content-Type"] == "text/markdown; charset=utf-8"
        (record,) = read_term(twin.content.decode(), "twin.md")
        assert record == kept
