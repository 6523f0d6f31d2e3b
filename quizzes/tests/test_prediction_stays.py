"""In an attempt the run is shown on a prediction, and the prediction it was shown on stays."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from quizzes import actions, late
from quizzes.models import Attempt
from studyapp.tests import factories

pytestmark = pytest.mark.django_db
RUN = ("data-chart", "Look at Na⁺", "choice-1.explanation")


@pytest.fixture
def attempt() -> Attempt:
    """An attempt at one item whose prediction is B and whose explanation is I."""
    item = factories.item_of("predict-run-explain")
    return actions.begin_with(
        user=factories.PersonFactory(), title="The pump", versions=[item.current]
    )


@pytest.fixture
def student(attempt: Attempt) -> Client:
    client = Client()
    client.force_login(attempt.user)
    return client


def saved(client: Client, attempt: Attempt, fields: str, sequence: int, **more: str) -> Any:
    pairs = dict(pair.split("=") for pair in fields.split("&"))
    url = reverse("quizzes:save", args=[attempt.pk, 1])
    return client.post(url, {**pairs, "sequence": str(sequence), **more})


def sent_whole(client: Client, attempt: Attempt, **fields: str) -> HttpResponse:
    names = {"prediction": "choice-1.prediction", "explanation": "choice-1.explanation"}
    names |= {"sequence": "sequence-1", "save_only": "save_only"}
    form = {names[field]: value for field, value in fields.items()}
    return client.post(reverse("quizzes:hand_in", args=[attempt.pk]), form)


def response(attempt: Attempt) -> Any:
    return attempt.answers.get().response


def page(client: Client, attempt: Attempt) -> str:
    return client.get(attempt.get_absolute_url()).content.decode()


def test_a_saved_prediction_stays_and_takes_its_explanation(
    student: Client, attempt: Attempt
) -> None:
    saved(student, attempt, "choice.prediction=1", 1)
    reply = saved(student, attempt, "choice.prediction=0&choice.explanation=0", 2, base="1")
    assert reply.status_code == 200
    assert reply.json()["fields"] == [[".prediction", "1"], [".explanation", "0"]]
    assert response(attempt) == {"prediction": 1, "explanation": 0}


def test_an_explanation_can_be_changed_and_taken_back(student: Client, attempt: Attempt) -> None:
    saved(student, attempt, "choice.prediction=1&choice.explanation=0", 1)
    saved(student, attempt, "choice.prediction=1&choice.explanation=2", 2)
    assert response(attempt) == {"prediction": 1, "explanation": 2}
    saved(student, attempt, "cleared=1", 3)
    assert response(attempt) == {"prediction": 1, "explanation": None}


def test_a_second_tab_that_saw_no_run_does_not_replace_it(
    student: Client, attempt: Attempt
) -> None:
    saved(student, attempt, "choice.prediction=1", 1, base="0")
    reply = saved(student, attempt, "choice.prediction=0", 2, base="0")
    assert (reply.status_code, reply.json()["stale"]) == (409, True)
    assert response(attempt) == {"prediction": 1, "explanation": None}


@pytest.mark.parametrize("way", [{"save_only": "1"}, {}])
def test_the_whole_form_brings_the_explanation_and_no_other_prediction(
    student: Client, attempt: Attempt, way: dict[str, str]
) -> None:
    sent_whole(student, attempt, prediction="1", sequence="1", save_only="1")
    sent_whole(student, attempt, prediction="0", explanation="0", sequence="2", **way)
    assert response(attempt) == {"prediction": 1, "explanation": 0}


def test_what_a_teacher_counts_later_leaves_it_too(student: Client, attempt: Attempt) -> None:
    saved(student, attempt, "choice.prediction=0", 1)
    actions.hand_in(attempt=attempt)
    late.take(attempt=attempt, responses={1: {"prediction": 1, "explanation": 0}})
    assert response(attempt) == {"prediction": 0, "explanation": 0}
    assert attempt.answers.get().points == 1


def test_the_page_holds_no_run_before_the_prediction_is_saved(
    student: Client, attempt: Attempt
) -> None:
    before = page(student, attempt)
    assert not any(sign in before for sign in RUN)
    assert "Predict and see the run" in before
    sent_whole(student, attempt, prediction="1", sequence="1", save_only="1")
    after = page(student, attempt)
    assert all(sign in after for sign in RUN)
    assert '<input type="hidden" name="choice-1.prediction" value="1">' in after
    assert "Predict and see the run" not in after
