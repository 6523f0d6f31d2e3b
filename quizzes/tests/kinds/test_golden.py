"""What each kind earns for which answer, with the reason on every line."""

from typing import Any

import pytest

from quizzes.core.kinds.table import KINDS
from quizzes.tests.kinds.samples import ITEMS, sample

# kind, what the browser sends, points, misconceptions caught, why
GOLDEN: list[tuple[str, Any, float, tuple[str, ...], str]] = [
    ("single-choice", "1", 1, (), "the right option, as a form sends it"),
    ("single-choice", 1, 1, (), "the right option, as a script sends it"),
    ("single-choice", "0", 0, ("b-one",), "a wrong option names its belief"),
    ("single-choice", "4", 0, (), "there is no fifth option"),
    ("single-choice", None, 0, (), "no answer"),
    ("single-choice", True, 0, (), "true is not the option at place 1"),
    ("multiple-choice", ["0", "2"], 1, (), "both right ones and nothing else"),
    ("multiple-choice", ["2", "0"], 1, (), "in any order"),
    ("multiple-choice", [0], 0.5, ("b-left-out",), "one of two; the other was left out"),
    ("multiple-choice", [0, 1], 0, ("b-one", "b-left-out"), "one right, one wrong"),
    ("multiple-choice", [0, 1, 2], 0.5, ("b-one",), "both right, one wrong"),
    ("multiple-choice", [0, 1, 2, 3, 4], 0, ("b-one", "b-two"), "everything earns nothing"),
    ("multiple-choice", [1, 4], 0, ("b-one", "b-left-out"), "a belief counts once, never below 0"),
    ("multiple-choice", [], 0, (), "nothing chosen expresses nothing"),
    ("multiple-choice", [0, 0], 0, (), "a place sent twice is no answer"),
    ("numeric", {"value": "-4.99", "unit": "bar"}, 1, (), "as computed"),
    (
        "numeric",
        {"value": "−5.0", "unit": "bars"},
        1,
        (),
        "a true minus sign, another name, rounded",
    ),
    ("numeric", "-4.95 bar", 1, (), "number and unit in one field, just within the tolerance"),
    ("numeric", "−4.93 bar", 0, (), "just beyond the tolerance"),
    ("numeric", {"value": "-0.499", "unit": "MPa"}, 1, (), "another unit is converted"),
    ("numeric", {"value": "-4.99", "unit": ""}, 0.5, (), "right, without its unit"),
    ("numeric", {"value": "-4.99", "unit": "mM"}, 0.5, (), "right, with a unit that is none here"),
    ("numeric", {"value": "-4.99", "unit": "MPa"}, 0, (), "in MPa it is ten times too large"),
    ("numeric", "4.99 bar", 0, ("b-sign",), "the sign was lost"),
    ("numeric", "-4,99 bar", 0, (), "a comma groups thousands; this is no number"),
    ("numeric", "-0.0499 × 10² bar", 1, (), "scientific notation with superscripts"),
    ("numeric", "-49.9e-1 bar", 1, (), "scientific notation as computers write it"),
    ("numeric", "about five", 0, (), "words are no number"),
    ("numeric", "1e999 bar", 0, (), "infinity is never near"),
    ("short-text", "Mitosis", 1, (), "case does not matter"),
    ("short-text", " the mitotic   divisions. ", 1, (), "nor articles, spaces, plural, period"),
    ("short-text", "mitosys", 1, (), "a slip of the finger"),
    ("short-text", "meiosis", 0, ("b-meiosis",), "near, but a word of its own"),
    ("short-text", "meiosus", 0, ("b-meiosis",), "a misspelt slip is the slip"),
    ("short-text", "Na+/K+ pump", 1, (), "superscripts may be typed plainly"),
    ("short-text", "osmosis", 0, (), "another word"),
    ("short-text", "", 0, (), "nothing"),
    ("short-text", "…", 0, (), "no letter in it"),
    ("ordering", [0, 1, 2, 3], 1, (), "all in order"),
    ("ordering", ["0", "1", "3", "2"], 1 / 3, (), "only the first two still follow each other"),
    ("ordering", [0, 2, 1, 3], 0, ("b-mixed",), "the third before the second: no neighbor is left"),
    ("ordering", [1, 2, 3, 0], 2 / 3, (), "one step moved to the end costs one neighbor"),
    ("ordering", [3, 2, 1, 0], 0, ("b-mixed",), "backward"),
    ("ordering", [0, 1, 2], 0, (), "a step is missing"),
    ("ordering", [0, 1, 2, 2], 0, (), "a step comes twice"),
    ("matching", {"0": 0, "1": 1, "2": 0, "3": 2}, 1, (), "all rows; an option serves two"),
    (
        "matching",
        {"3": "2", "1": "1", "0": "0", "2": "0"},
        1,
        (),
        "in any order, as a form sends it",
    ),
    ("matching", {"0": 0, "1": 2, "2": 0, "3": 2}, 0.75, ("b-three",), "one row wrong, by belief"),
    ("matching", {"0": 0, "1": ""}, 0.25, (), "rows may stay open"),
    ("matching", {"0": 9}, 0, (), "there is no such option in this item"),
    ("matching", {"x": 1}, 0, (), "there is no such row"),
    ("label-diagram", {"0": 1, "1": 0}, 1, (), "both spots"),
    ("label-diagram", {"0": 0, "1": 0}, 0.5, (), "one spot"),
    ("two-tier", {"answer": 0, "reason": 0, "sure": 3}, 2, (), "right for the right reason"),
    ("two-tier", {"answer": "0", "reason": "0"}, 2, (), "being sure earns nothing"),
    ("two-tier", {"answer": 0, "reason": 1, "sure": 0}, 1, ("b-bad",), "right for a wrong reason"),
    ("two-tier", {"answer": 1, "reason": 0}, 0, ("b-no",), "a reason without its answer"),
    ("two-tier", {"answer": 1, "reason": 2}, 0, ("b-no", "b-worse"), "both wrong"),
    ("two-tier", {"reason": 0}, 0, (), "no answer to give a reason for"),
    ("two-tier", {"sure": 3}, 0, (), "confidence alone is no answer"),
    ("predict-run-explain", {"prediction": "1", "explanation": "0"}, 2, (), "both"),
    ("predict-run-explain", {"prediction": 0, "explanation": 0}, 1, ("b-down",), "learned by it"),
    ("predict-run-explain", {"prediction": 1, "explanation": 1}, 1, ("b-pump",), "a lucky guess"),
    ("predict-run-explain", {"prediction": 0, "explanation": 2}, 0, ("b-down",), "one belief once"),
    ("predict-run-explain", {"prediction": 1}, 1, (), "the run has not been explained yet"),
    ("predict-run-explain", {"explanation": 0}, 1, (), "explained without a prediction"),
    ("predict-run-explain", {"prediction": 4, "explanation": 9}, 0, (), "no such options"),
    ("read-graph", {"value": "42"}, 1, (), "where the curves cross, in minutes"),
    ("read-graph", "44.5", 1, (), "a reading a little off"),
    ("read-graph", "55", 0, (), "a reading far off"),
    ("read-graph", "130", 0, ("b-height",), "the height of a curve instead of the time"),
    ("free-response", {"A": "It swells."}, 0, (), "nobody has scored it yet"),
    ("free-response", {"A": "It swells.", "earned": {"A": [0]}}, 1, (), "one point of the rubric"),
    ("free-response", {"earned": {"A": [0], "B": [0, 1], "C": [0]}}, 4, (), "every point"),
    ("free-response", {"earned": {"C": [0], "B": [1, 0], "A": [0]}}, 4, (), "in any order"),
    ("free-response", {"earned": {"B": [1, 1, 1]}}, 1, (), "a point counts once"),
    ("free-response", {"earned": {"A": [0, 1, 7]}}, 1, (), "part A has no second point"),
    ("free-response", {"earned": {"D": [0, 1]}}, 0, (), "there is no part D"),
    (
        "free-response",
        {"earned": {"B": [True, "0", 1.0, -1, 99]}},
        0,
        (),
        "none of these is a place",
    ),
    ("free-response", {"earned": {"B": "01"}}, 0, (), "a text is no list of places"),
    ("free-response", {"earned": [0, 1]}, 0, (), "nor a list without its parts"),
    ("free-response", {"A": "It swells.", "earned": {}}, 0, (), "scored, and nothing earned"),
    ("free-response", 3, 3, (), "an old answer is its number of points"),
    ("free-response", "99", 4, (), "and never more than the rubric has"),
    ("free-response", None, 0, (), "no answer"),
]


@pytest.mark.parametrize(("kind", "sent", "points", "caught", "why"), GOLDEN)
def test_every_answer_earns_what_the_table_says(
    kind: str, sent: Any, points: float, caught: tuple[str, ...], why: str
) -> None:
    item = sample(kind)
    mark = KINDS[kind].mark(item, KINDS[kind].parse_response(sent))
    assert (mark.points, mark.caught) == (pytest.approx(points), caught), why


def test_the_table_has_lines_for_every_kind() -> None:
    assert {line[0] for line in GOLDEN} == {*ITEMS, "free-response"} == set(KINDS)


# kind, what is changed, what the refusal says
REFUSED = [
    (
        "multiple-choice",
        {"options": [{"text": c, "why": "x", "right": True} for c in "abcd"]},
        "one wrong",
    ),
    ("numeric", {"slips": [{"value": -4.9, "why": "x", "misconception": "b"}]}, "cannot be told"),
    ("numeric", {"units": [{"name": "MPa", "times": 10}]}, "`times` is 1"),
    (
        "short-text",
        {"slips": [{"text": "Mitosis!", "why": "x", "misconception": "b"}]},
        "a slip at once",
    ),
    ("short-text", {"accepted": ["…"]}, "no letter"),
    (
        "ordering",
        {"mixups": [{"first": 1, "second": 2, "why": "x", "misconception": "b"}]},
        "no mistake",
    ),
    ("ordering", {"steps": ["a", "b", "a"]}, "the same"),
    ("matching", {"options": ["x", "y"]}, "names option 3, there are 2"),
    ("matching", {"options": ["x", "y", "y"]}, "the same"),
    ("label-diagram", {"options": ["one", "one"]}, "the same"),
    ("two-tier", {"reasons": ITEMS["two-tier"]["reasons"][1:]}, "at least 3"),
    ("predict-run-explain", {"graph": None}, "to look at"),
    (
        "predict-run-explain",
        {"predictions": ITEMS["predict-run-explain"]["predictions"][1:2] * 2},
        "exactly one of the predictions",
    ),
    (
        "predict-run-explain",
        {"explanations": [{"text": c, "why": "x", "right": c == "a"} for c in "abc"]},
        "wrong ones name a misconception",
    ),
    ("free-response", {"type": 1}, "type 1 has 9 points, the rubric 4"),
    ("free-response", {"parts": []}, "at least 1"),
    ("read-graph", {"curves": [{"column": "no_such", "name": "x"}]}, "no column"),
    ("read-graph", {"within": 80}, "cannot be told"),
    ("read-graph", {"run": {"preset": "elephant", "until_s": 10}}, "preset: must be one of"),
    ("read-graph", {"run": {"preset": "animal_cell", "until_s": 10}}, "never cross"),
    ("read-graph", {"measure": {"what": "value", "column": "no_such", "at_s": 1}}, "no column"),
    ("read-graph", {"measure": {"what": "value", "column": "v_mV"}}, "`at_s`"),
]


@pytest.mark.parametrize(("kind", "changes", "reason"), REFUSED)
def test_an_item_that_could_not_be_marked_is_refused(
    kind: str, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        sample(kind, **changes)
