"""Marking is a pure function of item and answer: no input makes it fail or change its mind."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.core import plots
from quizzes.core.kinds import two_tier
from quizzes.core.kinds.table import KINDS
from quizzes.tests.kinds.samples import sample

# The first look at some items simulates a run of the laboratory: what is tested here is not speed.
AT_ANY_SPEED = settings(deadline=None)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=6), inner)
)
SMALL = st.integers(-1, 12)
PLAUSIBLE = (
    st.lists(SMALL | SMALL.map(str), max_size=9)
    | st.dictionaries(SMALL.map(str), SMALL | st.just(""), max_size=6)
    | st.fixed_dictionaries({"value": st.text("0123456789.,-−e×bar ", max_size=9)})
    | st.fixed_dictionaries({"answer": SMALL, "reason": SMALL, "sure": SMALL})
    | st.fixed_dictionaries({"prediction": SMALL, "explanation": SMALL})
    | st.fixed_dictionaries(
        {},
        optional={
            "A": st.text(max_size=9),
            "B": st.text(" \r\n\x00a", max_size=9),
            "graph": st.dictionaries(st.sampled_from(plots.KEYS), st.text(max_size=9), max_size=4),
            "earned": st.dictionaries(st.sampled_from("ABCDE"), st.lists(SMALL, max_size=9)),
        },
    )
)
PERFECT: dict[str, Any] = {
    "single-choice": 1,
    "multiple-choice": [0, 2],
    "numeric": "-4.99 bar",
    "short-text": "mitosis",
    "ordering": [0, 1, 2, 3],
    "matching": {"0": 0, "1": 1, "2": 0, "3": 2},
    "label-diagram": {"0": 1, "1": 0},
    "two-tier": {"answer": 0, "reason": 0},
    "predict-run-explain": {"prediction": 1, "explanation": 0},
    "free-response": {"A": "It swells.", "earned": {"A": [0], "B": [0, 1], "C": [0]}},
}


@pytest.mark.parametrize("kind", sorted(KINDS))
@AT_ANY_SPEED
@given(sent=ANYTHING | PLAUSIBLE)
def test_whatever_is_sent_earns_something_between_nothing_and_all(kind: str, sent: Any) -> None:
    item = sample(kind)
    response = KINDS[kind].parse_response(sent)
    mark = KINDS[kind].mark(item, response)
    assert 0 <= mark.points <= mark.out_of
    assert len(set(mark.caught)) == len(mark.caught)
    assert KINDS[kind].mark(item, response) == mark


@pytest.mark.parametrize("kind", sorted(KINDS))
@AT_ANY_SPEED
@given(sent=ANYTHING | PLAUSIBLE)
def test_what_was_kept_as_json_earns_the_same(kind: str, sent: Any) -> None:
    """Answers are kept as JSON and marked from there, perhaps again years later."""
    item = sample(kind)
    response = KINDS[kind].parse_response(sent)
    kept = json.loads(json.dumps(response))
    assert kept == response
    assert KINDS[kind].parse_response(kept) == response
    assert KINDS[kind].mark(item, kept) == KINDS[kind].mark(item, response)


@AT_ANY_SPEED
@given(order=st.permutations([0, 2, 3]))
def test_the_order_of_clicks_does_not_matter_where_many_are_chosen(order: list[int]) -> None:
    kind = KINDS["multiple-choice"]
    assert kind.parse_response(order) == kind.parse_response([0, 2, 3])


@AT_ANY_SPEED
@given(order=st.permutations(sorted(PERFECT["matching"].items())))
def test_the_order_of_rows_does_not_matter_where_pairs_are_made(order: Any) -> None:
    kind = KINDS["matching"]
    assert kind.mark(sample("matching"), kind.parse_response(dict(order))).is_right


@pytest.mark.parametrize("kind", sorted(PERFECT))
def test_the_perfect_answer_earns_everything_and_catches_nothing(kind: str) -> None:
    mark = KINDS[kind].mark(sample(kind), KINDS[kind].parse_response(PERFECT[kind]))
    assert mark.is_right
    assert mark.caught == ()


@AT_ANY_SPEED
@given(places=st.permutations([0, 1, 0, 1, 9]), labels=st.permutations("ABC"))
def test_neither_the_order_of_points_nor_that_of_parts_matters(
    places: list[int], labels: list[str]
) -> None:
    kind = KINDS["free-response"]
    response = kind.parse_response({"earned": dict.fromkeys(labels, places)})
    mark = kind.mark(sample("free-response"), response)
    assert response == {"earned": {label: [0, 1] for label in "ABC"}}
    assert mark.is_right


@AT_ANY_SPEED
@given(order=st.permutations(range(4)))
def test_only_the_right_order_earns_everything(order: list[int]) -> None:
    mark = KINDS["ordering"].mark(sample("ordering"), order)
    assert mark.is_right == (order == [0, 1, 2, 3])


@pytest.mark.parametrize(
    ("given_", "is_conviction"),
    [
        ({"answer": 0, "reason": 1, "sure": 3}, True),
        ({"answer": 0, "reason": 1, "sure": 0}, False),
        ({"answer": 1, "reason": 0, "sure": 3}, False),
        (None, False),
    ],
)
def test_a_wrong_reason_held_with_confidence_is_a_conviction(
    given_: Any, is_conviction: bool
) -> None:
    response = two_tier.parse_response(given_)
    assert two_tier.is_conviction(sample("two-tier"), response) == is_conviction
