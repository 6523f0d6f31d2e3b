"""Search on the course's own content: what students type, slips included, finds what they mean."""

import json
from typing import Any

import pytest
from django.test import Client

from quizzes.models import Item
from studyapp.lib import contentversion
from studyapp.search import index
from studyapp.search.index import words
from terms.models import Term

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_course")]
PUMP = "/terms/sodium-potassium-pump/"
# What is typed > the slug of the term that should come first.
TYPED = """
sodium potasium > sodium-potassium-pump
soduim potassium pump > sodium-potassium-pump
na k pump > sodium-potassium-pump
Na+/K+ ATPase > sodium-potassium-pump
osmosys > osmosis
osmisis > osmosis
difusion > diffusion
fasilitated diffusion > facilitated-diffusion
mitochondrian > mitochondrion
cloroplast > chloroplast
rough er > rough-endoplasmic-reticulum
golgi aparatus > golgi-complex
lysozome > lysosome
central vacoule > central-vacuole
phagocytocis > phagocytosis
endocitosis > endocytosis
hypertonick > hypertonic
isotonic solution > isotonic
water potental > water-potential
solute potencial > solute-potential
turger > turgor-pressure
plasmolisis > plasmolysis
aquaporine > aquaporin
plasma membrain > plasma-membrane
phospholipid > phospholipid-bilayer
lipid bilayer > phospholipid-bilayer
resting potential > membrane-potential
concentration gradiant > concentration-gradient
active transpor > active-transport
secondary active transport > secondary-active-transport
ion chanel > ion-channel
channel protein > channel-protein
surface area volume ratio > surface-area-to-volume-ratio
endosymbiosis > endosymbiotic-theory
endosymbyotic > endosymbiotic-theory
procaryotic cell > prokaryotic-cell
eucaryotic cell > eukaryotic-cell
hydrofobic > hydrophobic
amphipatic > amphipathic
osmotic lisis > osmotic-lysis
glycoprotien > glycoprotein
selective permability > selective-permeability
osmo > osmosis
osmosos > osmosis
oxmosis > osmosis
difussion > diffusion
faciliated diffusion > facilitated-diffusion
endosytosis > endocytosis
pinositosis > pinocytosis
receptor mediated endocitosis > receptor-mediated-endocytosis
hypatonic > hypotonic
plasmolosys > plasmolysis
aquaporrin > aquaporin
golgi body > golgi-complex
lisosome > lysosome
nucleoud > nucleoid
choroplast > chloroplast
mitocondrion > mitochondrion
ruff er > rough-endoplasmic-reticulum
cel wall > cell-wall
plazma membrane > plasma-membrane
fluid mosiac model > fluid-mosaic-model
semipermeable > selective-permeability
selectiv permeability > selective-permeability
pasive transport > passive-transport
co transport > cotransport
sodium-potasium pump > sodium-potassium-pump
Na+ K+ ATPase > sodium-potassium-pump
sodum pump > sodium-potassium-pump
electro chemical gradient > electrochemical-gradient
concentraton gradient > concentration-gradient
ion chanels > ion-channel
carier protein > carrier-protein
microvili > microvilli
root hairs > root-hair
surface area:volume > surface-area-to-volume-ratio
endo membrane system > endomembrane-system
prokariotic cell > prokaryotic-cell
osmolarty > osmolarity
contractle vacuole > contractile-vacuole
glycolipids > glycolipid
binary fision > binary-fission
mtDNA > mitochondrial-dna
"""
FOUND_FIRST = 0.95


def results(query: str) -> list[dict[str, str]]:
    response = Client().get("/search/", {"q": query, "format": "json"})
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)["results"]


def first(query: str) -> str:
    return next((found["url"] for found in results(query)), "")


def test_nearly_every_slip_finds_its_term_first() -> None:
    pairs = [line.split(" > ") for line in TYPED.strip().splitlines()]
    search = index.current().search
    missed = [
        (typed, slug)
        for typed, slug in pairs
        if not (found := search(typed)) or found[0].url != f"/terms/{slug}/"
    ]
    assert len(pairs) > 40
    assert 1 - len(missed) / len(pairs) >= FOUND_FIRST, missed


@pytest.mark.parametrize(
    ("query", "url"),
    [
        ("sodium potasium", PUMP),
        ("sodium pump", PUMP),
        ("Na⁺/K⁺ pump", PUMP),
        ("nak-pump", PUMP),
        ("osmosys", "/terms/osmosis/"),
        ("osmo", "/terms/osmosis/"),
        ("active transport", "/terms/active-transport/"),
        ("mitochondria", "/terms/mitochondrion/"),
        ("chloroplasts", "/terms/chloroplast/"),
        ("2.8", "/topics/2.8/"),
        ("2.10", "/topics/2.10/"),
        ("6.1", "/topics/6.1/"),
        ("topic 2.8", "/topics/2.8/"),
        ("unit 2", "/units/2/"),
        ("Mechanisms of Transport", "/topics/2.8/"),
        ("why does the pump need atp", "/questions/why-does-the-pump-need-atp/"),
        ("is endocytosis active transport", "/questions/is-endocytosis-active-transport/"),
    ],
)
def test_a_name_a_number_or_a_question_comes_first(query: str, url: str) -> None:
    assert first(query) == url


@pytest.mark.parametrize("query", ["Na+", "Na⁺", "sodium", "na+ "])
def test_an_ion_is_found_however_it_is_written(query: str) -> None:
    found = [result["url"] for result in results(query)]
    assert PUMP in found[:2]
    assert found == [result["url"] for result in results("Na+")]


def test_the_first_letters_of_a_word_find_the_terms_that_begin_with_them() -> None:
    found = [result["url"] for result in results("elec")][:3]
    assert "/terms/electrochemical-gradient/" in found
    assert "/terms/electrogenic-pump/" in found


def test_a_word_inside_a_page_finds_the_page() -> None:
    assert PUMP in [r["url"] for r in results("ouabain")]


def test_every_result_has_the_four_fields_and_a_page_behind_it() -> None:
    found = results("pump")
    assert len(found) > 5
    assert {frozenset(result) for result in found} == {
        frozenset(("kind", "title", "url", "snippet"))
    }
    assert {"term", "question"} <= {result["kind"] for result in found}
    assert [r["url"] for r in found if Client().get(r["url"]).status_code != 200] == []


@pytest.mark.parametrize("query", ["", "   ", "+", "?!", "⁺", "\x00", "…"])
def test_a_query_without_words_finds_nothing_and_says_so(query: str) -> None:
    assert results(query) == []
    assert Client().get("/search/", {"q": query}).status_code == 200


@pytest.mark.parametrize(
    "query", ["osmosis " * 40, "x" * 300, "zzqqxx", "(((", "*", "a\nb", "🧬", "%", "' OR 1=1 --"]
)
def test_a_long_or_strange_query_is_answered(query: str) -> None:
    response = Client().get("/search/", {"q": query})
    assert response.status_code == 200
    assert "Search" in response.content.decode()


def test_what_is_typed_is_shown_as_text() -> None:
    page = Client().get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
    part = Client().get("/search/", {"q": "<b>zzqq</b>"}, headers={"hx-request": "true"})
    assert "<b>zzqq" not in part.content.decode()


def test_the_list_under_the_search_box_is_a_fragment_of_at_most_eight() -> None:
    response = Client().get("/search/", {"q": "membrane"}, headers={"hx-request": "true"})
    part = response.content.decode()
    assert "<html" not in part
    assert 0 < part.count("<li>") <= 8
    assert "/search/?q=membrane" in part
    assert "HX-Request" in response["Vary"]


def test_a_draft_is_not_found(django_assert_num_queries: Any) -> None:
    row = Term.objects.get(slug="osmosis")
    row.published = None
    row.save()
    contentversion.bump()
    assert "/terms/osmosis/" not in [result["url"] for result in results("osmosis")]


def test_a_second_search_asks_the_database_nothing(django_assert_num_queries: Any) -> None:
    results("osmosis")
    with django_assert_num_queries(0):
        results("membrane potential")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Na⁺/K⁺ pump", ["sodium", "potassium", "pump"]),
        ("Na+/K+-ATPase", ["sodium", "potassium", "atpase"]),
        ("Cl− and Ca²⁺", ["chloride", "and", "calcium"]),
        ("H₂O", ["water"]),
        ("2.8 Mechanisms", ["2.8", "mechanism"]),
        ("Schrödinger’s", ["schrodinger", "s"]),
        ("cells, glass, osmosis, virus", ["cell", "glass", "osmosis", "virus"]),
    ],
)
def test_words_are_brought_to_one_form(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_items_of_every_kind_are_found_by_what_they_show() -> None:
    assert len(set(Item.objects.published().values_list("kind", flat=True))) > 8
    steps = Item.objects.published().filter(kind="ordering").first()
    assert steps is not None
    typed = f"{steps.published['steps'][0]} {steps.published['steps'][1]}"
    assert steps.get_absolute_url() in [found["url"] for found in results(typed)]
