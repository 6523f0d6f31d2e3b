"""Accounts: a name and a password, roles by grant alone, what is kept can be taken and erased."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes import actions as quiz_actions
from quizzes.models import Answer, Attempt, Item, PracticeAnswer, Quiz
from studyapp.accounts.actions import grant_role
from studyapp.accounts.models import User
from studyapp.classes.models import Assignment, Classroom, Membership, Result
from studyapp.tests import factories
from studyapp.tests.clients import signed_in

pytestmark = pytest.mark.django_db
SECRET = "a long password for tests"


def sign_up(
    client: Client, username: str = "sam", url: str = "/accounts/signup/", **more: Any
) -> Any:
    data = {"username": username, "password1": SECRET, "password2": SECRET} | more
    return client.post(url, data)


def worked(student: User, classroom: Classroom) -> Attempt:
    """A student's practice, a handed-in assignment and an open attempt."""
    factories.MembershipFactory(classroom=classroom, student=student)
    quiz = factories.quiz(classroom.teacher)
    item = quiz.items.first()
    quiz_actions.practice(user=student, version=item.current, response=2)
    assignment = Assignment.objects.create(
        classroom=classroom, activity="quiz", activity_id=str(quiz.pk), title="The assigned quiz"
    )
    quiz_actions.start_assignment(assignment, student)
    attempt = Attempt.objects.get(user=student)
    quiz_actions.save_answer(attempt=attempt, position=1, response=1, sequence=1)
    return quiz_actions.hand_in(attempt=attempt)


def test_an_account_takes_a_name_and_a_password_and_no_address() -> None:
    page = Client().get("/accounts/signup/").content.decode()
    assert "email" not in page.split("<main")[1].split("</main>")[0].replace("e-mail", "")
    client = Client()
    assert sign_up(client).status_code == 302
    user = User.objects.get()
    assert (user.username, user.email, user.role) == ("sam", "", "student")
    assert client.get("/accounts/you/").status_code == 200


def test_an_address_sent_along_is_not_kept() -> None:
    sign_up(Client(), email="sam@example.com")
    assert User.objects.get().email == ""


@pytest.mark.parametrize(
    "sent",
    [
        {"role": "teacher"},
        {"is_staff": "on", "is_superuser": "on"},
        {"teaches": "on"},
        {"role": "editor"},
    ],
)
def test_nobody_becomes_a_teacher_by_signing_up(sent: dict[str, str]) -> None:
    client = Client()
    sign_up(client, **sent)
    user = User.objects.get()
    assert user.role == "student"
    assert not user.is_staff
    assert not user.is_superuser
    assert client.get(reverse("classes:new")).status_code == 403


def test_who_asks_to_teach_is_told_so_and_waits() -> None:
    client = Client()
    sign_up(client, teaches="on")
    assert User.objects.get().asked_to_teach_at
    assert "Your request" in client.get(reverse("classes:new")).content.decode()
    grant_role(User.objects.get(), User.Role.TEACHER)
    assert client.get(reverse("classes:new")).status_code == 200
    assert User.objects.get().asked_to_teach_at is None


def test_an_editor_edits_content_and_a_grant_taken_back_ends_it() -> None:
    person = factories.PersonFactory()
    grant_role(person, User.Role.EDITOR)
    person = User.objects.get(pk=person.pk)
    assert person.is_staff
    assert person.has_perm("terms.change_term")
    assert not person.has_perm("accounts.change_user")
    assert not person.has_perm("terms.delete_term")
    grant_role(person, User.Role.STUDENT)
    person = User.objects.get(pk=person.pk)
    assert not person.is_staff
    assert not person.has_perm("terms.change_term")


@pytest.mark.parametrize("role", ["student", "teacher", "editor"])
def test_only_an_administrator_can_change_people(role: str) -> None:
    person = factories.PersonFactory()
    grant_role(person, role)
    assert signed_in(person).get("/admin/accounts/user/").status_code in {302, 403}


@pytest.mark.parametrize(
    ("password", "name"),
    [
        ("short1", "too short"),
        ("password1234", "too common"),
        ("48151623421", "digits"),
        ("samantha-1", "like the name"),
    ],
)
def test_a_weak_password_is_refused(password: str, name: str) -> None:
    sign_up(Client(), username="samantha-1", password1=password, password2=password)
    assert not User.objects.exists(), name


def test_a_taken_name_is_refused_whatever_its_case() -> None:
    sign_up(Client(), "sam")
    assert sign_up(Client(), "SAM").status_code == 200
    assert User.objects.count() == 1


def test_the_export_holds_all_of_a_persons_work() -> None:
    student = factories.PersonFactory(first_name="Sam")
    worked(student, factories.ClassroomFactory())
    response = signed_in(student).get(reverse("accounts:export"))
    kept = json.loads(response.content)
    assert "attachment" in response["Content-Disposition"]
    assert (kept["username"], kept["name"], kept["role"]) == (student.username, "Sam", "student")
    assert [room["name"] for room in kept["classes"]] == ["AP Biology, period 3"]
    assert [(r["assignment"], r["points"], r["out_of"]) for r in kept["results"]] == [
        ("The assigned quiz", 1.0, 3.0)
    ]
    assert [(p["response"], p["right"]) for p in kept["practice"]] == [(2, False)]
    (attempt,) = kept["attempts"]
    assert attempt["handed_in_at"]
    assert [a["response"] for a in attempt["answers"]] == [1, None, None]


def test_the_export_holds_nothing_of_anybody_else() -> None:
    classroom = factories.ClassroomFactory()
    other = factories.PersonFactory(first_name="Kim Other")
    worked(other, classroom)
    for person in (classroom.teacher, factories.PersonFactory()):
        text = signed_in(person).get(reverse("accounts:export")).content.decode()
        kept = json.loads(text)
        assert other.username not in text
        assert "Kim Other" not in text
        assert kept["results"] == kept["practice"] == kept["attempts"] == []


def test_a_teachers_export_names_her_classes_and_quizzes() -> None:
    quiz = factories.quiz(factories.ClassroomFactory().teacher, title="My own quiz")
    kept = json.loads(signed_in(quiz.owner).get(reverse("accounts:export")).content)
    assert [room["name"] for room in kept["classes_taught"]] == ["AP Biology, period 3"]
    assert [(quiz["title"], quiz["items"]) for quiz in kept["quizzes"]] == [
        ("My own quiz", ["u2-2.8-001", "u2-2.8-002", "u2-2.8-003"])
    ]


def test_erasing_needs_the_persons_own_password() -> None:
    student = factories.PersonFactory()
    client = signed_in(student)
    for password in ("", "wrong", SECRET + " "):
        client.post(reverse("accounts:erase"), {"password": password})
        assert User.objects.filter(pk=student.pk).exists()
    assert client.get(reverse("accounts:erase")).status_code == 200
    assert User.objects.filter(pk=student.pk).exists()


def test_erasing_removes_everything_of_the_person_and_nothing_of_others() -> None:
    classroom = factories.ClassroomFactory()
    student, other = factories.PersonFactory(), factories.PersonFactory()
    worked(student, classroom)
    worked(other, classroom)
    client = signed_in(student)
    response = client.post(reverse("accounts:erase"), {"password": factories.PASSWORD})
    assert response["Location"] == "/"
    assert not User.objects.filter(pk=student.pk).exists()
    assert client.get("/accounts/you/").status_code == 302
    for model in (Attempt, PracticeAnswer):
        assert [row.user for row in model.objects.all()] == [other]
    for model in (Membership, Result):
        assert [row.student for row in model.objects.all()] == [other]
    assert {answer.attempt.user for answer in Answer.objects.all()} == {other}
    assert Classroom.objects.get().teacher == classroom.teacher
    assert Item.objects.published().exists()


def test_an_erased_person_cannot_sign_in_anywhere_else_either() -> None:
    student = factories.PersonFactory()
    elsewhere = signed_in(student)
    signed_in(student).post(reverse("accounts:erase"), {"password": factories.PASSWORD})
    assert elsewhere.get("/accounts/you/").status_code == 302
    again = {"login": student.username, "password": factories.PASSWORD}
    assert Client().post("/accounts/login/", again).status_code == 200


def test_a_teacher_who_leaves_takes_her_classes_and_leaves_students_their_own_work() -> None:
    classroom = factories.ClassroomFactory()
    student = factories.PersonFactory()
    worked(student, classroom)
    signed_in(classroom.teacher).post(reverse("accounts:erase"), {"password": factories.PASSWORD})
    assert not Classroom.objects.exists()
    assert Attempt.objects.get().user == student
    assert PracticeAnswer.objects.get().user == student
    assert Quiz.objects.count() == 1
    assert signed_in(student).get(Attempt.objects.get().get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "next_",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)",
     "http:evil.example", "\thttps://evil.example", "https:///evil.example"],
)  # fmt: skip
@pytest.mark.parametrize("where", ["login", "signup"])
def test_nobody_is_sent_to_another_site_after_signing_in(next_: str, where: str) -> None:
    client = Client()
    if where == "login":
        data = {"login": factories.PersonFactory().username, "password": factories.PASSWORD}
        response = client.post("/accounts/login/", data | {"next": next_})
    else:
        response = sign_up(client, next=next_)
    assert (response.status_code, response["Location"]) == (302, "/")


def test_signing_in_leads_back_to_where_one_was_going() -> None:
    person = factories.PersonFactory()
    data = {"login": person.username, "password": factories.PASSWORD, "next": "/join/BCDFGHJ/"}
    assert Client().post("/accounts/login/", data)["Location"] == "/join/BCDFGHJ/"
    assert sign_up(Client(), "other", next="/join/BCDFGHJ/")["Location"] == "/join/BCDFGHJ/"


@pytest.mark.parametrize("name", ["you", "export", "erase"])
def test_a_stranger_is_asked_to_sign_in_first(name: str) -> None:
    url = reverse(f"accounts:{name}")
    assert Client().get(url)["Location"] == f"/accounts/login/?next={url}"


def test_guessing_passwords_is_slowed_down() -> None:
    person = factories.PersonFactory()
    client = Client()
    for number in range(12):
        client.post("/accounts/login/", {"login": person.username, "password": f"guess {number}"})
    right = {"login": person.username, "password": factories.PASSWORD}
    assert client.post("/accounts/login/", right).status_code != 302
