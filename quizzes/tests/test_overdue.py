"""Time limits: the server ends what is overdue, extra time counts, late answers are not lost."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes import actions, closing, late, timing
from quizzes.models import Attempt
from quizzes.tests.timed import (
    MINUTE,
    assert_in_order,
    begun,
    minutes_allowed,
    rewind,
    save,
)
from studyapp.classes.activities import NotOpen
from studyapp.classes.models import Assignment, Classroom, Membership, Result
from studyapp.tests import factories
from studyapp.tests.clients import signed_in

pytestmark = pytest.mark.django_db


def test_an_overdue_attempt_is_finished_at_its_deadline_whenever_that_is_noticed(
    attempt: Attempt,
) -> None:
    actions.save_answer(attempt=attempt, position=1, response=1, sequence=1)
    rewind(attempt, 67)
    assert closing.close_overdue() == 1
    attempt.refresh_from_db()
    assert attempt.finished_by == "deadline"
    assert attempt.handed_in_at == attempt.deadline_at
    assert Result.objects.get().points == 1.0
    assert_in_order(attempt)


def test_closing_again_changes_nothing(attempt: Attempt) -> None:
    rewind(attempt, 41)
    assert [closing.close_overdue() for _ in range(3)] == [1, 0, 0]
    assert attempt.events.filter(what="closed").count() == 1


def test_opening_listing_and_saving_finish_an_overdue_attempt(
    assignment: Assignment, membership: Membership
) -> None:
    teacher = signed_in(membership.classroom.teacher)
    for look in (
        lambda it: signed_in(it.user).get(it.get_absolute_url()),
        lambda it: signed_in(it.user).get("/progress/"),
        lambda it: signed_in(it.user).get(assignment.classroom.get_absolute_url()),
        lambda it: signed_in(it.user).get("/classes/"),
        lambda it: teacher.get(assignment.get_absolute_url()),
        lambda it: teacher.get(assignment.classroom.get_absolute_url()),
        lambda it: save(it, "1", 1, age="0"),
    ):
        attempt = rewind(begun(assignment, membership.student), 50)
        assert look(attempt).status_code in {200, 409}
        attempt.refresh_from_db()
        assert attempt.finished_by == "deadline"
        assert_in_order(attempt)
        attempt.delete()


def test_a_form_sent_twice_says_that_it_was_handed_in_and_keeps_nothing(attempt: Attempt) -> None:
    url, form = reverse("quizzes:hand_in", args=[attempt.pk]), {"choice-1": "1", "sure": "1"}
    for said in ("Handed in.", "This quiz had been handed in already."):
        page = signed_in(attempt.user).post(url, form, follow=True).content.decode()
        assert said in page
    assert not attempt.events.filter(what="late").exists()


@pytest.mark.parametrize(
    ("changes", "minutes"),
    [({"time_factor": 1.5}, 60), ({"extra_minutes": 15}, 55), ({"time_factor": 2.0}, 80)],
)
def test_accommodations_count_from_the_start_and_on_the_way(
    assignment: Assignment, membership: Membership, changes: dict[str, Any], minutes: int
) -> None:
    running = begun(assignment, membership.student)
    Membership.objects.filter(pk=membership.pk).update(**changes)
    assert timing.retime(classroom=membership.classroom) == 1
    assert minutes_allowed(running) == minutes
    running.delete()
    assert minutes_allowed(begun(assignment, membership.student)) == minutes


def test_who_is_not_timed_has_no_deadline_and_is_never_late(
    assignment: Assignment, membership: Membership
) -> None:
    Membership.objects.filter(pk=membership.pk).update(is_untimed=True)
    attempt = begun(assignment, membership.student)
    assert attempt.deadline_at is None
    assignment.due_at = timezone.now() - MINUTE
    assignment.save()
    actions.hand_in(attempt=attempt)
    assert not Result.objects.get().is_late


def test_extra_time_moves_the_due_date_too(attempt: Attempt) -> None:
    attempt.assignment.due_at = timezone.now() - 3 * MINUTE
    attempt.assignment.save()
    timing.grant(attempt=attempt, minutes=10)
    assert minutes_allowed(attempt) == 50
    actions.hand_in(attempt=attempt)
    result = Result.objects.get()
    assert (result.extra_minutes, result.is_late) == (10, False)


def test_a_running_attempt_only_gains_time(attempt: Attempt) -> None:
    attempt.assignment.minutes = 10
    attempt.assignment.save()
    assert timing.retime(classroom=attempt.assignment.classroom) == 0
    assert minutes_allowed(attempt) == 40


def test_extra_time_that_was_not_carried_on_still_counts_at_the_end(
    attempt: Attempt, membership: Membership
) -> None:
    Membership.objects.filter(pk=membership.pk).update(extra_minutes=30)
    rewind(attempt, 50)
    assert closing.close_overdue() == 0
    attempt.refresh_from_db()
    assert attempt.is_open
    assert minutes_allowed(attempt) == 70


def test_what_has_closed_cannot_be_begun(assignment: Assignment, membership: Membership) -> None:
    assignment.due_at, assignment.closes_when_due = timezone.now() - MINUTE, True
    assignment.save()
    with pytest.raises(NotOpen):
        begun(assignment, membership.student)
    client = signed_in(membership.student)
    for ask in (client.get, client.post):
        page = ask(reverse("quizzes:begin", args=[assignment.pk]), follow=True).content.decode()
        assert "has closed" in page
        assert "If you start now" not in page
    assert not Attempt.objects.exists()


def test_a_timed_quiz_begins_with_its_button(
    assignment: Assignment, membership: Membership
) -> None:
    room, client = assignment.classroom, signed_in(membership.student)
    start = reverse("classes:start", args=[room.pk, assignment.pk])
    page = client.post(start, follow=True)
    assert not Attempt.objects.exists()
    assert "Not you?" in page.content.decode()
    begin = reverse("quizzes:begin", args=[assignment.pk])
    first = client.post(begin)
    assert client.post(begin)["Location"] == first["Location"]
    assert client.post(start)["Location"] == first["Location"]
    assert Attempt.objects.count() == 1


def test_a_stranger_begins_nothing(assignment: Assignment) -> None:
    begin = reverse("quizzes:begin", args=[assignment.pk])
    for person in (factories.PersonFactory(), assignment.classroom.teacher):
        assert signed_in(person).get(begin).status_code == 404
        assert signed_in(person).post(begin).status_code == 404
    assert Client().post(begin).status_code == 302
    assert not Attempt.objects.exists()


def test_what_a_stopped_server_left_unmarked_is_marked(attempt: Attempt) -> None:
    actions.save_answer(attempt=attempt, position=1, response=1, sequence=1)
    Attempt.objects.update(handed_in_at=timezone.now(), finished_by="student")
    assert not Result.objects.exists()
    assert [closing.repair(), closing.repair()] == [1, 0]
    assert_in_order(attempt)


def test_a_reopened_attempt_keeps_its_answers_and_is_marked_anew(attempt: Attempt) -> None:
    actions.save_answer(attempt=attempt, position=1, response=0, sequence=1)
    closing.close_by_teacher(attempt=attempt)
    assert_in_order(attempt)
    closing.reopen(attempt=attempt, minutes=10)
    assert not Result.objects.exists()
    assert attempt.answers.get(position=1).response == 0
    actions.save_answer(attempt=attempt, position=1, response=1, sequence=2)
    actions.hand_in(attempt=attempt)
    assert Result.objects.get().points == 1.0
    assert_in_order(attempt)


def test_an_attempt_that_was_opened_again_gains_what_it_is_granted(attempt: Attempt) -> None:
    rewind(attempt, 50)
    closing.close_overdue()
    closing.reopen(attempt=attempt, minutes=10)
    timing.grant(attempt=attempt, minutes=5)
    attempt.refresh_from_db()
    assert attempt.deadline_at is not None
    assert round((attempt.deadline_at - timezone.now()) / MINUTE) == 15
    closing.close_overdue()
    attempt.refresh_from_db()
    assert attempt.is_open


def test_an_attempt_without_a_quiz_has_a_title_and_the_versions_it_was_given() -> None:
    student = factories.PersonFactory()
    versions = [factories.item(f"u2-2.8-{n:03}").current for n in (1, 2)]
    given = {"user": student, "title": "Section I", "versions": versions}
    first = actions.begin_with(**given, minutes=90, source="mock:1:I")
    assert actions.begin_with(**given, minutes=90, source="mock:1:I") == first
    assert [answer.version for answer in first.answers.all()] == versions
    assert minutes_allowed(first) == 90
    page = signed_in(student).get(first.get_absolute_url())
    assert "Section I" in page.content.decode()
    actions.hand_in(attempt=first)
    assert actions.begin_with(**given, source="mock:1:I") != first
    assert actions.begin_with(**given) != actions.begin_with(**given)


def test_a_mock_exam_has_the_best_accommodation_of_all_classes(membership: Membership) -> None:
    Membership.objects.filter(pk=membership.pk).update(time_factor=1.5)
    Membership.objects.create(
        student=membership.student, classroom=Classroom.objects.create(
            name="Another", teacher=membership.classroom.teacher
        )
    )  # fmt: skip
    version = factories.item().current
    attempt = actions.begin_with(
        user=membership.student, title="Section I", versions=[version], minutes=90
    )
    assert minutes_allowed(attempt) == 135


@pytest.mark.parametrize("is_by_itself", [True, False], ids=["its own end", "the button"])
def test_the_page_that_has_not_heard_of_more_time_goes_on(
    attempt: Attempt, is_by_itself: bool
) -> None:
    rewind(attempt, 39.9)
    timing.grant(attempt=attempt, minutes=15)
    url = reverse("quizzes:finish", args=[attempt.pk])
    sent = {"choice-1": "1", "sequence-1": "1"} | ({"at_end": "1"} if is_by_itself else {})
    told = signed_in(attempt.user).post(url, sent).json()
    attempt.refresh_from_db()
    assert attempt.is_open == is_by_itself
    assert not is_by_itself or told["clock"]["left_ms"] > 14 * 60_000
    rewind(attempt, 15.2)
    told = signed_in(attempt.user).post(url, sent).json()
    assert told["result"] == attempt.get_absolute_url()
    assert_in_order(attempt)


@pytest.mark.parametrize("closes_when_due", [False, True], ids=["no limit", "a window"])
def test_opened_again_for_ten_minutes_is_ten_minutes_whatever_changes(
    assignment: Assignment, membership: Membership, closes_when_due: bool
) -> None:
    assignment.minutes = None
    assignment.due_at, assignment.closes_when_due = timezone.now() + 9000 * MINUTE, closes_when_due
    assignment.save()
    attempt = begun(assignment, membership.student)
    actions.hand_in(attempt=attempt)
    closing.reopen(attempt=attempt, minutes=10)
    timing.retime(classroom=assignment.classroom)
    attempt.refresh_from_db()
    assert attempt.deadline_at is not None
    assert closing.close_overdue(timezone.now() + 9 * MINUTE) == 0
    timing.grant(attempt=attempt, minutes=5)
    assert closing.close_overdue(timezone.now() + 14 * MINUTE) == 0
    assert closing.close_overdue(timezone.now() + 16 * MINUTE) == 1
    assert_in_order(Attempt.objects.get())


def test_an_accommodation_reaches_a_mock_exam_that_is_under_way(membership: Membership) -> None:
    given = {"title": "Section I", "versions": [factories.item().current], "minutes": 90}
    hers = actions.begin_with(user=membership.student, **given)
    another = actions.begin_with(user=factories.MembershipFactory().student, **given)
    Membership.objects.filter(pk=membership.pk).update(time_factor=1.5)
    timing.retime(classroom=membership.classroom, student=membership.student)
    assert (minutes_allowed(hers), minutes_allowed(another)) == (135, 90)


@pytest.mark.parametrize("own", [None, 90], ids=["none", "its own"])
def test_taking_a_limit_away_leaves_that_of_the_quiz(attempt: Attempt, own: int | None) -> None:
    assert attempt.quiz
    assert attempt.assignment
    attempt.quiz.minutes, attempt.assignment.minutes = own, None
    attempt.quiz.save()
    attempt.assignment.save()
    assert timing.retime(classroom=attempt.assignment.classroom) == 1
    attempt.refresh_from_db()
    assert attempt.minutes == own
    expected = attempt.started_at + own * MINUTE if own else None
    assert attempt.deadline_at == expected


def test_marking_again_after_she_left_the_class_makes_nothing_late(
    attempt: Attempt, membership: Membership, assignment: Assignment
) -> None:
    Membership.objects.filter(pk=membership.pk).update(extra_minutes=60)
    Assignment.objects.update(due_at=timezone.now() - 5 * MINUTE)
    actions.hand_in(attempt=Attempt.objects.get(pk=attempt.pk))
    assert not Result.objects.get().is_late
    membership.delete()
    late.take(attempt=attempt, responses={1: 1})
    result = Result.objects.get()
    assert (result.points, result.is_late) == (1.0, False)


def test_what_the_teacher_opened_again_after_the_due_date_is_not_late(
    attempt: Attempt, assignment: Assignment
) -> None:
    actions.hand_in(attempt=attempt)
    Assignment.objects.update(due_at=timezone.now() - 5 * MINUTE)
    closing.reopen(attempt=attempt, minutes=10)
    actions.hand_in(attempt=attempt)
    assert not Result.objects.get().is_late
