"""Content files: every fault with its line, and the same record after writing and reading."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.lib import contentfiles
from studyapp.lib.contentfiles import (
    Record,
    fingerprint,
    read_yaml,
    split_front_matter,
    to_yaml,
    validated,
)
from studyapp.lib.problems import ContentProblems, dotted


class Leaf(Record):
    name: str
    size: int = 1


class Tree(Record):
    id: str
    leaves: tuple[Leaf, ...]
    updated: datetime.date
    draft: bool = False


TREE = """id: oak
leaves:
  - name: one
  - name: two
    size: 3
updated: 2026-11-24
"""


def tree(text: str, first_line: int) -> Tree:
    value, lines = read_yaml(text, file="tree.yaml", first_line=first_line)
    return validated(Tree, value, file="tree.yaml", lines=lines)


def problems(text: str, first_line: int = 1) -> list[str]:
    with pytest.raises(ContentProblems) as caught:
        tree(text, first_line)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (TREE.replace("size: 3", "size: big"), "tree.yaml:5: leaves[1].size: Input should be"),
        (TREE.replace("size: 3", "colour: red"), "tree.yaml:5: leaves[1].colour: unknown key"),
        (
            TREE.replace("  - name: one\n", "  - size: 2\n"),
            "tree.yaml:3: leaves[0].name: is missing",
        ),
        (TREE.replace("id: oak\n", ""), "tree.yaml:1: id: is missing"),
        (TREE + "id: elm\n", "tree.yaml:7: not valid YAML: the key 'id' stands twice"),
        (TREE.replace("2026-11-24", "soon"), "tree.yaml:6: updated: Input should be a valid date"),
        (TREE.replace("id: oak", "id: [oak"), "not valid YAML"),
        (TREE.replace("id: oak", "id: @oak"), "tree.yaml:1: not valid YAML"),
        ("- a list\n", "tree.yaml:1: Input should be a valid dictionary"),
        ("", "tree.yaml:1: Input should be a valid dictionary"),
        (TREE.replace("id: oak", "id: !!python/object/apply:os.system [ls]"), "tree.yaml:1"),
        (
            TREE.replace("2026-11-24", "2026-13-45"),
            "tree.yaml:6: not valid YAML: 2026-13-45 is no date",
        ),
        (TREE.replace("oak", "oak\x07"), "tree.yaml:1: not valid YAML: the sign U+0007"),
    ],
)
def test_each_fault_is_named_with_its_line(text: str, found: str) -> None:
    assert found in "\n".join(problems(text))


def test_all_faults_of_a_file_are_named_at_once() -> None:
    text = TREE.replace("size: 3", "size: big").replace("id: oak", "name: oak")
    assert len(problems(text)) == 3


def test_lines_count_from_where_the_text_starts_in_its_file() -> None:
    assert problems(TREE.replace("size: 3", "size: big"), first_line=11)[0].startswith(
        "tree.yaml:15:"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("# Title\n", "must start with a line `---`"),
        ("---\nid: x\n", "no closing `---`"),
        ("", "must start with a line `---`"),
    ],
)
def test_a_page_without_whole_front_matter_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ContentProblems) as caught:
        split_front_matter(text, file="page.md")
    assert reason in str(caught.value)


def test_the_body_starts_on_the_line_after_the_front_matter() -> None:
    front, body, line = split_front_matter("---\na: 1\nb: 2\n---\nText\n", file="page.md")
    assert (front, body, line) == ("a: 1\nb: 2\n", "Text\n", 5)


def test_a_fingerprint_changes_with_the_content_and_not_with_being_a_draft() -> None:
    tree = Tree(id="oak", leaves=(Leaf(name="one"),), updated=datetime.date(2026, 11, 24))
    assert fingerprint(tree) == fingerprint(tree.model_copy(update={"draft": True}))
    assert fingerprint(tree) != fingerprint(tree.model_copy(update={"id": "elm"}))


def test_a_path_is_written_as_an_editor_reads_it() -> None:
    assert dotted(("options", 2, "why")) == "options[2].why"


# Lines of text as an editor types them; to_yaml promises nothing about spaces at their ends.
SIGNS = "ab:#-*&!|>'\"%@`{}[],?~ 019.\\⁺Ψ–\t"
LINES = st.text(st.sampled_from(SIGNS), max_size=12).map(str.rstrip)
TEXTS = st.lists(LINES, max_size=4).map("\n".join)


@given(st.dictionaries(st.sampled_from("abc"), TEXTS | st.integers() | st.booleans()))
def test_what_is_written_as_yaml_is_read_back_the_same(value: dict[str, object]) -> None:
    back, _ = read_yaml(to_yaml(value), file="x.yaml")
    assert back == value


@pytest.mark.parametrize(
    "word", ["yes", "no", "null", "1.10", "0x10", "2.8", "~", "- x", "a: b", "#", "’"]
)
def test_words_that_yaml_would_take_for_something_else_stay_words(word: str) -> None:
    back, _ = read_yaml(to_yaml({"word": word}), file="x.yaml")
    assert back == {"word": word}


@pytest.mark.parametrize(
    "text",
    [
        "- &a {x: 1}\n- *a\n- y: |\n    Na⁺ 𝛙\n    more\n  z: 2026-11-24\n",
        "a: [1, 2,\n   {b: c}]\n# a comment\nd: 'quoted: text'\n",
        "a: >-\n  folded\n  text\nb: 1.0\nc:\n- 'x'\n- \"\\u00e9\"\n",
        "",
    ],
)
def test_both_readers_see_the_same_values_on_the_same_lines(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast = read_yaml(text, file="a.yaml")
    monkeypatch.setattr(contentfiles, "_FastLoader", contentfiles._Loader)
    assert read_yaml(text, file="a.yaml") == fast
