"""Every kind of fault in the content files is found, with its file and line; our own are clean."""

import re
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

TERMS = "terms/content/unit-2"
QUESTIONS = f"{TERMS}/questions"
ITEMS = "quizzes/content/unit-2"
DRAWINGS = "static/img/drawings"

# An item in which nothing is right but its form.
BAD_ITEM = """
- id: u2-2.2-990
  kind: single-choice
  topic: "2.2"
  objective: 2.8.A
  skill: 1.A
  difficulty: 1
  terms: [no-such-term]
  stimulus: {drawing: no-such-picture}
  stem: Which cell is not alive?
  options:
  - {text: A ghost., why: No., misconception: no-such-belief}
  - {text: a ghost, why: No., misconception: pump-is-a-channel, scenario: no-such-state}
  - {text: All of the above, why: No., misconception: pump-is-a-channel}
  - {text: A stone., why: Yes., right: true}
  check:
  - {expression: 1 + 1, equals: 3}
  - {expression: 1 / 0, equals: 3}
  updated: 2026-11-24
"""
# Two items of a set with different stimuli, and a set of one.
BAD_SETS = """
- &one
  id: u2-2.9-980
  kind: single-choice
  topic: "2.9"
  objective: 2.9.A
  skill: 1.A
  difficulty: 1
  set: u2-set-apart
  stimulus: {text: One text.}
  stem: Which statement about one text is right?
  options:
  - {text: First words., why: No., misconception: pump-is-a-channel}
  - {text: Second words., why: No., misconception: pump-is-a-channel}
  - {text: Third words., why: No., misconception: pump-is-a-channel}
  - {text: Fourth words., why: Yes., right: true}
  updated: 2026-11-24
- <<: *one
  id: u2-2.9-981
  stimulus: {text: Another text.}
  stem: What follows from it, if anything does?
- <<: *one
  id: u2-2.9-982
  set: u2-set-of-one
  stem: Who is alone here?
"""
BAD_SET_FORM = BAD_SETS.split("- <<")[0].replace("  stimulus: {text: One text.}\n", "")
ONE_SIDED = "\n".join(
    f"""
- id: u3-3.1-{number:03}
  kind: single-choice
  topic: "3.1"
  objective: 3.1.A
  skill: 1.A
  difficulty: 1
  recall: true
  stem: Which word number {number} {word}?
  options:
  - {{text: "The right one, which is much longer than the others {number}", why: Yes., right: true}}
  - {{text: "no {number}a", why: No., misconception: pump-is-a-channel}}
  - {{text: "no {number}b", why: No., misconception: pump-is-a-channel}}
  - {{text: "no {number}c", why: No., misconception: pump-is-a-channel}}
  updated: 2026-11-24
"""
    for number, word in enumerate("abcdefghijkl")
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img"'
    ' aria-labelledby="{n}-t {n}-d">{body}</svg>'
)
NAMED = '<title id="{n}-t">T</title><desc id="{n}-d">D</desc>'


def svg(name: str, body: str = "", box: str = "0 0 480 300", named: str = NAMED) -> str:
    return SVG.format(n=name, box=box, body=named.format(n=name) + body)


# (file, what is replaced, by what): "" appends, None writes the whole file.
EDITS: list[tuple[str, str | None, str]] = [
    (f"{TERMS}/active-transport.md", "length: full\n", "length: full\ncolour: red\n"),
    (f"{TERMS}/amphipathic.md", "description: ", f"description: {'word ' * 40}"),
    (f"{TERMS}/aquaporin.md", 'topic: "2.', 'topic: "2.9'),
    (f"{TERMS}/atpase.md", "An ATPase is", f"{'Very ' * 40} An ATPase is"),
    (f"{TERMS}/binary-fission.md", "## Why It Matters", "## Why It Maters"),
    (f"{TERMS}/carrier-protein.md", "## Why It Matters", "## Definition"),
    (f"{TERMS}/cell-wall.md", "## What It Is\n", "## What It Is\n\n[x](/terms/no-such/)\n"),
    (f"{TERMS}/central-vacuole.md", "## Connections\n", "## Connections\n\n### Nowhere\n\nx\n"),
    (f"{TERMS}/chloroplast.md", "length: full\n", "length: full\nurl_aliases: [osmosis]\n"),
    (f"{TERMS}/mitochondrion.md", "aliases: [", "aliases: [Osmosis, "),
    (f"{TERMS}/compartmentalization.md", "drawing: ", "drawing: no-such-"),
    (f"{TERMS}/concentration-gradient.md", "scenarios: [", "scenarios: [no-such-state, "),
    (
        f"{TERMS}/cotransport.md",
        "## What It Is\n",
        "## What It Is\n\nSee ENE-2.B.\n\nSee topic 2.11.\n",
    ),
    (f"{TERMS}/cytoplasm.md", "\n---\n\n## Definition", "\n\n## Definition"),
    (f"{TERMS}/double-membrane.md", "aliases: [", "aliases: [[a, "),
    (f"{TERMS}/dynamic-equilibrium.md", "## Definition", "Lost words.\n\n## Definition"),
    (f"{TERMS}/electrogenic-pump.md", "## Key Takeaways\n", "## Key Takeaways\n\n- a\n- b\n- c\n"),
    (f"{TERMS}/endocytosis.md", "## Connections\n", "## Connections\n\n### [x](/topics/2.1/)\n"),
    (f"{TERMS}/exocytosis.md", "## FAQs\n", "## FAQs\n\n### Really so short?\n\nYes.\n"),
    (f"{TERMS}/facilitated-diffusion.md", "## On the AP Exam", "#### On the AP Exam"),
    (f"{TERMS}/tonicity.md", "objectives: [", "objectives: [2.9.F, "),
    (f"{TERMS}/vacuole.md", "updated: 2026-11-24", "updated: 2026-13-45"),
    (f"{TERMS}/ribosome.md", "id: term-ribosome", "id: term-osmosis"),
    (f"{TERMS}/topics/2.3.md", "### Surface proteins", "Surface proteins"),
    (f"{TERMS}/topics/2.4.md", "## The Idea", "## An Idea"),
    (
        f"{QUESTIONS}/is-endocytosis-active-transport.md",
        "keywords: [endocytosis, active transport,",
        "keywords: [",
    ),
    (
        f"{QUESTIONS}/is-endocytosis-active-transport.md",
        "related_terms: [",
        "related_terms: [no-such, ",
    ),
    (
        f"{QUESTIONS}/does-cholesterol-stiffen-membranes.md",
        "related_questions: [",
        "related_questions: [no-such-q, ",
    ),
    ("terms/content/misconceptions.yaml", "topics:\n  - '2.1'", "topics:\n  - '2.77'"),
    (f"{ITEMS}/2.1.yaml", "difficulty: 1", "difficulty: 7"),
    (f"{ITEMS}/2.2.yaml", "", BAD_ITEM),
    (f"{ITEMS}/2.3.yaml", "right: true", "right: false"),
    (f"{ITEMS}/2.4.yaml", "kind: single-choice", "kind: essay"),
    (f"{ITEMS}/2.9.yaml", "", BAD_SETS),
    (f"{ITEMS}/2.10.yaml", "", BAD_SET_FORM),
    (f"{ITEMS}/free-response.yaml", "type: 5", "type: 1"),
    ("quizzes/content/unit-3/3.1.yaml", None, ONE_SIDED),
    ("sim/content/scenarios/cold.yaml", "terms: [", "terms: [no-such-term, "),
    ("sim/content/scenarios/no-atp.yaml", "preset: animal_cell", "preset: elephant"),
    ("sim/content/scenarios/ouabain.yaml", "between: [-55, -54]", "between: [-50, -49]"),
    ("sim/content/scenarios/gramicidin.yaml", "column: v_mV", "column: volts"),
    ("sim/content/scenarios/one-spike.yaml", "right: true", "right: false"),
    ("sim/content/scenarios/tetrodotoxin.yaml", "misconception: open-", "misconception: unheard-"),
    (
        "sim/content/scenarios/leak-doubled.yaml",
        "misconceptions: [gradients-need-no-upkeep, gradients-vanish-at-once, pump-equalizes-ions]",
        "misconceptions: []",
    ),
    (f"{DRAWINGS}/bad-xml.svg", None, "<svg>\n<g>\n</svg>"),
    (f"{DRAWINGS}/bad-box.svg", None, svg("bad-box", box="0 0 500 300")),
    (f"{DRAWINGS}/bad-tall.svg", None, svg("bad-tall", box="0 0 480 461")),
    (f"{DRAWINGS}/bad-bare.svg", None, svg("bad-bare", named="")),
    (f"{DRAWINGS}/bad-script.svg", None, svg("bad-script", "<script>alert(1)</script>")),
    (f"{DRAWINGS}/bad-style.svg", None, svg("bad-style", '<g style="fill:red" onclick="x()"/>')),
    (f"{DRAWINGS}/bad-link.svg", None, svg("bad-link", '<g href="//evil.example"/>')),
    (f"{DRAWINGS}/bad-id.svg", None, svg("bad-id", '<g id="other"/>')),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real content with every fault of EDITS in it."""
    root = tmp_path_factory.mktemp("content")
    for name in ("terms/content", "quizzes/content", "sim/content", DRAWINGS):
        shutil.copytree(settings.BASE_DIR / name, root / name)
    shutil.rmtree(root / "quizzes/content/unit-3", ignore_errors=True)  # one file, all one-sided
    for name, old, new in EDITS:
        path = root / name
        path.parent.mkdir(exist_ok=True)
        text = path.read_text() if path.exists() else ""
        if old is None:
            path.write_text(new)
        elif old == "":
            path.write_text(text + new)
        else:
            assert old in text, f"{name} has no {old!r}"
            path.write_text(text.replace(old, new, 1))
    (root / TERMS / "diffusion.md").write_bytes("---\nid: Größe\n".encode("latin-1"))
    return root


@pytest.fixture(scope="module")
def report(folder: Path) -> str:
    out = StringIO()
    with pytest.raises(CommandError, match=r"\d+ problem\(s\)\."):
        call_command("check_content", path=folder, stdout=out)
    return out.getvalue()


# File, the words on the line it is found at ("" for the first line), the reason.
FOUND = [
    (f"{TERMS}/active-transport.md", "colour: red", "colour: unknown key"),
    (f"{TERMS}/amphipathic.md", "description:", "description: String should have at most 160"),
    (f"{TERMS}/aquaporin.md", 'topic: "2.9', "topic: unknown: 2.9"),
    (f"{TERMS}/atpase.md", "## Definition", "at most 35"),
    (f"{TERMS}/binary-fission.md", "## Why It Maters", "unknown section “Why It Maters”"),
    (f"{TERMS}/binary-fission.md", "", "why_it_matters: is missing"),
    (f"{TERMS}/carrier-protein.md", "## Definition", "“Definition” stands twice"),
    (f"{TERMS}/cell-wall.md", "[x](", "links to /terms/no-such/, which is no term"),
    (f"{TERMS}/central-vacuole.md", "### Nowhere", "“Nowhere” has no link /terms/…/"),
    (f"{TERMS}/chloroplast.md", "url_aliases", "osmosis is a term of its own"),
    ("osmosis.md|mitochondrion.md", "", "“osmosis” is also a name of"),
    (f"{TERMS}/compartmentalization.md", "drawing: no-such", "there is no drawing no-such-"),
    (f"{TERMS}/concentration-gradient.md", "no-such-state", "unknown scenario no-such-state"),
    (f"{TERMS}/cotransport.md", "See ENE-2.B", "ENE-2.B is a code of the course before Fall 2025"),
    (f"{TERMS}/cotransport.md", "See topic 2.11", "topic 2.11 is not in the course"),
    (f"{TERMS}/cytoplasm.md", "", "the front matter has no closing `---`"),
    (f"{TERMS}/double-membrane.md", "length:", "not valid YAML"),
    (f"{TERMS}/dynamic-equilibrium.md", "", "text before the first `##` heading"),
    (f"{TERMS}/electrogenic-pump.md", "## Key Takeaways", "lines, expected 4–6"),
    (f"{TERMS}/endocytosis.md", "### [x](", "“x” has no link /terms/…/"),
    (f"{TERMS}/exocytosis.md", "### Really so short?", "the answer has 1 words, expected 40–90"),
    (f"{TERMS}/facilitated-diffusion.md", "On the AP Exam", "is missing; only a short term"),
    (f"{TERMS}/tonicity.md", "objectives: [2.9.F", "objectives: unknown: 2.9.F"),
    (f"{TERMS}/vacuole.md", "updated:", "2026-13-45 is no date"),
    (f"{TERMS}/ribosome.md", "", "the id `term-osmosis` stands also in"),
    (f"{TERMS}/diffusion.md", "", "is not UTF-8"),
    ("terms/content/course.yaml", "", "the key term “diffusion” has no page"),
    (f"{TERMS}/topics/2.3.md", "## Check Yourself", "has 2 questions, expected 3"),
    (f"{TERMS}/topics/2.4.md", "## An Idea", "unknown section “An Idea”"),
    (
        f"{QUESTIONS}/is-endocytosis-active-transport.md",
        "keywords:",
        "has 3 keywords, expected 4–8",
    ),
    (f"{QUESTIONS}/is-endocytosis-active-transport.md", "related_terms:", "unknown: no-such"),
    (
        f"{QUESTIONS}/does-cholesterol-stiffen-membranes.md",
        "related_questions:",
        "unknown: no-such-q",
    ),
    ("terms/content/misconceptions.yaml", "topics:", "unknown topic 2.77"),
    (f"{ITEMS}/2.1.yaml", "difficulty: 7", "difficulty: Input should be less than or equal to 3"),
    (f"{ITEMS}/2.2.yaml", "objective: 2.8.A", "2.8.A is no objective of 2.2"),
    (f"{ITEMS}/2.2.yaml", "terms: [no-such-term]", "unknown term no-such-term"),
    (f"{ITEMS}/2.2.yaml", "misconception: no-such-belief", "option A: unknown misconception"),
    (f"{ITEMS}/2.2.yaml", "scenario: no-such-state", "unknown scenario no-such-state"),
    (f"{ITEMS}/2.2.yaml", "drawing: no-such-picture", "there is no drawing no-such-picture.svg"),
    (f"{ITEMS}/2.2.yaml", "stem: Which cell is not alive", "a negative word in the question"),
    (f"{ITEMS}/2.2.yaml", "options:", "options A and B say the same"),
    (f"{ITEMS}/2.2.yaml", "options:", "option C says “all/none of the above”"),
    (f"{ITEMS}/2.2.yaml", "1 + 1", "`1 + 1` is 2, the file says 3"),
    (f"{ITEMS}/2.2.yaml", "1 / 0", "`1 / 0` cannot be computed"),
    (f"{ITEMS}/2.3.yaml", "- id:", "exactly one option must be right"),
    (f"{ITEMS}/2.4.yaml", "- id:", "`kind` must be one of"),
    (f"{ITEMS}/2.9.yaml", "id: u2-2.9-981", "has another stimulus than u2-2.9-980"),
    (f"{ITEMS}/2.9.yaml", "set: u2-set-of-one", "the set u2-set-of-one has 1 items, not 2 to 5"),
    (f"{ITEMS}/2.10.yaml", "- &one", "an item of a set has the stimulus of the set"),
    (f"{ITEMS}/free-response.yaml", "- id:", "type 1 has 9 points, the rubric 4"),
    (
        "quizzes/content/unit-3/3.1.yaml",
        "stem: Which word number 1 b",
        "is nearly the same item as",
    ),
    ("quizzes/content/unit-3", "", "the key's position is uneven"),
    ("quizzes/content/unit-3", "", "the key is the longest option in 100%"),
    ("quizzes/content/unit-3", "", "in length against wrong ones"),
    ("quizzes/content/unit-3", "", "only 0% of the items have a stimulus"),
    ("quizzes/content/unit-3", "", "100% of the items are recall"),
    ("quizzes/content", "", "3.2.A: no item asks for this objective"),
    ("sim/content/scenarios/cold.yaml", "terms:", "unknown: no-such-term"),
    ("sim/content/scenarios/no-atp.yaml", "preset:", "preset: "),
    ("sim/content/scenarios/ouabain.yaml", "between: [-50", "v_mV is -54.39 then, not -50 to -49"),
    ("sim/content/scenarios/gramicidin.yaml", "column: volts", "a run has no column volts"),
    ("sim/content/scenarios/one-spike.yaml", "choices:", "exactly one prediction must be right"),
    ("sim/content/scenarios/tetrodotoxin.yaml", "unheard-", "unknown: unheard-channel"),
    (
        "sim/content/scenarios/leak-doubled.yaml",
        "misconceptions: []",
        "names no misconception that it refutes",
    ),
    (f"{DRAWINGS}/bad-xml.svg", "</svg>", "is not well-formed XML"),
    (f"{DRAWINGS}/bad-box.svg", "", 'viewBox must be "0 0 480 H"'),
    (f"{DRAWINGS}/bad-tall.svg", "", "with H at most 460"),
    (f"{DRAWINGS}/bad-bare.svg", "", 'needs <desc id="bad-bare-d"> with text'),
    (f"{DRAWINGS}/bad-script.svg", "", "<script> is not allowed"),
    (f"{DRAWINGS}/bad-style.svg", "", "<g> has style"),
    (f"{DRAWINGS}/bad-style.svg", "", "<g> has onclick"),
    (f"{DRAWINGS}/bad-link.svg", "", "<g> links somewhere"),
    (f"{DRAWINGS}/bad-id.svg", "", "the id other does not start with the file's name"),
]


@pytest.mark.parametrize(("file", "words", "reason"), FOUND)
def test_each_kind_of_fault_is_found_at_its_line(
    folder: Path, report: str, file: str, words: str, reason: str
) -> None:
    parts = reason.split("|")
    places = [
        (match[1], int(match[2]))
        for match in re.finditer(r"^(\S+?):(\d+): (.*)$", report, re.MULTILINE)
        if all(part in match[3] for part in parts)
    ]
    found = [place for place in places if any(name in place[0] for name in file.split("|"))]
    assert found, f"{reason!r} is not reported of {file}"
    path = folder / found[0][0]
    if words:
        lines = path.read_text().splitlines()
        assert [number for _, number in found if words in lines[number - 1]], found


def test_the_table_of_counts_stands_below_the_problems(report: str) -> None:
    table = report.split("\n\n")[-1]
    assert table.startswith("kind")
    assert re.search(r"^single-choice +unit 2 +\d+$", table, re.MULTILINE)


def test_our_own_content_has_no_problem() -> None:
    out = StringIO()
    call_command("check_content", stdout=out)
    assert out.getvalue().strip().endswith("No problems.")


def test_an_empty_folder_has_no_problem_and_no_content(tmp_path: Path) -> None:
    out = StringIO()
    call_command("check_content", path=tmp_path, stdout=out)
    assert "No problems." in out.getvalue()


def test_nothing_is_loaded_from_files_with_a_fault(folder: Path, db: None) -> None:
    err = StringIO()
    with pytest.raises(CommandError, match="nothing was loaded"):
        call_command("load_content", path=folder, stderr=err, stdout=StringIO())
    assert f"{TERMS}/active-transport.md" in err.getvalue()
