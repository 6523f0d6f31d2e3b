"""The teacher beside a class that sits a quiz: time, ending, opening again, receipts, files."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from quizzes import actions, closing, late, receipts
from quizzes.models import Attempt
from quizzes.tests.timed import assert_in_order, minutes_allowed, rewind, save
from studyapp.classes.models import Assignment, Membership, Result
from studyapp.tests import factories
from studyapp.tests.clients import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(membership: Membership) -> Client:
    return signed_in(membership.classroom.teacher)


def act(teacher: Client, name: str, pk: int, **sent: Any) -> Any:
    return teacher.post(reverse(f"quizzes:{name}", args=[pk]), sent, follow=True)


def test_the_table_shows_who_is_where(
    teacher: Client, attempt: Attempt, assignment: Assignment
) -> None:
    factories.MembershipFactory(classroom=assignment.classroom)
    actions.save_answer(attempt=attempt, position=1, response=1, sequence=1)
    page = teacher.get(reverse("quizzes:sitting", args=[assignment.pk])).content.decode()
    assert "not begun" in page
    assert "1 of 3" in page
    part = teacher.get(
        reverse("quizzes:sitting", args=[assignment.pk]), headers={"HX-Request": "true"}
    ).content.decode()
    assert part.startswith('<div class="table-scroll" id="sitting-rows"')
    rewind(attempt, 60)
    page = teacher.get(reverse("quizzes:sitting", args=[assignment.pk])).content.decode()
    assert "time over" in page


def test_its_queries_do_not_grow_with_the_class(
    teacher: Client, assignment: Assignment, django_assert_max_num_queries: Any
) -> None:
    for _ in range(12):
        member = factories.MembershipFactory(classroom=assignment.classroom)
        quiz = factories.Quiz.objects.get(pk=assignment.activity_id)
        actions.begin(user=member.student, quiz=quiz, assignment=assignment)
    with django_assert_max_num_queries(8):
        teacher.get(reverse("quizzes:sitting", args=[assignment.pk]))


def test_more_time_reaches_one_and_all(
    teacher: Client, attempt: Attempt, assignment: Assignment
) -> None:
    act(teacher, "give_time", attempt.pk, minutes=5)
    assert minutes_allowed(attempt) == 45
    act(teacher, "give_all_time", assignment.pk, minutes=10)
    assert minutes_allowed(attempt) == 55
    assert "from 1 to 600" in act(teacher, "give_time", attempt.pk, minutes=0).content.decode()
    told = signed_in(attempt.user).get(reverse("quizzes:clock", args=[attempt.pk])).json()
    assert told["left_ms"] > 54 * 60_000


def test_ending_and_opening_again(
    teacher: Client, attempt: Attempt, assignment: Assignment
) -> None:
    actions.save_answer(attempt=attempt, position=1, response=1, sequence=1)
    act(teacher, "close", attempt.pk)
    assert_in_order(attempt)
    assert save(attempt, "2", 2).status_code == 409
    act(teacher, "reopen", attempt.pk, minutes=10)
    assert save(attempt, "1", 3).status_code == 200
    assert not Result.objects.exists()
    act(teacher, "close_all", assignment.pk)
    attempt.refresh_from_db()
    assert attempt.finished_by == "teacher"
    assert_in_order(attempt)


def test_late_answers_are_listed_and_counted(teacher: Client, attempt: Attempt) -> None:
    rewind(attempt, 50)
    save(attempt, "1", 1, age="1200000")
    page = teacher.get(reverse("quizzes:manage", args=[attempt.pk])).content.decode()
    assert "Question 1, arrived" in page
    assert "1 late answers count now" in act(teacher, "count_late", attempt.pk).content.decode()
    assert attempt.points == 1.0
    assert_in_order(attempt)


def test_a_late_answer_does_not_replace_what_was_answered_after_opening_again(
    teacher: Client, attempt: Attempt
) -> None:
    rewind(attempt, 60)
    closing.close_overdue()
    save(attempt, "0", 1, age="1500000")
    closing.reopen(attempt=attempt, minutes=10)
    actions.save_answer(attempt=attempt, position=1, response=1, sequence=1)
    actions.hand_in(attempt=attempt)
    page = teacher.get(reverse("quizzes:manage", args=[attempt.pk])).content.decode()
    assert "a newer answer stands there and is kept" in page
    page = act(teacher, "count_late", attempt.pk).content.decode()
    assert "0 late answers count now" in page
    assert "1 left as they are" in page
    assert attempt.answers.get(position=1).response == 1
    assert not attempt.events.filter(what="late").exists()
    assert_in_order(attempt)


def answer_file(attempt: Attempt, changes: dict[str, Any]) -> SimpleUploadedFile:
    answers = [{"position": 1, "fields": "choice=1"}, {"position": 2, "fields": "cleared=1"}]
    content = {
        "format": "attempt-answers",
        "attempt": attempt.pk,
        "user": attempt.user_id,
        "answers": answers,
    }
    return SimpleUploadedFile("answers.json", json.dumps(content | changes).encode())


@pytest.mark.parametrize("is_closed", [False, True], ids=["open", "closed"])
def test_a_file_of_answers_is_taken(teacher: Client, attempt: Attempt, is_closed: bool) -> None:
    actions.save_answer(attempt=attempt, position=2, response=3, sequence=1)
    if is_closed:
        closing.close_by_teacher(attempt=attempt)
    page = act(teacher, "read_file", attempt.pk, file=answer_file(attempt, {}))
    assert "1 answers were taken" in page.content.decode()
    assert [a.response for a in attempt.answers.all()] == [1, 3, None]
    closing.close_by_teacher(attempt=attempt)
    assert_in_order(attempt)


@pytest.mark.parametrize(
    "changes",
    [
        {"attempt": 0},
        {"user": 0},
        {"format": "other"},
        {"answers": "all"},
        {"answers": [{"position": 99, "fields": "choice=1"}]},
        {"answers": [{"position": 1, "fields": 7}]},
        {"answers": [{"position": [], "fields": ""}]},
        {"answers": [{"position": {}, "fields": ""}]},
    ],
)
def test_another_file_is_refused_with_its_reason(
    teacher: Client, attempt: Attempt, changes: dict[str, Any]
) -> None:
    page = act(teacher, "read_file", attempt.pk, file=answer_file(attempt, changes))
    assert "This file" in page.content.decode() or "This is not a file" in page.content.decode()
    assert attempt.answers.get(position=1).response is None


def test_a_receipt_is_checked(teacher: Client, attempt: Attempt, assignment: Assignment) -> None:
    actions.save_answer(attempt=attempt, position=1, response=0, sequence=1)
    actions.hand_in(attempt=attempt)
    attempt.refresh_from_db()
    code = receipts.code_of(attempt)
    assert code in signed_in(attempt.user).get(attempt.get_absolute_url()).content.decode()

    def asked(text: str) -> str:
        url = reverse("quizzes:sitting", args=[assignment.pk])
        return teacher.get(url, {"code": text}).content.decode()

    assert "the answers are still the same" in asked(f" {code.lower()} ")
    assert "No finished attempt" in asked(code[:-1] + ("2" if code[-1] != "2" else "3"))
    assert "No finished attempt" in asked("17")
    late.take(attempt=attempt, responses={1: 1})
    assert "changed or opened again since" in asked(code)


def test_every_receipt_that_was_given_is_known_whatever_changed_after_the_end(
    teacher: Client, attempt: Attempt
) -> None:
    rewind(attempt, 40.2)
    closing.close_overdue()
    attempt.refresh_from_db()
    given = [receipts.code_of(attempt)]
    save(attempt, "1", 1, age="20000")
    given.append(receipts.code_of(attempt))
    late.take(attempt=attempt, responses={2: 1})
    given.append(receipts.code_of(attempt))
    late.take(attempt=attempt, responses={2: 2})
    closing.reopen(attempt=attempt, minutes=10)
    actions.hand_in(attempt=attempt)
    assert len(set(given)) == 3
    own_teacher = attempt.assignment.classroom.teacher
    assert [receipts.check(code, own_teacher).attempt for code in given] == [attempt] * 3
    assert receipts.check(given[0], factories.TeacherFactory()).attempt is None


def test_a_stranger_and_the_student_manage_nothing(
    attempt: Attempt, assignment: Assignment
) -> None:
    names = ["give_time", "close", "reopen", "count_late", "read_file", "manage"]
    urls = [reverse(f"quizzes:{name}", args=[attempt.pk]) for name in names]
    urls += [
        reverse(f"quizzes:{name}", args=[assignment.pk])
        for name in ("sitting", "give_all_time", "close_all")
    ]
    for url in urls:
        assert signed_in(factories.TeacherFactory()).post(url, {"minutes": 5}).status_code == 404
        assert signed_in(attempt.user).post(url, {"minutes": 5}).status_code == 403
        assert Client().post(url).status_code == 302
    assert minutes_allowed(attempt) == 40


def test_only_the_teacher_sets_a_students_time(
    teacher: Client, membership: Membership, attempt: Attempt
) -> None:
    args = [membership.classroom_id, membership.student_id]
    url, given = reverse("classes:student_time", args=args), {"time_factor": "1.5"}
    given |= {"extra_minutes": "5"}
    assert signed_in(membership.student).post(url, given).status_code == 403
    assert signed_in(factories.TeacherFactory()).post(url, given).status_code == 404
    assert "from 1 to 5" in teacher.post(url, given | {"time_factor": "9"}).content.decode()
    assert teacher.post(url, given).status_code == 302
    assert minutes_allowed(attempt) == 65
    page = teacher.get(membership.classroom.get_absolute_url()).content.decode()
    assert "× 1.5 + 5 min" in page


def test_the_teacher_changes_dates_and_limits(
    teacher: Client, attempt: Attempt, assignment: Assignment
) -> None:
    url = reverse("classes:times", args=[assignment.classroom_id, assignment.pk])
    assert teacher.post(url, {"minutes": "60"}).status_code == 302
    assert minutes_allowed(attempt) == 60
    assert "without a date" in teacher.post(url, {"closes_when_due": "on"}).content.decode()
    assert "from 1 to 600" in teacher.post(url, {"minutes": "0"}).content.decode()
    assert signed_in(attempt.user).post(url, {"minutes": "600"}).status_code == 403
    assert signed_in(factories.TeacherFactory()).get(url).status_code == 404
