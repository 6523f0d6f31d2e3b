"""Practicing items of every kind: asked, answered, judged, kept for who is signed in."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes import queues, stock
from quizzes.answers import step_keys
from quizzes.core.kinds.table import MARKED
from quizzes.display.beliefs import lab_url
from quizzes.models import PracticeAnswer
from quizzes.tests.kinds.samples import ITEMS
from studyapp.tests import factories

pytestmark = pytest.mark.django_db
STEPS = step_keys("sample-ordering")[:4]

# kind, a right answer, a wrong or partly right one, what the feedback on the latter says
ANSWERS: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("single-choice", {"choice": "1"}, {"choice": "0"}, "Not this one."),
    ("multiple-choice", {"choice": ["0", "2"]}, {"choice": ["0"]}, "left out"),
    (
        "numeric",
        {"choice.value": "-4.99", "choice.unit": "bar"},
        {"choice.value": "4.99", "choice.unit": "bar"},
        "the answer is −4.99 bar",
    ),
    ("short-text", {"choice": "mitosis"}, {"choice": "meiosis"}, "Your answer: “meiosis”"),
    (
        "ordering",
        {f"choice.{key}": str(rank) for key, rank in zip(STEPS, (1, 2, 3, 4), strict=True)},
        {f"choice.{key}": str(rank) for key, rank in zip(STEPS, (2, 1, 3, 4), strict=True)},
        "You put it at place 2",
    ),
    (
        "matching",
        {"choice.0": "0", "choice.1": "1", "choice.2": "0", "choice.3": "2"},
        {"choice.0": "0", "choice.1": "2"},
        "1 of 4 are matched rightly",
    ),
    (
        "label-diagram",
        {"choice.0": "1", "choice.1": "0"},
        {"choice.0": "0", "choice.1": "0"},
        "Right: outside",
    ),
    (
        "two-tier",
        {"choice.answer": "0", "choice.reason": "0"},
        {"choice.answer": "0", "choice.reason": "1", "choice.sure": "3"},
        "1 of 2 points",
    ),
    (
        "predict-run-explain",
        {"choice.prediction": "1", "choice.explanation": "0"},
        {"choice.prediction": "0", "choice.explanation": "0"},
        "You chose A; the prediction is B.",
    ),
    ("read-graph", {"choice.value": "42"}, {"choice.value": "130"}, "the answer is about 4"),
]
KINDS_ASKED = [line[0] for line in ANSWERS]


@pytest.fixture
def student() -> Client:
    client = Client()
    client.force_login(factories.PersonFactory())
    return client


def page(client: Client, kind: str, fields: dict[str, Any] | None = None) -> str:
    url = reverse("quizzes:item", args=[f"sample-{kind}"])
    return client.get(url, {"n": "1", **(fields or {})}).content.decode()


def test_every_kind_is_practiced() -> None:
    assert set(KINDS_ASKED) == set(MARKED) == set(ITEMS)


@pytest.mark.parametrize(("kind", "right", "wrong", "said"), ANSWERS)
def test_a_stranger_is_asked_and_told(
    kind: str, right: dict[str, Any], wrong: dict[str, Any], said: str, client: Client
) -> None:
    factories.item_of(kind)
    asked = page(client, kind)
    assert "What is asked?" in asked
    assert "data-verdict" not in asked
    assert "<strong>Right.</strong>" in page(client, kind, right)
    judged = page(client, kind, wrong)
    assert "data-verdict" in judged
    assert "<strong>Right.</strong>" not in judged
    assert said in judged
    assert not client.cookies


@pytest.mark.parametrize("kind", KINDS_ASKED)
def test_the_page_that_asks_does_not_tell(kind: str, client: Client) -> None:
    factories.item_of(kind)
    asked = page(client, kind)
    for giveaway in ("Right answer", "is-right", "Because.", "mitosis", "4.99", "So."):
        assert giveaway not in asked


@pytest.mark.parametrize(("kind", "right", "wrong", "said"), ANSWERS)
def test_an_answer_of_a_student_is_kept_with_its_points(
    kind: str, right: dict[str, Any], wrong: dict[str, Any], said: str, student: Client
) -> None:
    row = factories.item_of(kind)
    url = reverse("quizzes:item", args=[row.uid])
    for fields in (right, wrong):
        to = student.post(f"{url}?n=1", fields)
        assert "data-verdict" in student.get(to["Location"]).content.decode()
    good, other = PracticeAnswer.objects.order_by("pk")
    assert (good.is_right, good.points, good.version) == (True, good.out_of, row.current)
    assert (other.is_right, other.points < other.out_of) == (False, True)


@pytest.mark.parametrize("kind", KINDS_ASKED)
def test_an_empty_form_is_asked_again_and_not_kept(kind: str, student: Client) -> None:
    url = reverse("quizzes:item", args=[factories.item_of(kind).uid])
    to = student.post(f"{url}?n=1", {})
    again = student.get(to["Location"]).content.decode()
    assert "Answer first" in again
    assert "data-verdict" not in again
    assert not PracticeAnswer.objects.exists()


def test_a_misconception_in_the_answer_is_named_with_its_laboratory(client: Client) -> None:
    factories.misconception("b-three")
    factories.item_of("matching")
    judged = page(client, "matching", {"choice.1": "2"})
    assert "The pump moves sodium in." in judged
    assert "Show me in the laboratory" in judged
    assert lab_url("ouabain", "/practice/item/sample-matching/?n=1&choice.1=2") in judged


def test_what_is_no_number_is_given_back_and_not_kept(student: Client) -> None:
    url = reverse("quizzes:item", args=[factories.item_of("numeric").uid])
    to = student.post(f"{url}?n=1", {"choice.value": "about five", "choice.unit": "bar"})
    again = student.get(to["Location"]).content.decode()
    assert "“about five” cannot be read as a number" in again
    assert 'value="about five"' in again
    assert not PracticeAnswer.objects.exists()


def test_a_prediction_is_shown_its_run_before_anything_is_judged(student: Client) -> None:
    url = reverse("quizzes:item", args=[factories.item_of("predict-run-explain").uid])
    assert "data-chart" not in student.get(url).content.decode()
    to = student.post(f"{url}?n=1", {"choice.prediction": "0"})
    run = student.get(to["Location"]).content.decode()
    assert "data-chart" in run
    assert '<input type="hidden" name="choice.prediction" value="0">' in run
    assert "data-verdict" not in run
    assert not PracticeAnswer.objects.exists()


def test_the_steps_of_an_ordering_are_shown_neither_in_order_nor_numbered(client: Client) -> None:
    factories.item_of("ordering")
    asked = page(client, "ordering")
    places = [asked.index(f"</span>{step}<") for step in ("first", "second", "third", "fourth")]
    assert places != sorted(places)
    assert 'name="choice.0"' not in asked


def test_a_diagram_is_shown_without_its_words_until_it_is_answered(client: Client) -> None:
    factories.item_of("label-diagram")
    asked = page(client, "label-diagram")
    assert "d-spot-number" in asked
    assert "Flips back" not in asked
    assert "Flips back" in page(client, "label-diagram", {"choice.0": "1"})


def test_items_of_every_kind_are_found_by_topic_and_by_misconception() -> None:
    for kind in KINDS_ASKED:
        factories.item_of(kind)
    assert len(queues.of_topic("2.8")) == len(KINDS_ASKED)
    assert queues.of_misconception("b-sign") == ["sample-numeric"]
    assert queues.of_misconception("b-mixed") == ["sample-ordering"]
    assert {entry.kind for entry in stock.current().entries} == set(KINDS_ASKED)


def test_a_page_costs_no_more_queries_with_many_rows(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for kind in KINDS_ASKED:
        factories.item_of(kind)
    url = reverse("quizzes:topic", args=["2.8"])
    client.get(url)
    for number in range(1, len(KINDS_ASKED) + 1):
        with django_assert_max_num_queries(4):
            client.get(url, {"n": str(number)})
