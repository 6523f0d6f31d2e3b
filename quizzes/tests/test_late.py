"""Answers after the end: what still counts, what waits for the teacher, what nobody decides on."""

from typing import Any

import pytest
from django.urls import reverse

from quizzes import actions, closing, late
from quizzes.models import Attempt, AttemptEvent
from quizzes.tests.timed import assert_in_order, rewind, save
from studyapp.classes.models import Result
from studyapp.tests import factories
from studyapp.tests.clients import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("late_s", "age_s", "is_taken"),
    [
        (20, 30, True),  # given before, arrived within the grace
        (3, 0, True),  # on its way when the time ended
        (30, 10, False),  # given after the deadline
        (90, 100, False),  # given before, arrived after the grace
    ],
)
@pytest.mark.parametrize("is_closed", [False, True], ids=["open", "closed"])
def test_the_grace_is_for_what_was_given_in_time(
    attempt: Attempt, late_s: int, age_s: int, is_taken: bool, is_closed: bool
) -> None:
    rewind(attempt, 40 + late_s / 60)
    if is_closed:
        closing.close_overdue()
    reply = save(attempt, "1", 1, age=str(age_s * 1000))
    assert reply.status_code == (200 if is_taken else 409)
    assert attempt.answers.get(position=1).response == (1 if is_taken else None)
    events = list(attempt.events.exclude(what="closed").values_list("what", flat=True))
    given_in_time = age_s + 5 >= late_s
    assert events == (["grace"] if is_taken else ["late"] if given_in_time else [])
    closing.close_overdue()
    assert_in_order(attempt)


def test_a_late_answer_waits_for_the_teacher_who_counts_it(attempt: Attempt) -> None:
    rewind(attempt, 50)
    assert save(attempt, "1", 1, age="1200000").json()["kept_for_teacher"]
    event = AttemptEvent.objects.get(what="late")
    changed = late.take(attempt=attempt, responses={event.position: event.detail["response"]})
    assert changed == 1
    assert Result.objects.get().points == 1.0
    assert_in_order(attempt)


def test_a_form_sent_at_the_last_second_is_taken_whole(attempt: Attempt) -> None:
    rewind(attempt, 40.05)
    url = reverse("quizzes:hand_in", args=[attempt.pk])
    signed_in(attempt.user).post(url, {"choice-1": "1", "choice-2": "1"})
    attempt.refresh_from_db()
    assert (attempt.points, attempt.handed_in_at) == (2.0, attempt.deadline_at)
    assert_in_order(attempt)


def test_a_form_sent_at_the_last_second_is_noted_as_one_of_the_grace(attempt: Attempt) -> None:
    actions.save_answer(attempt=attempt, position=1, response=1, sequence=1)
    rewind(attempt, 40.05)
    url = reverse("quizzes:hand_in", args=[attempt.pk])
    form = {"choice-1": "1", "sequence-1": "2", "choice-2": "1"}
    signed_in(attempt.user).post(url, form)
    assert list(attempt.events.filter(what="grace").values_list("position", flat=True)) == [2]


@pytest.mark.parametrize("more", [{}, {"save_only": "1"}], ids=["hand in", "go on later"])
def test_a_form_without_a_script_that_comes_after_the_end_waits_for_the_teacher(
    attempt: Attempt, more: dict[str, str]
) -> None:
    actions.save_answer(attempt=attempt, position=2, response=2, sequence=3)
    rewind(attempt, 40.2)
    url = reverse("quizzes:hand_in", args=[attempt.pk])
    # Question 2 is as it was before another page saved it, question 3 is blank.
    form = {"choice-1": "1", "sequence-1": "1", "choice-2": "0", "sequence-2": "3"}
    student = signed_in(attempt.user)
    page = student.post(url, form | more, follow=True).content.decode()
    assert "The time was over before this arrived." in page
    assert "1 answer arrived after the end and does not count: question 1." in page
    assert "Your teacher can count it" in page
    assert attempt.answers.get(position=1).response is None
    teacher = signed_in(attempt.assignment.classroom.teacher)
    assert "Decide about it" in teacher.get(attempt.get_absolute_url()).content.decode()
    manage = teacher.get(reverse("quizzes:manage", args=[attempt.pk])).content.decode()
    assert "its page could not say when it was given" in manage
    teacher.post(reverse("quizzes:count_late", args=[attempt.pk]))
    assert attempt.answers.get(position=1).response == 1
    assert_in_order(attempt)
    assert "after the end" not in student.get(attempt.get_absolute_url()).content.decode()


def finish(attempt: Attempt, **sent: str) -> Any:
    return signed_in(attempt.user).post(reverse("quizzes:finish", args=[attempt.pk]), sent)


def test_late_answers_that_the_page_brings_as_it_hands_in_wait_for_the_teacher(
    attempt: Attempt,
) -> None:
    rewind(attempt, 50)
    given = {"choice-1": "1", "sequence-1": "1", "base-1": "0", "age-1": "1200000"}
    after = {"choice-2": "1", "sequence-2": "1", "base-2": "0", "age-2": "1000"}
    assert finish(attempt, **given, **after).json()["result"] == attempt.get_absolute_url()
    late_ones = [(event.position, event.detail["response"]) for event in attempt.events.late()]
    assert late_ones == [(1, 1)]
    page = signed_in(attempt.user).get(attempt.get_absolute_url()).content.decode()
    assert "1 answer arrived after the end and does not count: question 1." in page
    late.count(attempt=attempt)
    assert attempt.answers.get(position=1).response == 1
    assert_in_order(attempt)


def test_without_a_teacher_no_late_answer_waits_for_one() -> None:
    versions = [factories.item(f"u2-2.8-{n:03}").current for n in (1, 2)]
    attempt = actions.begin_with(
        user=factories.PersonFactory(), title="Section I", versions=versions, minutes=40
    )
    rewind(attempt, 50)
    told = save(attempt, "1", 1, age="1200000").json()
    assert (told["is_late"], told["kept_for_teacher"]) == (True, False)
    finish(attempt, **{"choice-1": "1", "sequence-1": "1", "age-1": "1200000"})
    signed_in(attempt.user).post(
        reverse("quizzes:hand_in", args=[attempt.pk]), {"choice-1": "1", "sequence-1": "1"}
    )
    assert not attempt.events.late().exists()
