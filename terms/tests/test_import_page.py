"""Foreign pages become drafts; whatever does not fit is reported with its line and kept."""

import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from studyapp.content.dumping import dump
from studyapp.content.reading import read_all
from studyapp.lib import contentversion
from studyapp.tests import factories
from terms.import_layouts import TO_BE_WRITTEN
from terms.models import Question, Term

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parent / "samples"

SECTIONS = """
## Definition

One sentence.

## What It Is

A mechanism.

## Why It Matters

It matters.

## Connections

### Osmosis

A relation.

## Key Takeaways

- One
"""


@pytest.fixture(autouse=True)
def course() -> None:
    factories.course()
    factories.term("atpase", title="ATPase")
    factories.term("osmosis", url_aliases=["osmotic-flow"])
    factories.term("plasma-membrane", title="Plasma membrane", aliases=["cell membrane"])
    contentversion.bump()


def run(*files: Path | str, **options: str) -> str:
    """The report of importing `files`, its last line left out; a failure's own lines included."""
    out = StringIO()
    try:
        call_command("import_page", *map(str, files), stdout=out, stderr=out, **options)
    except CommandError as error:
        return f"{out.getvalue()}failed: {error}\n"
    return out.getvalue()


def page(folder: Path, text: str | bytes, name: str = "page.md") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def layout_a(body: str = SECTIONS, **front: str) -> str:
    keys = {
        "title": "Ion trap",
        "description": "A description that is long enough for the site.",
        "canonical": "https://study.example.com/terms/ion-trap",
        "type": "key-term",
        "subject": "AP Biology",
    } | front
    lines = "\n".join(f'{key}: "{value}"' for key, value in keys.items())
    return f"---\n{lines}\n---\n\n# {keys['title']}\n{body}"


def line_of(path: Path, words: str) -> int:
    lines = path.read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def draft() -> Term:
    return Term.objects.get(published__isnull=True)


def test_a_key_term_page_becomes_a_draft_with_every_section() -> None:
    run(SAMPLES / "sodium-potassium-pump.md")
    term = draft()
    assert (term.slug, term.title, term.topic_id) == ("nak-pump", "Na+/K+ Pump", "2.8")
    assert term.definition.endswith("to move Na⁺ out of the cell and K⁺ in.")
    assert "**three** Na⁺ out" in term.what_it_is
    assert term.on_the_exam == "Say which way each ion moves."
    assert term.versus_title == "Na+/K+ Pump vs Ion Channel"
    assert term.versus.count("|") == 12
    assert term.takeaways == "- Three out,\n  two in.\n- One ATP a cycle."
    assert "### Does the pump need ATP?\n\nYes." in term.faqs
    assert term.length == "full"


def test_structured_data_is_ignored_without_a_word() -> None:
    report = run(SAMPLES / "sodium-potassium-pump.md")
    assert "Structured" not in report
    assert "@type" not in str(draft().to_record())


def test_links_to_our_pages_become_ours_and_others_text_with_their_line() -> None:
    path = SAMPLES / "sodium-potassium-pump.md"
    report = run(path)
    term = draft()
    assert "[cell membrane](/terms/plasma-membrane/)" in term.what_it_is
    assert "uses ATP to move" in term.definition
    line = line_of(path, "/ap-bio/key-terms/atp ")
    assert f"{path}:{line}: link to /ap-bio/key-terms/atp became plain text" in report
    assert "](/ap-bio" not in str(term.to_record())


def test_connection_headings_may_be_links_plain_names_or_unknown() -> None:
    run(SAMPLES / "sodium-potassium-pump.md")
    headings = [line for line in draft().connections.splitlines() if line.startswith("###")]
    assert headings == [
        "### Electrochemical Gradient",
        "### [Osmosis](/terms/osmosis/)",
        "### Nernst Equation",
    ]


def test_a_description_over_160_characters_is_cut_at_a_word_and_reported_whole() -> None:
    report = run(SAMPLES / "sodium-potassium-pump.md")
    assert len(draft().description) <= 160
    assert draft().description.endswith("both…")
    assert ":3: description of 176 characters was cut to 160" in report
    assert "gradients steep over time." in report


def test_a_question_page_becomes_a_draft_with_line_breaks_keywords_and_terms() -> None:
    run(SAMPLES / "rising-water.md")
    question = Question.objects.get()
    assert not question.is_published
    assert question.question == "Why does a cell swell in distilled water?"
    assert question.answer.splitlines()[2] == "1. **Outside** there are no solutes."
    assert "[osmosis](/terms/osmosis/)" in question.answer
    assert question.keywords == ["osmosis", "water potential", "hypotonic", "lysis"]
    assert question.related_terms == ["osmosis"]
    assert question.updated == datetime.date(2025, 3, 4)
    assert question.description.startswith("A cell in distilled water takes up water")


def test_what_a_question_page_has_no_field_for_is_reported_and_kept_in_its_history() -> None:
    report = run(SAMPLES / "rising-water.md")
    assert ":2: `id: q-48151` has no field" in report
    assert ":9: `author: A. Tutor` has no field" in report
    assert "link to https://videos.example.org/osmosis became plain text" in report
    kept = Question.objects.get().history.first().history_change_reason
    assert "A. Tutor" in kept
    assert "https://videos.example.org/osmosis" in kept


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("unit: 2", "unknown key `unit`"),
        ("tags:", "unknown key `tags`"),
        ("Plants have no", "text before the first section went to the end of “What It Is”"),
        ("<!--", "comment left out"),
        ("## How We Know", "unknown section “How We Know” went to the end of “What It Is”"),
        ("<div", 'HTML <div class="box"> left out, the words in it stay'),
        ("![plasma", "picture /img/membrane.png left out"),
        ("$", "formula $\\Delta p$ left as it is"),
        ("## Connections", "text of “Connections” outside a `###` heading went to the end"),
        ("versus ATP synthase", "a second comparison"),
        ("## Key Takeaways", "text of “Key Takeaways” outside its list"),
    ],
)
def test_each_thing_that_does_not_fit_is_reported_with_its_line(words: str, what: str) -> None:
    path = SAMPLES / "second-hand-page.md"
    report = run(path)
    assert f"{path}:{line_of(path, words)}: {what}" in report


def test_nothing_that_did_not_fit_is_lost() -> None:
    run(SAMPLES / "second-hand-page.md")
    term = draft()
    for words in (
        "**Introduction**\n\nPlants have no sodium–potassium pump.",
        "**How We Know**\n\nAcid collects outside roots.\n\n### The experiment",
        "Roots in agar turn an **indicator** yellow.",
        "**Connections**\n\nAll of these are transport.",
        "**Proton Pump versus ATP synthase**\n\nOne spends ATP",
        "**Key Takeaways**\n\nRemember:",
    ):
        assert words in term.what_it_is
    assert term.what_it_is.startswith("It is an [ATPase](/terms/atpase/) of the plasma membrane.")
    assert term.takeaways == "- It moves H⁺ out.\n- It makes the outside acidic."
    assert "ask Kim about fungi" in term.history.first().history_change_reason


def test_a_section_that_stands_twice_is_joined_and_reported() -> None:
    report = run(SAMPLES / "second-hand-page.md")
    assert "section “Definition” stands twice; joined to the first" in report
    assert draft().definition.endswith("\n\nIt is found in plants, fungi and bacteria.")


def test_html_in_code_stays_and_a_break_in_a_table_row_does_not_end_the_row() -> None:
    run(SAMPLES / "second-hand-page.md")
    assert "`<sup>`" in draft().why_it_matters
    assert "| Ion | H⁺ | Na⁺, K⁺ |" in draft().versus


def test_a_missing_section_is_reported_and_marked_as_to_be_written(tmp_path: Path) -> None:
    body = SECTIONS.replace("## Why It Matters\n\nIt matters.\n", "")
    report = run(page(tmp_path, layout_a(body)))
    assert "no section “Why It Matters”; the draft says “To be written”" in report
    assert "no section “FAQs”; the draft has none" in report
    assert draft().why_it_matters == TO_BE_WRITTEN
    assert draft().length == "short"


def test_front_matter_that_is_not_yaml_is_read_line_by_line() -> None:
    report = run(SAMPLES / "broken-front-matter.md")
    question = Question.objects.get()
    assert question.answer.endswith("pushed: turgor is lost.")
    assert "\n\nThe wall" in question.answer
    assert question.keywords == ["turgor", "wilting", "vacuole"]
    assert ":2: not valid YAML" in report
    assert "the title “Why do plants wilt: a question of pressure” differs" in report


def test_a_page_without_front_matter_is_known_by_its_headings(tmp_path: Path) -> None:
    report = run(page(tmp_path, f"# Ion trap\n{SECTIONS}"))
    assert "no front matter" in report
    assert (draft().title, draft().slug) == ("Ion trap", "ion-trap")
    assert draft().description == "Ion trap: a page of AP Biology."


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_other_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path, ends: str) -> None:
    text = layout_a()
    run(page(tmp_path, text, "plain.md"))
    plain = draft().to_record()
    Term.objects.filter(published__isnull=True).delete()
    run(page(tmp_path, b"\xef\xbb\xbf" + text.replace("\n", ends).encode()))
    assert draft().to_record() == plain


def test_a_page_of_unknown_type_is_read_by_what_it_holds_and_reported(tmp_path: Path) -> None:
    report = run(page(tmp_path, layout_a(type="glossary")))
    assert ":5: unknown type “glossary”" in report
    assert draft().slug == "ion-trap"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (layout_a().encode("utf-8").replace(b"One", b"On\xe9"), ":13: is not UTF-8 from here on"),
        (b"---\ntitle: x\n", ":1: the front matter has no closing `---`"),
        (b"# A shopping list\n\n- eggs\n", ":1: is neither a key-term page"),
        (b"---\nquestion: Why?\n---\n", ":1: has a question and no answer"),
        (layout_a("").split("\n#")[0].encode(), ":1: is a key-term page without any text"),
        (b"", ":1: is neither a key-term page"),
    ],
)
def test_a_file_that_cannot_be_imported_is_named_and_the_others_are_imported(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    bad, good = page(tmp_path, content, "bad.md"), page(tmp_path, layout_a(), "good.md")
    report = run(bad, tmp_path / "absent.md", good)
    assert f"{bad}{reason}" in report
    assert "absent.md:1: cannot be read: No such file" in report
    assert "failed: 2 file(s) could not be imported." in report
    assert draft().slug == "ion-trap"


def test_a_published_page_of_the_same_name_is_left_alone(tmp_path: Path) -> None:
    before = Term.objects.get(slug="osmosis").to_record()
    report = run(page(tmp_path, layout_a(title="Osmosis", canonical="/terms/osmotic-flow")))
    assert Term.objects.get(slug="osmosis").to_record() == before
    assert "there is a page “osmosis” already; it is left alone" in report
    assert draft().slug == "osmosis-imported"


def test_importing_again_replaces_the_draft_and_its_history_keeps_the_first(tmp_path: Path) -> None:
    run(page(tmp_path, layout_a()))
    report = run(page(tmp_path, layout_a().replace("A mechanism.", "Another.")))
    assert "replaces the draft “ion-trap”" in report
    assert draft().what_it_is == "Another."
    assert [h.what_it_is for h in draft().history.all()] == ["Another.", "A mechanism."]


def test_two_files_of_one_run_never_replace_each_other(tmp_path: Path) -> None:
    run(page(tmp_path, layout_a(), "one.md"), page(tmp_path, layout_a(), "two.md"))
    slugs = Term.objects.filter(published__isnull=True).values_list("slug", flat=True)
    assert list(slugs) == ["ion-trap", "ion-trap-imported"]


def test_a_page_that_names_nothing_we_know_waits_in_the_first_topic(tmp_path: Path) -> None:
    body = SECTIONS.replace("### Osmosis", "### Something")
    report = run(page(tmp_path, layout_a(body)))
    assert "none to guess; the draft waits in 2.8: choose its topic" in report


def test_the_topic_can_be_given_and_must_exist(tmp_path: Path) -> None:
    path = page(tmp_path, layout_a())
    assert "no topic" not in run(path, topic="2.8")
    assert "There is no topic 9.9" in run(path, topic="9.9")


def test_a_code_fence_that_never_ends_swallows_no_other_section(tmp_path: Path) -> None:
    body = SECTIONS + "\n## FAQs\n\n### Why?\n\n```\nno end\n"
    run(page(tmp_path, layout_a(body)))
    assert draft().faqs.endswith("no end\n```")


def test_a_draft_can_be_dumped_and_read_again_unchanged(tmp_path: Path) -> None:
    files = [SAMPLES / name for name in ("second-hand-page.md", "rising-water.md")]
    run(*files, page(tmp_path, layout_a("\n## Definition\n\nOnly this.\n")))
    dump(tmp_path)
    loaded, problems = read_all(tmp_path)
    assert problems == []
    read = {e.record.id: e.record for e in loaded}
    for row in [*Term.objects.filter(published__isnull=True), *Question.objects.all()]:
        assert read[row.uid].model_copy(update={"draft": False}) == row.to_record()
        assert read[row.uid].draft


def test_a_reader_sees_nothing_of_a_draft(tmp_path: Path) -> None:
    run(page(tmp_path, layout_a()), SAMPLES / "rising-water.md")
    contentversion.bump()
    stranger = Client()
    assert stranger.get("/terms/ion-trap/").status_code == 404
    assert "Ion trap" not in stranger.get("/terms/").content.decode()
    slug = Question.objects.get().slug
    assert stranger.get(f"/questions/{slug}/").status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)" alt="a cell">',
        "[click](javascript:alert(1))",
        '<a href="javascript:alert(1)">click</a>',
    ],
)
def test_markup_that_could_act_becomes_words(tmp_path: Path, typed: str) -> None:
    run(page(tmp_path, layout_a(SECTIONS.replace("A mechanism.", f"A mechanism. {typed}"))))
    text = draft().what_it_is
    assert "<" not in text
    assert "](" not in text
    assert draft().what_it_is.startswith("A mechanism. ")
    assert typed in draft().history.first().history_change_reason
