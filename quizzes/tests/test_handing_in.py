"""Handing in without a script: it asks when questions have no answer, and Enter only keeps."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.models import Attempt
from quizzes.tests.timed import assert_in_order, rewind, save
from studyapp.tests import factories
from studyapp.tests.clients import signed_in

pytestmark = pytest.mark.django_db
ALL = {"choice-1": "1", "choice-2": "1", "choice-3": "3"}
FEW = {"choice-2": "1", "sequence-2": "1"}


def address(attempt: Attempt) -> str:
    return reverse("quizzes:hand_in", args=[attempt.pk])


def is_open(attempt: Attempt) -> bool:
    attempt.refresh_from_db()
    return attempt.is_open


def asked(client: Client, attempt: Attempt, form: dict[str, str]) -> str:
    """The page of the step, in one line."""
    reply = client.post(address(attempt), form)
    assert reply.status_code == 200
    text = re.sub(r"<[^>]+>", "", reply.content.decode())
    return re.sub(r"\s+", " ", text)


def test_what_is_not_answered_is_asked_about_and_the_rest_is_saved(attempt: Attempt) -> None:
    client = signed_in(attempt.user)
    page = asked(client, attempt, FEW)
    assert "Hand in all the same? 2 questions are not answered: 1, 3." in page
    assert is_open(attempt)
    assert attempt.answers.get(position=2).response == 1
    reply = client.post(address(attempt), {"sure": "1"})
    assert reply["Location"] == attempt.get_absolute_url()
    assert not is_open(attempt)
    assert attempt.points == 1.0
    assert_in_order(attempt)


def test_one_question_is_one_question_and_what_the_script_saved_is_an_answer(
    attempt: Attempt,
) -> None:
    save(attempt, "1", 1)
    page = asked(signed_in(attempt.user), attempt, FEW)
    assert "1 question is not answered: 3." in page


def test_with_every_answer_it_is_handed_in_at_once(attempt: Attempt) -> None:
    signed_in(attempt.user).post(address(attempt), ALL)
    assert not is_open(attempt)
    assert_in_order(attempt)


@pytest.mark.parametrize("minutes", [40.05, 50], ids=["in the grace", "long after"])
def test_at_the_end_of_the_time_nothing_is_asked(attempt: Attempt, minutes: float) -> None:
    rewind(attempt, minutes)
    reply = signed_in(attempt.user).post(address(attempt), FEW)
    assert reply["Location"] == attempt.get_absolute_url()
    assert not is_open(attempt)


def test_the_newer_answer_of_another_page_is_told_beside_the_step(attempt: Attempt) -> None:
    save(attempt, "3", 2)
    page = asked(signed_in(attempt.user), attempt, {"choice-1": "0", "sequence-1": "1"})
    assert "At question 1 the newer answer, from another tab or device, was kept." in page
    assert "2 questions are not answered: 2, 3." in page


def test_a_stranger_is_asked_nothing_and_hands_nothing_in(attempt: Attempt) -> None:
    stranger = signed_in(factories.PersonFactory())
    for form in (FEW, {"sure": "1"}):
        assert stranger.post(address(attempt), form).status_code == 404
        assert Client().post(address(attempt), form).status_code == 302
    assert is_open(attempt)
    assert attempt.answers.get(position=2).response is None


def test_the_first_button_of_the_form_keeps_and_ends_nothing(attempt: Attempt) -> None:
    page = signed_in(attempt.user).get(attempt.get_absolute_url()).content.decode()
    form = page[page.index("data-attempt=") :]
    first = re.search(r"<button(?![^>]*type=.button)[^>]*>", form)
    assert first
    assert 'name="save_only"' in first.group()
