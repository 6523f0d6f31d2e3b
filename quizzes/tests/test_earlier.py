"""Answers from before signing in: validated, marked again, taken once, and bounded."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quizzes.models import Item, PracticeAnswer
from studyapp.accounts.models import User
from studyapp.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def item() -> Item:
    return factories.item()


@pytest.fixture
def student() -> User:
    return factories.PersonFactory()


def sent(user: User | None, answers: Any, **options: Any) -> Any:
    client = Client(**options)
    if user:
        client.force_login(user)
    return client.post(reverse("quizzes:earlier"), {"answers": json.dumps(answers)})


def answer(**changes: Any) -> dict[str, Any]:
    now = int(timezone.now().timestamp() * 1000)
    return {"uid": "u2-2.8-001", "version": 1, "fields": "choice=1", "at": now - 60_000} | changes


def test_an_answer_moves_in_with_its_time_and_is_marked_again(item: Item, student: User) -> None:
    one = answer()
    assert sent(student, [one]).json() == {"kept": 1}
    kept = PracticeAnswer.objects.get()
    assert (kept.user, kept.version, kept.is_right) == (student, item.current, True)
    assert kept.answered_at.timestamp() * 1000 == pytest.approx(one["at"], abs=1)


def test_sent_again_the_same_answers_change_nothing(item: Item, student: User) -> None:
    answers = [answer(), answer(fields="choice=0")]
    assert sent(student, answers).json() == {"kept": 2}
    assert sent(student, [*answers, answer(at=0)]).json() == {"kept": 0}
    assert PracticeAnswer.objects.count() == 2


def test_an_answer_of_any_kind_moves_in(student: User) -> None:
    factories.item_of("two-tier")
    fields = "choice.answer=0&choice.reason=1&choice.sure=3"
    assert sent(student, [answer(uid="sample-two-tier", fields=fields)]).json() == {"kept": 1}
    assert PracticeAnswer.objects.get().points == 1


def test_another_students_answers_are_her_own(item: Item, student: User) -> None:
    sent(student, [answer()])
    assert sent(factories.PersonFactory(), [answer()]).json() == {"kept": 1}


@pytest.mark.parametrize("at", [0, 10**14])
def test_a_clock_that_is_far_off_does_not_decide(item: Item, student: User, at: int) -> None:
    sent(student, [answer(at=at)])
    age = timezone.now() - PracticeAnswer.objects.get().answered_at
    assert age.total_seconds() < 60


@pytest.mark.parametrize(
    "changes",
    [
        {"uid": "no-such-item"},
        {"version": 2},
        {"fields": "choice=9"},
        {"fields": ""},
        {"fields": "choice.value=1"},
        {"fields": "a&" * 999 + "a"},
        {"fields": "a&" * 1000},
    ],
)
def test_what_is_no_answer_to_an_item_is_left_out(
    item: Item, student: User, changes: dict[str, Any]
) -> None:
    assert sent(student, [answer(**changes), answer()]).json() == {"kept": 1}


def test_half_an_answer_is_left_out(student: User) -> None:
    factories.item_of("predict-run-explain")
    one = answer(uid="sample-predict-run-explain", fields="choice.prediction=1")
    assert sent(student, [one]).json() == {"kept": 0}


@pytest.mark.parametrize(
    "answers",
    [
        "text",
        {"uid": "u2-2.8-001"},
        [{"uid": "u2-2.8-001"}],
        [answer(user=1)],
        [answer(version="1")],
        [answer(uid="'; DROP TABLE")],
        [answer(fields="x" * 2001)],
        [answer()] * 201,
        [answer(at=10**15)],
    ],
)
def test_what_no_page_of_ours_sends_is_refused_as_a_whole(
    item: Item, student: User, answers: Any
) -> None:
    assert sent(student, answers).status_code == 400
    assert not PracticeAnswer.objects.exists()


def test_a_stranger_and_a_forged_form_move_nothing(item: Item, student: User) -> None:
    assert sent(None, [answer()]).status_code == 302
    assert sent(student, [answer()], enforce_csrf_checks=True).status_code == 403
    assert not PracticeAnswer.objects.exists()


def test_many_answers_cost_no_more_queries_than_few(student: User) -> None:
    answers = [answer(uid=factories.item(f"u2-2.8-{n:03}").uid) for n in range(1, 31)]
    sent(student, answers[:1])
    with CaptureQueriesContext(connection) as few:
        assert sent(student, answers[1:2]).json() == {"kept": 1}
    with CaptureQueriesContext(connection) as many:
        assert sent(student, answers[2:]).json() == {"kept": 28}
    assert len(many) == len(few)


def test_only_a_reader_without_an_account_gets_a_page_that_keeps(
    item: Item, student: User, client: Client
) -> None:
    url = reverse("quizzes:item", args=[item.uid])
    assert 'data-given="choice=1"' in client.get(f"{url}?n=1&choice=1").content.decode()
    assert "data-given" not in client.get(url).content.decode()
    client.force_login(student)
    assert "data-given" not in client.get(f"{url}?n=1&choice=1").content.decode()
