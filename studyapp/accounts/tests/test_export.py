"""“Everything kept about you” is complete: whatever refers to a person is in the export."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalChanges

from quizzes import actions as quiz_actions
from quizzes import card_actions, exams, plans, rounds
from quizzes.core.exam import SHAPES
from quizzes.models import Card, Item, Quiz, Review, Round, StudyPlan
from sim import actions as sim_actions
from sim.models import Scenario, Task
from sim.tests.scenarios import load_scenarios
from sim.tests.tasks import load_task
from studyapp.accounts.actions import erase_person
from studyapp.accounts.models import User
from studyapp.classes.activities import ACTIVITIES
from studyapp.classes.models import Assignment, Classroom, Membership
from studyapp.lib import contentversion
from studyapp.tests import factories
from terms.models import Guide, Misconception, Question, Term

pytestmark = pytest.mark.django_db
# Where the export has the rows that refer to a person. A new model fails the test below until its
# room exports it and it is named here.
EXPORTED = {
    "account.EmailAddress.user": "email_addresses",
    "accounts.User_groups.user": "groups",
    "accounts.User_user_permissions.user": "permissions",
    "admin.LogEntry.user": "admin_log",
    "classes.Classroom.teacher": "classes_taught",
    "classes.Membership.student": "classes",
    "classes.Result.student": "results",
    "quizzes.PracticeAnswer.user": "practice",
    "quizzes.Quiz.owner": "quizzes",
    "quizzes.Attempt.user": "attempts",
    "quizzes.MockExam.user": "mock_exams",
    "sim.TaskAttempt.user": "laboratory_tasks",
    "quizzes.StudyPlan.user": "study_plan",
    "quizzes.Card.user": "cards",
    "quizzes.Round.user": "card_days",
}
EDITED = (Guide, Term, Question, Misconception, Item, Scenario, Task)
# The columns of a person; neither a number of ours nor the digest of a password is exported.
COLUMNS = {
    "username": "username",
    "first_name": "name",
    "last_name": "name",
    "email": "email",
    "role": "role",
    "date_joined": "joined",
    "last_login": "last_login",
    "asked_to_teach_at": "asked_to_teach_at",
    "is_active": "is_active",
    "is_staff": "is_staff",
    "is_superuser": "is_superuser",
    "is_demo": "is_demo",
}
NOT_EXPORTED = {"id", "password"}


def references() -> Iterator[tuple[str, type[Model]]]:
    """Every column of every table that points at a person."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.related_model is User:
                yield f"{model._meta.app_label}.{model.__name__}.{field.name}", model


def exported(user: User) -> dict[str, Any]:
    client = Client()
    client.force_login(user)
    return json.loads(client.get(reverse("accounts:export")).content)


@pytest.fixture
def everything() -> User:
    """Somebody of whom every table keeps something."""
    user = factories.PersonFactory(
        first_name="Sam", last_name="Roe", email="sam@example.com", is_staff=True,
        asked_to_teach_at=timezone.now(),
    )  # fmt: skip
    user.groups.add(Group.objects.create(name="Readers"))
    user.user_permissions.add(Permission.objects.get(codename="view_term"))
    EmailAddress.objects.create(user=user, email="sam@example.com")
    room = factories.ClassroomFactory(teacher=user, name="Taught")
    joined = factories.MembershipFactory(student=user).classroom
    quiz = factories.quiz(user)
    for classroom in (room, joined):
        Assignment.objects.create(
            classroom=classroom, activity="quiz", activity_id=str(quiz.pk), title=f"In {classroom}"
        )
    quiz_actions.practice(user=user, version=quiz.items.first().current, response=2)
    attempt_on(Assignment.objects.get(classroom=joined), user)
    contentversion.bump()
    exams.begin_section(exams.start(user=user, shape=SHAPES["section-1"]))
    sim_actions.begin(user=user, task=load_task("least-atp"))
    term = factories.term()
    StudyPlan.objects.create(user=user, minutes_a_day=7)
    answer_a_card(user)
    LogEntry.objects.log_actions(user.pk, [term], CHANGE, "Changed the title.", single_object=True)
    return user


def answer_a_card(user: User) -> None:
    contentversion.bump()
    round_ = rounds.today(user, plans.plan_of(user))
    card_actions.answer(round_=round_, key=round_.queue[0], is_known=True, seconds=5)


def attempt_on(assignment: Assignment, user: User) -> None:
    quiz_actions.start_assignment(assignment, user)
    attempt = user.attempt_set.get()
    quiz_actions.save_answer(attempt=attempt, position=1, response=1, sequence=1)
    quiz_actions.hand_in(attempt=attempt)


def test_every_table_that_refers_to_a_person_is_exported(everything: User) -> None:
    found = dict(references())
    histories = {name for name, model in found.items() if issubclass(model, HistoricalChanges)}
    assert set(found) - histories == set(EXPORTED)
    assert len(histories) == len(EDITED)
    kept = exported(everything)
    assert [key for key in EXPORTED.values() if not kept[key]] == []


def test_every_column_of_a_person_is_exported(everything: User) -> None:
    assert {field.name for field in User._meta.concrete_fields} == set(COLUMNS) | NOT_EXPORTED
    kept = exported(everything)
    assert set(COLUMNS.values()) <= set(kept)
    assert kept["name"] == "Sam Roe"
    for name in ("joined", "last_login", "asked_to_teach_at", "is_staff"):
        assert kept[name], name
    assert everything.password not in json.dumps(kept)


def test_an_answer_says_what_it_answered_and_when_it_was_saved(everything: User) -> None:
    attempt, _ = exported(everything)["attempts"]
    assert attempt["assignment"] == "In AP Biology, period 3"
    first, second, _ = attempt["answers"]
    assert first["saved_at"]
    assert second["saved_at"] is None
    assert (first["item"], first["version"]) == ("u2-2.8-001", 1)


def test_cards_are_exported_with_every_answer_to_them(everything: User) -> None:
    kept = exported(everything)
    (card,) = kept["cards"]
    (review,) = card["reviews"]
    assert (review["is_known"], review["seconds"]) == (True, 5.0)
    assert card["stability_days"] > 1
    assert kept["study_plan"][0]["minutes_a_day"] == 7


def test_erasing_leaves_no_card_no_answer_and_no_plan(everything: User) -> None:
    erase_person(everything)
    for model in (Card, Review, Round, StudyPlan):
        assert not model.objects.exists(), model


def test_classes_have_their_dates_and_a_teachers_their_assignments(everything: User) -> None:
    kept = exported(everything)
    joined_at = Membership.objects.get(student=everything).joined_at
    assert kept["classes"][0]["joined_at"][:19] == joined_at.isoformat()[:19]
    (taught,) = kept["classes_taught"]
    assert taught["join_code"] == Classroom.objects.get(name="Taught").join_code
    assert [made["title"] for made in taught["assignments"]] == ["In Taught"]
    assert taught["assignments"][0]["made_at"]
    assert kept["quizzes"][0]["made_at"]


@pytest.mark.parametrize("model", EDITED)
def test_an_editors_edits_are_listed_whatever_was_edited(model: Any) -> None:
    editor, other = factories.PersonFactory(), factories.PersonFactory()
    row = model.objects.first() or made(model)
    for person, reason in ((editor, "Edited: a comma"), (other, "Edited by another")):
        row._history_user, row._change_reason = person, reason
        row.save()
    (edit,) = exported(editor)["edits"]
    assert edit.pop("at")
    kind = model._meta.verbose_name
    assert edit == {"kind": kind, "page": row.uid, "change": "changed", "reason": "Edited: a comma"}


def made(model: Any) -> Any:
    factories.course()
    if model is Scenario:
        load_scenarios()
        return Scenario.objects.first()
    if model is Task:
        return load_task("least-atp")
    if model in (Term, Item, Misconception):
        return getattr(factories, model.__name__.lower())()
    more = {"slug": "why", "topic_id": "2.8"} if model is Question else {"number": "2.8"}
    row = model(uid="page", updated=factories.TODAY, **more)
    row.save()
    return row


def test_what_an_administrator_did_to_others_does_not_name_them() -> None:
    boss = factories.PersonFactory(is_superuser=True)
    other = factories.PersonFactory(username="kim.other")
    LogEntry.objects.log_actions(boss.pk, [other], CHANGE, "Changed the role.", single_object=True)
    (entry,) = exported(boss)["admin_log"]
    assert (entry["kind"], entry["object"]) == ("user", "somebody’s account")
    assert "kim.other" not in json.dumps(exported(boss))


def test_what_was_done_to_ones_account_is_exported_without_who_did_it() -> None:
    boss = factories.PersonFactory(username="the.boss", is_superuser=True)
    person = factories.PersonFactory()
    LogEntry.objects.log_actions(boss.pk, [person], CHANGE, "Changed role.", single_object=True)
    same_number = ContentType.objects.get_for_model(Quiz)
    LogEntry.objects.create(
        user=boss, content_type=same_number, object_id=str(person.pk), action_flag=CHANGE
    )
    (entry,) = exported(person)["account_log"]
    assert (entry["change"], entry["what"]) == ("changed", "Changed role.")
    assert "the.boss" not in json.dumps(exported(person))


def test_the_number_of_queries_does_not_grow_with_the_work(everything: User) -> None:
    with CaptureQueriesContext(connection) as before:
        exported(everything)
    more_work(everything)
    with CaptureQueriesContext(connection) as after:
        exported(everything)
    # A table each, and no more for the rows in it.
    assert len(after) == len(before)


def more_work(user: User) -> None:
    """A few more rows in every table that work is kept in."""
    quiz = factories.quiz(user, title="Another")
    for response in (0, 1, 2):
        quiz_actions.practice(user=user, version=quiz.items.first().current, response=response)
    for _ in range(2):
        joined = factories.MembershipFactory(student=user).classroom
        for activity, uid in (("quiz", str(quiz.pk)), ("task", "task-least-atp")):
            Assignment.objects.create(
                classroom=joined, activity=activity, activity_id=uid, title="More"
            )
        for assignment in joined.assignments.all():
            ACTIVITIES[assignment.activity].start(assignment, user)
    for attempt in user.attempt_set.filter(handed_in_at=None):
        quiz_actions.hand_in(attempt=attempt)
    assert user.attempt_set.count() > 2
