"""Taking a quiz: answers are kept, the mark is that of the answers, nobody else sees it."""

import pytest
from django.test import Client
from django.urls import reverse

from quizzes import actions
from quizzes.models import Attempt
from studyapp.accounts.models import User
from studyapp.classes.models import Assignment, Classroom, Result
from studyapp.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def classroom() -> Classroom:
    return factories.ClassroomFactory()


@pytest.fixture
def student(classroom: Classroom) -> User:
    return factories.MembershipFactory(classroom=classroom).student


@pytest.fixture
def assignment(classroom: Classroom) -> Assignment:
    quiz = factories.quiz(classroom.teacher)
    return Assignment.objects.create(
        classroom=classroom, activity="quiz", activity_id=str(quiz.pk), title=quiz.title
    )


@pytest.fixture
def attempt(assignment: Assignment, student: User) -> Attempt:
    actions.start_assignment(assignment, student)
    return Attempt.objects.get()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_starting_twice_leads_to_the_same_attempt(assignment: Assignment, student: User) -> None:
    first = actions.start_assignment(assignment, student)
    assert actions.start_assignment(assignment, student) == first
    assert Attempt.objects.count() == 1


def test_a_saved_answer_is_confirmed_with_the_servers_time(attempt: Attempt) -> None:
    url = reverse("quizzes:save", args=[attempt.pk, 1])
    reply = signed_in(attempt.user).post(url, {"choice": "1", "sequence": "1"}).json()
    answer = attempt.answers.get(position=1)
    assert answer.response == 1
    assert reply["saved_at"]
    assert reply["response"] == 1


def test_an_older_change_that_arrives_late_does_not_overwrite(attempt: Attempt) -> None:
    actions.save_answer(attempt=attempt, position=1, response=2, sequence=5)
    actions.save_answer(attempt=attempt, position=1, response=0, sequence=4)
    assert attempt.answers.get(position=1).response == 2


def test_handing_in_marks_every_answer_and_writes_the_result(attempt: Attempt) -> None:
    actions.save_answer(attempt=attempt, position=1, response=1, sequence=1)
    actions.save_answer(attempt=attempt, position=2, response=0, sequence=1)
    actions.hand_in(attempt=attempt)
    result = Result.objects.get()
    assert (result.points, result.out_of) == (1.0, 3.0)
    assert [a.points for a in attempt.answers.all()] == [1.0, 0.0, 0.0]


def test_handing_in_twice_changes_nothing(attempt: Attempt) -> None:
    first = actions.hand_in(attempt=attempt)
    second = actions.hand_in(attempt=attempt)
    assert first.handed_in_at == second.handed_in_at
    assert Result.objects.count() == 1


def test_nothing_is_saved_after_handing_in(attempt: Attempt) -> None:
    actions.hand_in(attempt=attempt)
    url = reverse("quizzes:save", args=[attempt.pk, 1])
    reply = signed_in(attempt.user).post(url, {"choice": "1", "sequence": "9"})
    assert reply.status_code == 409
    assert attempt.answers.get(position=1).response is None


def test_without_javascript_the_form_hands_in_what_was_chosen(attempt: Attempt) -> None:
    url = reverse("quizzes:hand_in", args=[attempt.pk])
    signed_in(attempt.user).post(url, {"choice-1": "1", "choice-2": "1", "choice-3": "3"})
    assert Result.objects.get().points == 2.0


def test_an_attempt_keeps_the_version_it_was_given(attempt: Attempt) -> None:
    answer = attempt.answers.get(position=1)
    item = answer.version.item
    item.take(factories.choice_record(item.uid, stem="Which is right now?"))
    item.publish()
    item.save()
    page = signed_in(attempt.user).get(attempt.get_absolute_url()).content.decode()
    assert "Which is right now?" not in page
    assert item.versions.count() == 2


def test_the_teacher_sees_the_attempt_only_after_it_is_handed_in(attempt: Attempt) -> None:
    teacher = attempt.assignment.classroom.teacher
    assert signed_in(teacher).get(attempt.get_absolute_url()).status_code == 404
    actions.hand_in(attempt=attempt)
    assert signed_in(teacher).get(attempt.get_absolute_url()).status_code == 200


def test_a_stranger_sees_neither_the_attempt_nor_can_she_save_into_it(attempt: Attempt) -> None:
    stranger = signed_in(factories.PersonFactory())
    assert stranger.get(attempt.get_absolute_url()).status_code == 404
    url = reverse("quizzes:save", args=[attempt.pk, 1])
    assert stranger.post(url, {"choice": "1", "sequence": "1"}).status_code == 404
    assert Client().get(attempt.get_absolute_url()).status_code == 302
    assert attempt.answers.get(position=1).response is None


def test_the_pages_queries_do_not_grow_with_the_number_of_questions(
    attempt: Attempt, django_assert_max_num_queries: object
) -> None:
    client = signed_in(attempt.user)
    client.get(attempt.get_absolute_url())
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.get(attempt.get_absolute_url())
