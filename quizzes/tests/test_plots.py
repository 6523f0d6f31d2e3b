"""Graphs from typed points: read without loss of what was typed, and checked as a rubric would."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.core import plots
from quizzes.core.kinds import free_response
from quizzes.core.records import Chart
from quizzes.tests.written import free_response_record

TYPED = {
    "type": "line",
    "x_label": "Sucrose concentration", "x_unit": "mol/L",
    "x_from": "0", "x_to": "0.8", "x_step": "0.2",
    "y_label": "Mean change in mass", "y_unit": "%",
    "y_from": "−20", "y_to": "20", "y_step": "5",
    "name1": "Group 1", "points1": "0, 15.8, 2.6\n0.4, −2.3, 1.4\n0.8, -14.5, ±1.2",
}  # fmt: skip
MODEL = Chart.model_validate(
    {
        "type": "scatter", "title": "Change in mass", "x": "Sucrose (mol/L)", "y": "Change (%)",
        "series": [
            {"name": "1", "x": [0.0, 0.4, 0.8], "y": [15.8, -2.3, -14.5], "error": [2.6, 1.4, 1.2]}
        ],
        "summary": "It falls.",
    }
)  # fmt: skip


def unmet(changes: dict[str, str], model: Chart | None = MODEL) -> set[str]:
    fields = plots.typed(TYPED | changes)
    return {
        name
        for name, check in plots.checks(plots.read(fields), model).items()
        if check.is_met is False
    }


def test_points_are_read_with_their_bars() -> None:
    plot = plots.read(TYPED)
    assert plot.lines[0].points[1:] == ((0.4, -2.3, 1.4), (0.8, -14.5, 1.2))
    assert plot.x.title == "Sucrose concentration (mol/L)"
    assert plot.problems == ()
    assert plots.sentence(plot) == (
        "Line graph of Mean change in mass (%) against Sucrose concentration (mol/L):"
        " 3 points in 1 series, 3 with an error bar."
    )


def test_numbers_without_end_are_refused_with_a_reason() -> None:
    plot = plots.read(TYPED | {"x_to": "1e999", "points1": "0, 1\n1, -1e999\n2, 3, 1e400"})
    assert (plot.x.high, plot.lines[0].points) == (None, ((0.0, 1.0, None),))
    assert len(plot.problems) == 3


# a line of points, how it is read
LINES: list[tuple[str, Any]] = [
    ("control, 4", ("control", 4.0, None)),
    ("0\t12\t3", (0.0, 12.0, 3.0)),
    ("1,200; 3,400", (1200.0, 3400.0, None)),
    ("2, 3e-4", (2.0, 0.0003, None)),
    ("2, −4.5, ± 0.5", (2.0, -4.5, 0.5)),
]


@pytest.mark.parametrize(("line", "point"), LINES)
def test_a_line_is_read_as_students_write_it(line: str, point: Any) -> None:
    plot = plots.read({"points1": line})
    assert plot.points == [point]
    assert plot.problems == ()


@pytest.mark.parametrize("line", ["4", "1, 2, 3, 4", "1, two", ", 5", "1, 2, wide"])
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    plot = plots.read({"points2": f"1, 2\n{line}", "name2": "Wild"})
    assert plot.problems == ("Wild, line 2: write “x, y” or “x, y, error bar”.",)
    assert len(plot.points) == 1


def test_groups_stay_groups_when_one_of_them_is_no_number() -> None:
    plot = plots.read({"points1": "1, 2\nmutant, 3"})
    assert [x for x, _, _ in plot.points] == ["1", "mutant"]
    assert not plot.is_numbered


# what is changed, which checks then fail, why
CHECKED = [
    ({}, set(), "a good graph; joined or not is left open"),
    ({"type": "bar"}, {"type"}, "bars for a quantity on a scale"),
    ({"type": ""}, {"type"}, "no kind was chosen"),
    ({"x_label": ""}, {"axes"}, "an axis without a name"),
    ({"y_unit": ""}, {"units"}, "an axis without its unit"),
    ({"y_to": "10"}, {"scale"}, "points outside"),
    ({"y_to": "90"}, {"scale"}, "most of the space is empty"),
    ({"y_step": ""}, {"scale"}, "no even marks"),
    ({"y_from": ""}, {"scale"}, "no lowest value"),
    ({"points1": "0, 15.8, 2.6\n0.4, −2.3, 1.4"}, {"points", "errors"}, "a point left out"),
    ({"points1": "0, 15.8\n0.4, −2.3\n0.8, -14.5"}, {"errors"}, "no error bars"),
    ({"points1": "0, 15.8, 1.3\n0.4, −2.3, .7\n0.8, -14.5, .6"}, {"errors"}, "1 SE, not 2"),
    ({"points1": "0, 15.8, 2.6\n0.4, 2.3, 1.4\n0.8, -14.5, 1.2"}, {"points", "errors"}, "sign"),
    ({"points1": ""}, {"scale", "points", "errors"}, "nothing plotted"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "missing", "why"), CHECKED)
def test_what_the_rubric_looks_for(changes: Any, missing: set[str], why: str) -> None:
    assert unmet(changes) == missing, why


def test_without_a_model_what_only_a_reader_can_tell_is_left_open() -> None:
    found = plots.checks(plots.read(TYPED))
    assert {name for name, check in found.items() if check.is_met is None} == {
        "type", "points", "errors",
    }  # fmt: skip
    assert unmet({}, None) == set()
    assert unmet({"points1": "0, 15.8\n0.8, −14.5"}, None) == {"errors"}
    assert unmet({"type": "", "points1": ""}, None) == {"type", "scale", "points", "errors"}


@given(
    st.dictionaries(st.sampled_from(plots.KEYS), st.text("0123456789,;−.e\nabx\t ", max_size=40))
)
def test_nothing_typed_makes_it_fail_or_is_lost(fields: dict[str, str]) -> None:
    kept = plots.typed(fields)
    assert kept == {key: text for key, text in fields.items() if text.strip()}
    plot = plots.read(kept)
    for model in (None, MODEL):
        assert len(plots.checks(plot, model)) == 6
    assert plots.sentence(plot).endswith(".")


def test_an_answer_is_texts_a_graph_and_the_points_its_writer_gave() -> None:
    item = free_response_record(kind_of=2)
    sent = {
        "A": "It falls.",
        "B": "  ",
        "graph": TYPED | {"other": "x"},
        "earned": {"B": [0, 2, 2]},
    }
    response = free_response.parse_response(sent)
    assert response == {"A": "It falls.", "graph": TYPED, "earned": {"B": [0, 2]}}
    assert free_response.mark(item, response).points == 2
    assert free_response.is_scored(response)


# what is kept, its points, whether it was scored, why
KEPT: list[tuple[Any, float, bool, str]] = [
    (5, 5.0, True, "an answer of earlier times: only its score"),
    ("7", 7.0, True, "the same, as it was sent"),
    (80, 9.0, True, "never more than the rubric has"),
    (None, 0.0, False, "no answer"),
    ({"A": "x"}, 0.0, False, "written and not scored yet"),
    ({"A": "x", "earned": {}}, 0.0, True, "scored, and nothing earned"),
    ({"A": "x", "earned": {"A": [0, 8], "D": [0, 1]}}, 3.0, True, "a point that is none"),
]


@pytest.mark.parametrize(("raw", "points", "is_scored", "why"), KEPT)
def test_points_of_a_written_answer(raw: Any, points: float, is_scored: bool, why: str) -> None:
    response = free_response.parse_response(raw)
    assert free_response.mark(free_response_record(kind_of=2), response).points == points, why
    assert free_response.is_scored(response) == is_scored, why


def test_the_graph_belongs_to_the_part_that_asks_for_it() -> None:
    item = free_response_record(kind_of=2)
    assert item.graph_part is item.parts[1]
    assert item.parts[1].checks[1] == ("axes", "units")
    assert free_response_record(kind_of=1).graph_part is None
