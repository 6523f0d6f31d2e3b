"""Saving and handing in at the same moment, with threads on a real database."""

import datetime
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes import actions, closing
from quizzes.models import Attempt
from studyapp.classes.models import Assignment, Result
from studyapp.tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


@pytest.fixture(autouse=True)
def on_disk(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """SQLite in memory locks otherwise than the file the site runs on: take a file."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    memory, name = connection.connection, connection.settings_dict["NAME"]
    path = str(tmp_path / "races.sqlite3")
    with sqlite3.connect(path) as copy:
        memory.backup(copy)
    copy.close()
    connection.connection, connection.settings_dict["NAME"] = None, path
    yield
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = memory, name


@pytest.fixture
def attempt(on_disk: None) -> Attempt:
    member = factories.MembershipFactory()
    quiz = factories.quiz(member.classroom.teacher)
    assignment = Assignment.objects.create(
        classroom=member.classroom, activity="quiz", activity_id=str(quiz.pk), title=quiz.title
    )
    actions.start_assignment(assignment, member.student)
    return Attempt.objects.get()


def together(attempt: Attempt, do: Callable[[Client, int], int]) -> list[int]:
    """What `do(client, number)` gave, all called at the same moment."""
    clients = []
    for _ in range(AT_ONCE):
        clients.append(Client(raise_request_exception=False))
        clients[-1].force_login(attempt.user)
    gate = Barrier(AT_ONCE)

    def one(number: int) -> int:
        try:
            gate.wait(timeout=30)
            return do(clients[number], number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_handing_in_at_the_same_moment_hands_in_once(attempt: Attempt) -> None:
    url = reverse("quizzes:hand_in", args=[attempt.pk])

    def hand_in(client: Client, number: int) -> int:
        form = {f"choice-{place}": str(number % 4) for place in (1, 2, 3)}
        return client.post(
            url, form | {f"sequence-{place}": "1" for place in (1, 2, 3)}
        ).status_code

    assert together(attempt, hand_in) == [302] * AT_ONCE
    answers = list(attempt.answers.all())
    assert len({answer.response for answer in answers}) == 1
    assert Result.objects.get().points == sum(answer.points or 0 for answer in answers)


def test_saving_while_handing_in_is_saved_and_marked_or_refused(attempt: Attempt) -> None:
    save = reverse("quizzes:save", args=[attempt.pk, 1])
    url = reverse("quizzes:hand_in", args=[attempt.pk])

    def either(client: Client, number: int) -> int:
        if number % 2:
            return client.post(url, {"sure": "1"}).status_code
        return client.post(save, {"choice": "1", "sequence": "1"}).status_code

    codes = together(attempt, either)
    assert codes[1::2] == [302] * 3
    assert set(codes[::2]) <= {200, 409}
    answer = attempt.answers.get(position=1)
    assert answer.points == (1.0 if answer.response == 1 else 0.0)
    assert (200 in codes) == (answer.response == 1)


def test_of_different_answers_at_the_same_moment_one_is_kept_and_the_others_told(
    attempt: Attempt,
) -> None:
    save = reverse("quizzes:save", args=[attempt.pk, 1])
    kept: list[int] = []

    def answer(client: Client, number: int) -> int:
        reply = client.post(save, {"choice": str(number % 4), "sequence": "1"})
        kept.append(reply.json()["response"])
        return reply.status_code

    codes = together(attempt, answer)
    assert set(codes) == {200, 409}
    assert set(kept) == {attempt.answers.get(position=1).response}


def test_several_processes_that_close_at_once_close_once(attempt: Attempt) -> None:
    now = timezone.now()
    Attempt.objects.update(deadline_at=now, started_at=now - datetime.timedelta(hours=1))
    Attempt.objects.update(minutes=60)
    counts = together(attempt, lambda client, number: closing.close_overdue())
    assert sorted(counts) == [0] * (AT_ONCE - 1) + [1]
    assert attempt.events.filter(what="closed").count() == 1
    assert Result.objects.get().handed_in_at == now
