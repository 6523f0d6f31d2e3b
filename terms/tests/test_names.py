"""Names of terms in prose become links: the longest, once a section, only where they are words."""

import re

import pytest

from studyapp.lib import markdown
from terms.names import Glossary, Name, folded, plurals

PUMP, CHANNEL, ION, OSMOSIS = (
    "/terms/pump/",
    "/terms/ion-channel/",
    "/terms/ion/",
    "/terms/osmosis/",
)
GLOSSARY = Glossary(
    [
        Name("Sodium–potassium pump", PUMP),
        Name("ion channel", CHANNEL),
        Name("Ion", ION),
        Name("osmosis", OSMOSIS),
        Name("mitochondrion", "/terms/mitochondrion/"),
        Name("stomata", "/terms/stomata/"),
        Name("antibody", "/terms/antibody/"),
        Name("turgor pressure", "/terms/turgor-pressure/"),
        Name("Ψs", "/terms/solute-potential/"),
        *(Name(n, PUMP) for n in ("Na⁺/K⁺ pump", "Na⁺/K⁺-ATPase", "Na+/K+ ATPase")),
        Name("ATPase", "/terms/atpase/"),
        Name("mitochondria", "/terms/mitochondrion/"),
        Name("stoma", "/terms/stomata/"),
    ]
)


def links(text: str, own: str = "") -> list[tuple[str, str]]:
    return [(words, url) for words, url in GLOSSARY.linker(own)(text) if url]


def html(text: str, own: str = "") -> list[str]:
    """The words of the automatic links in rendered Markdown."""
    page = markdown.render(text, GLOSSARY.linker(own))
    return re.findall(r'<a href="[^"]*" class="term">([^<]*)</a>', page)


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("An ion channel opens.", [("ion channel", CHANNEL)], "the longest name wins"),
        ("A channel for an ion.", [("ion", ION)], "a part of a longer name is still a name"),
        ("Ion, ion and Ions.", [("Ion", ION)], "an address is linked once a section"),
        ("Action, ionic and region.", [], "a name inside a word is no name"),
        ("non-ion and ion-like", [], "a hyphen makes another word"),
        ("the ion's charge", [("ion", ION)], "an apostrophe does not"),
        ("Osmosis.", [("Osmosis", OSMOSIS)], "capitals do not matter, punctuation neither"),
        ("SODIUM-POTASSIUM PUMP", [("SODIUM-POTASSIUM PUMP", PUMP)], "a hyphen for the en dash"),
        ("sodium−potassium pumps", [("sodium−potassium pumps", PUMP)], "a minus sign, plural"),
        ("the Na⁺/K⁺ pump", [("Na⁺/K⁺ pump", PUMP)], "raised signs"),
        ("the Na+/K+ pump", [("Na+/K+ pump", PUMP)], "plain signs"),
        ("the Na+/K+ ATPase", [("Na+/K+ ATPase", PUMP)], "not the shorter ATPase"),
        ("the Na⁺/K⁺-ATPase", [("Na⁺/K⁺-ATPase", PUMP)], "with its hyphen"),
        ("an ATPase", [("ATPase", "/terms/atpase/")], "alone it is its own term"),
        ("antibodies", [("antibodies", "/terms/antibody/")], "y becomes ies"),
        ("Mitochondria", [("Mitochondria", "/terms/mitochondrion/")], "irregular: an alias"),
        ("one stoma", [("stoma", "/terms/stomata/")], "irregular: an alias"),
        ("Ψs is negative", [("Ψs", "/terms/solute-potential/")], "a Greek sign"),
        (
            "turgor\u00a0pressure",
            [("turgor\u00a0pressure", "/terms/turgor-pressure/")],
            "hard space",
        ),
        ("", [], "nothing"),
    ],
)
def test_names_are_found_in_prose(text: str, expected: list[tuple[str, str]], why: str) -> None:
    assert links(text) == expected, why


def test_two_names_of_one_term_are_linked_once_together() -> None:
    assert links("The Na⁺/K⁺ pump, or sodium–potassium pump.") == [("Na⁺/K⁺ pump", PUMP)]


def test_a_page_never_links_to_itself() -> None:
    assert links("The sodium–potassium pump moves an ion.", own=PUMP) == [("ion", ION)]


def test_every_section_links_again() -> None:
    assert links("osmosis") == links("osmosis") == [("osmosis", OSMOSIS)]


def test_all_the_text_comes_back_in_order() -> None:
    text = "Osmosis, an ion channel and — in the end — the Na⁺/K⁺ pump."
    assert "".join(words for words, _ in GLOSSARY.linker()(text)) == text


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("## Osmosis\n\nosmosis", ["osmosis"], "not in a heading, and the heading uses nothing up"),
        ("[osmosis](/x/) and osmosis", ["osmosis"], "not inside a link that is there"),
        ("[the **osmosis** page](/x/)", [], "nor in bold inside it"),
        ("`osmosis`", [], "not in code"),
        ("```\nosmosis\n```", [], "not in a block of code"),
        (
            "| osmosis | |\n|---|---|\n| ion | |",
            ["ion"],
            "not in a table's header, but in its rows",
        ),
        ("**osmosis** and *ion*", ["osmosis", "ion"], "in bold and italics"),
        ("- osmosis\n- osmosis", ["osmosis"], "once, however many paragraphs"),
        ("1. an ion\n\n> osmosis", ["ion", "osmosis"], "in lists and quotations"),
    ],
)
def test_links_keep_out_of_headings_links_code_and_table_headers(
    text: str, expected: list[str], why: str
) -> None:
    assert html(text) == expected, why


def test_a_name_with_markup_signs_in_it_cannot_break_the_page() -> None:
    glossary = Glossary([Name("a<b>&c", "/terms/x/")])
    page = markdown.render("see a<b>&c here", glossary.linker())
    assert '<a href="/terms/x/" class="term">a&lt;b&gt;&amp;c</a>' in page


def test_a_title_wins_over_another_terms_alias_of_the_same_name() -> None:
    glossary = Glossary([Name("vesicle", "/terms/vesicle/"), Name("vesicle", "/terms/other/")])
    assert glossary.linker()("a vesicle") == [("a ", None), ("vesicle", "/terms/vesicle/")]


def test_an_empty_glossary_links_nothing() -> None:
    assert Glossary([]).linker()("osmosis") == [("osmosis", None)]


@pytest.mark.parametrize(
    ("name", "plural"),
    [
        ("ion", "ions"),
        ("virus", "viruses"),
        ("synthesis", "syntheses"),
        ("antibody", "antibodies"),
        ("pathway", "pathways"),
        ("flux", "fluxes"),
        ("branch", "branches"),
    ],
)
def test_regular_plurals_are_known(name: str, plural: str) -> None:
    assert plural in plurals(name)


def test_folding_keeps_every_place() -> None:
    text = "Na⁺/K⁺–ATPase, CO₂ ‘ion’"
    assert len(folded(text)) == len(text)
    assert folded("Na⁺ CO₂ ’") == "Na+ CO2 '"
