"""Taking a quiz: answers are kept, the mark is that of the answers, nobody else sees it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes import actions
from quizzes.models import Attempt
from studyapp.accounts.actions import grant_role
from studyapp.accounts.models import User
from studyapp.classes import actions as class_actions
from studyapp.classes.models import Assignment, Classroom, Result
from studyapp.tests import factories
from studyapp.tests.clients import signed_in

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
    with pytest.raises(actions.StaleAnswer):
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


def test_sixty_questions_cost_as_many_queries_as_three(
    student: User, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for count in (3, 60):
        versions = [factories.item(f"long-{count}-{n}").current for n in range(count)]
        attempt = actions.begin_with(user=student, title="Long", versions=versions, minutes=90)
        client = signed_in(student)
        client.get(attempt.get_absolute_url())
        with django_assert_max_num_queries(8) as found:
            client.get(attempt.get_absolute_url())
        counts.append(len(found))
        actions.hand_in(attempt=attempt)
        with django_assert_max_num_queries(10) as found:
            client.get(attempt.get_absolute_url())
        counts.append(len(found))
    assert counts[:2] == counts[2:]


def save(attempt: Attempt, choice: str, sequence: object, **more: str) -> Any:
    url = reverse("quizzes:save", args=[attempt.pk, 1])
    sent = {"choice": choice, "sequence": str(sequence)} | more
    return signed_in(attempt.user).post(url, sent)


def kept(attempt: Attempt, position: int = 1) -> int | None:
    return attempt.answers.get(position=position).response


@pytest.mark.parametrize("sequence", [3, 4], ids=["older", "tie"])
def test_a_dropped_change_is_told_with_the_answer_that_is_kept(
    attempt: Attempt, sequence: int
) -> None:
    save(attempt, "2", 4)
    reply = save(attempt, "0", sequence)
    assert reply.status_code == 409
    told = reply.json()
    assert (told["stale"], told["response"], told["sequence"]) == (True, 2, 4)
    assert told["saved_at"]
    assert kept(attempt) == 2
    assert save(attempt, "0", 5).status_code == 200
    assert kept(attempt) == 0


def test_the_same_answer_sent_again_is_confirmed(attempt: Attempt) -> None:
    assert [save(attempt, "2", 4).status_code for _ in range(2)] == [200, 200]


def test_counting_further_does_not_overwrite_what_was_never_seen(attempt: Attempt) -> None:
    save(attempt, "2", 1, base="0")
    assert save(attempt, "0", 2, base="0").status_code == 409
    assert save(attempt, "0", 2, base="0", own="1,2").status_code == 200
    assert kept(attempt) == 0


@pytest.mark.parametrize(
    ("choice", "sequence"),
    [
        ("9", 2),
        ("", 2),
        ("1", ""),
        ("1", "-3"),
        ("1", "two"),
        ("1", 10_002),
        ("1", 2**53 + 1),
        ("1", "9" * 5000),
    ],
)
def test_what_is_no_answer_is_refused_and_erases_nothing(
    attempt: Attempt, choice: str, sequence: object
) -> None:
    save(attempt, "3", 1)
    reply = save(attempt, choice, sequence)
    assert reply.status_code == 400
    assert reply.json()["problem"]
    assert kept(attempt) == 3
    assert save(attempt, "1", 2).status_code == 200


def test_no_choice_at_all_is_refused(attempt: Attempt) -> None:
    url = reverse("quizzes:save", args=[attempt.pk, 1])
    assert signed_in(attempt.user).post(url, {"sequence": "1"}).status_code == 400


@pytest.mark.parametrize("button", ["save_only", "sure"])
@pytest.mark.parametrize("sequence", ["1", "2", "", "99999999"])
def test_an_old_form_does_not_overwrite_a_newer_answer(
    attempt: Attempt, button: str, sequence: str
) -> None:
    save(attempt, "3", 2)
    form = {"choice-1": "0", "sequence-1": sequence, "choice-2": "1", "sequence-2": "1", button: 1}
    url = reverse("quizzes:hand_in", args=[attempt.pk])
    page = signed_in(attempt.user).post(url, form, follow=True).content.decode()
    assert [kept(attempt, 1), kept(attempt, 2)] == [3, 1]
    assert "At question 1 the newer answer, from another tab or device, was kept." in page
    assert Result.objects.exists() == (button == "sure")


def test_the_form_as_it_was_shown_saves_without_javascript(attempt: Attempt) -> None:
    save(attempt, "3", 2)
    client, url = signed_in(attempt.user), reverse("quizzes:hand_in", args=[attempt.pk])
    page = client.get(attempt.get_absolute_url()).content.decode()
    shown = dict(re.findall(r'name="(sequence-\d)" value="(\d+)"', page))
    assert shown == {"sequence-1": "3", "sequence-2": "1", "sequence-3": "1"}
    page = client.post(url, shown | {"choice-1": "0", "save_only": "1"}, follow=True)
    assert kept(attempt) == 0
    assert "newer answer" not in page.content.decode()


def test_the_form_goes_on_from_this_pages_own_unconfirmed_answer(attempt: Attempt) -> None:
    save(attempt, "1", 1)
    form = {"choice-1": "2", "sequence-1": "2", "base-1": "0", "own-1": "1", "sure": "1"}
    signed_in(attempt.user).post(reverse("quizzes:hand_in", args=[attempt.pk]), form)
    assert kept(attempt) == 2


def test_a_form_after_handing_in_leads_to_the_result(attempt: Attempt) -> None:
    actions.hand_in(attempt=attempt)
    url = reverse("quizzes:hand_in", args=[attempt.pk])
    reply = signed_in(attempt.user).post(url, {"choice-1": "1", "sequence-1": "1"})
    assert reply["Location"] == attempt.get_absolute_url()
    assert kept(attempt) is None
    assert save(attempt, "1", 9).json()["result"] == attempt.get_absolute_url()


def test_a_link_to_handing_in_hands_nothing_in(attempt: Attempt) -> None:
    reply = signed_in(attempt.user).get(reverse("quizzes:hand_in", args=[attempt.pk]))
    assert reply["Location"] == attempt.get_absolute_url()
    assert not Result.objects.exists()


def test_saving_without_a_session_asks_to_sign_in_again(attempt: Attempt) -> None:
    url = reverse("quizzes:save", args=[attempt.pk, 1])
    reply = Client().post(url, {"choice": "1", "sequence": "1"})
    assert reply.status_code == 401
    assert reply.json()["sign_in"] == f"/accounts/login/?next=%2Fattempts%2F{attempt.pk}%2F"


def test_saving_without_the_token_is_refused_as_json_and_with_it_is_not(attempt: Attempt) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(attempt.user)
    url = reverse("quizzes:save", args=[attempt.pk, 1])
    sent = {"choice": "1", "sequence": "1"}
    reply = client.post(url, sent)
    assert reply.status_code == 403
    assert reply.json()["problem"]
    assert kept(attempt) is None
    client.get(attempt.get_absolute_url())
    token = client.cookies["csrftoken"].value
    assert client.post(url, sent, headers={"X-CSRFToken": token}).status_code == 200


def test_somebody_else_learns_only_who_she_is(attempt: Attempt) -> None:
    stranger = factories.PersonFactory()
    url = reverse("quizzes:save", args=[attempt.pk, 1])
    reply = signed_in(stranger).post(url, {"choice": "1", "sequence": "1"})
    assert (reply.status_code, reply.json()["user"]) == (404, stranger.pk)


def test_who_is_removed_reaches_no_open_attempt(attempt: Attempt) -> None:
    class_actions.leave(classroom=attempt.assignment.classroom, student=attempt.user)
    client = signed_in(attempt.user)
    assert client.get(attempt.get_absolute_url()).status_code == 404
    assert save(attempt, "1", 1).status_code == 404
    assert client.post(reverse("quizzes:hand_in", args=[attempt.pk])).status_code == 404
    assert kept(attempt) is None
    assert not Result.objects.exists()
    assert attempt.get_absolute_url() not in client.get("/progress/").content.decode()


def test_who_left_still_reads_her_result_and_stands_in_the_teachers_table(
    attempt: Attempt,
) -> None:
    room = attempt.assignment.classroom
    for _ in range(2):
        factories.MembershipFactory(classroom=room)
    actions.hand_in(attempt=attempt)
    class_actions.leave(classroom=room, student=attempt.user)
    page = signed_in(attempt.user).get(attempt.get_absolute_url())
    assert page.status_code == 200
    assert room.get_absolute_url() not in page.content.decode()
    table = signed_in(room.teacher).get(attempt.assignment.get_absolute_url()).content.decode()
    assert attempt.user.username in table
    assert table.count("left the class") == 1
    assert "0 of 2 handed in" in table


def test_a_teacher_no_more_sees_neither_class_nor_attempts(attempt: Attempt) -> None:
    actions.hand_in(attempt=attempt)
    room = attempt.assignment.classroom
    grant_role(room.teacher, "student")
    client = signed_in(room.teacher)
    assert client.get(room.get_absolute_url()).status_code == 404
    assert client.get(attempt.get_absolute_url()).status_code == 404
    assert client.get(attempt.assignment.get_absolute_url()).status_code == 403
    assert room.join_code not in client.get("/classes/").content.decode()


def test_only_the_teacher_renews_the_join_code(classroom: Classroom, student: User) -> None:
    url, old = reverse("classes:renew_code", args=[classroom.pk]), classroom.join_code
    assert signed_in(student).post(url).status_code == 403
    assert signed_in(factories.TeacherFactory()).post(url).status_code == 404
    assert signed_in(classroom.teacher).get(url).status_code == 405
    assert signed_in(classroom.teacher).post(url).status_code == 302
    classroom.refresh_from_db()
    assert classroom.join_code != old
    assert Client().get(f"/join/{old}/").status_code == 404
    assert Client().get(f"/join/{classroom.join_code}/").status_code == 200
    page = signed_in(classroom.teacher).get(classroom.get_absolute_url()).content.decode()
    assert f'action="{url}"' in page
