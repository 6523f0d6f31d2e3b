"""The form contract: what a form says is the answer, and an answer fills the form again."""

from typing import Any

import pytest
from django.http import QueryDict
from django.utils.http import urlencode
from hypothesis import given
from hypothesis import strategies as st

from quizzes.answers import INPUTS, OF_ONE_ITEM, Asked, fields_of, raw_of, step_keys
from quizzes.core.kinds import ordering
from quizzes.core.kinds.table import KINDS
from quizzes.tests.kinds.test_properties import ANYTHING, PLAUSIBLE

PREFIXES = ("choice", "choice-3")
STEPS = step_keys("sample-ordering")


def sample_of(kind: str) -> Asked:
    return Asked(kind, f"sample-{kind}")


def form(pairs: list[list[str]], prefix: str = "choice") -> QueryDict:
    """The pairs as a browser sends them, next to the fields of another question."""
    named = [(f"{prefix}{suffix}", value) for suffix, value in pairs]
    return QueryDict(urlencode([("choice-31", "2"), *named, ("choice-31.value", "9")]))


# kind, the form (`{1}`: the letter of the second step), the response, why
SENT: list[tuple[str, str, Any, str]] = [
    ("single-choice", "choice=2", 2, "one radio button"),
    ("single-choice", "other=2", None, "nothing chosen"),
    ("multiple-choice", "choice=3&choice=0", [0, 3], "each checked box has the same name"),
    ("numeric", "choice.value=-4.99&choice.unit=bar", {"value": "-4.99", "unit": "bar"}, "both"),
    ("numeric", "choice.value=-4.99", {"value": "-4.99", "unit": ""}, "an item without unit"),
    ("numeric", "choice.value=&choice.unit=bar", None, "a unit alone is no answer"),
    ("short-text", "choice=+osmosis+", "osmosis", "spaces around it do not matter"),
    ("ordering", "choice.{1}=1&choice.{0}=2&choice.{2}=3", [1, 0, 2], "ranks become an order"),
    ("ordering", "choice.{1}=1&choice.{2}=9", [1, 2], "a step may be left open"),
    ("ordering", "choice.{2}=1&choice.{0}=1&choice.{1}=1", [2, 0, 1], "equal ranks: as on page"),
    ("ordering", "choice.{2}=&choice.{0}=first", None, "nothing ranked"),
    ("matching", "choice.0=2&choice.1=&choice.3=0", {"0": 2, "3": 0}, "a row may be left open"),
    ("matching", "choice.0=&choice.1=", None, "nothing chosen"),
    ("label-diagram", "choice.9=9", {"9": 9}, "as many spots as there may be"),
    (
        "two-tier",
        "choice.answer=1&choice.sure=3",
        {"answer": 1, "reason": None, "sure": 3},
        "the reason may be missing for now",
    ),
    (
        "predict-run-explain",
        "choice.prediction=1",
        {"prediction": 1, "explanation": None},
        "predicted, the run not seen yet",
    ),
    ("read-graph", "choice.value=42+min", {"value": "42 min", "unit": ""}, "the unit is given"),
    ("free-response", "choice.A=It+rises.", {"A": "It rises."}, "the text of one part"),
    ("free-response", "choice=4", None, "nobody gives herself points by a form"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "sent", "response", "why"), SENT)
def test_a_form_says_what_the_table_says(kind: str, sent: str, response: Any, why: str) -> None:
    raw = raw_of(sample_of(kind), QueryDict(sent.format(*STEPS)), "choice")
    assert KINDS[kind].parse_response(raw) == response, why


def test_every_kind_has_its_inputs_and_lines_in_the_table() -> None:
    assert {*INPUTS, *OF_ONE_ITEM} == set(KINDS) == {line[0] for line in SENT}


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("kind", sorted(KINDS))
@given(sent=ANYTHING | PLAUSIBLE)
def test_a_stored_response_fills_a_form_that_says_the_same(
    prefix: str, kind: str, sent: Any
) -> None:
    parse = KINDS[kind].parse_response
    response = parse(sent)
    fields = fields_of(sample_of(kind), response)
    assert all(isinstance(part, str) for pair in fields for part in pair)
    said = without_points(response) if kind == "free-response" else response
    assert parse(raw_of(sample_of(kind), form(fields, prefix), prefix)) == said


def without_points(response: Any) -> Any:
    """What a writer wrote: the points she gave herself, an older answer's all, are never sent."""
    if not isinstance(response, dict):
        return None
    return {name: part for name, part in response.items() if name != "earned"} or None


def test_points_are_not_sent_with_what_is_written() -> None:
    kept = {"A": "It swells.", "earned": {"A": [0]}}
    fields = fields_of(sample_of("free-response"), kept)
    raw = raw_of(sample_of("free-response"), form(fields, "choice"), "choice")
    assert KINDS["free-response"].parse_response(raw) == {"A": "It swells."}


@pytest.mark.parametrize("kind", sorted(KINDS))
@given(sent=st.dictionaries(st.text(max_size=12), st.lists(st.text(max_size=6)), max_size=8))
def test_no_form_makes_reading_it_fail(kind: str, sent: dict[str, list[str]]) -> None:
    fields = QueryDict(urlencode({f"choice{name}": values for name, values in sent.items()}, True))
    response = KINDS[kind].parse_response(raw_of(sample_of(kind), fields, "choice"))
    again = form(fields_of(sample_of(kind), response))
    assert KINDS[kind].parse_response(raw_of(sample_of(kind), again, "choice")) == response


@given(order=st.permutations(range(ordering.MOST)))
def test_ranks_come_back_as_ranks(order: list[int]) -> None:
    given_ranks = dict(fields_of(sample_of("ordering"), order))
    assert [given_ranks[f".{STEPS[step]}"] for step in order] == list("12345678")


def test_the_texts_of_the_parts_of_a_free_response_go_through_unchanged() -> None:
    texts = {"A": "Na⁺ leaves.\nTwice.", "C": "  by ATP"}
    assert (
        raw_of(
            sample_of("free-response"), form(fields_of(sample_of("free-response"), texts)), "choice"
        )
        == texts
    )


def test_a_typed_graph_goes_through_unchanged_and_no_form_says_what_was_earned() -> None:
    kept = {"A": "It rises.", "graph": {"type": "bar", "points1": "a, 1\nb, 2", "log": "log"}}
    sent = form(
        [*fields_of(sample_of("free-response"), kept | {"earned": {"A": [0]}}), [".earned", "A"]]
    )
    assert raw_of(sample_of("free-response"), sent, "choice") == kept


def test_a_response_of_nothing_fills_nothing() -> None:
    assert [fields_of(sample_of(kind), None) for kind in KINDS] == [[] for _ in KINDS]


def test_the_letters_of_the_steps_tell_nothing_of_their_order() -> None:
    """Every letter stands at every place about equally often, so no ranking of letters that earns
    points in one item does in the others."""
    keys = [step_keys(f"u2-2.8-{n:03}") for n in range(600)]
    assert all(len(set(key)) == ordering.MOST for key in keys)
    for letter in set("".join(keys)):
        places = [key.index(letter) for key in keys if letter in key]
        assert abs(sum(places) / len(places) - (ordering.MOST - 1) / 2) < 0.6


def test_an_answer_to_one_item_is_none_to_another() -> None:
    given_ranks = fields_of(Asked("ordering", "u2-2.8-001"), [0, 1, 2])
    assert raw_of(Asked("ordering", "u2-2.8-002"), form(given_ranks), "choice") != [0, 1, 2]


def test_who_knows_the_items_and_not_the_secret_does_not_know_the_letters(settings: Any) -> None:
    before = [step_keys(f"u2-2.8-{n:03}") for n in range(20)]
    settings.SECRET_KEY = "another secret of this test"
    assert before != [step_keys(f"u2-2.8-{n:03}") for n in range(20)]
