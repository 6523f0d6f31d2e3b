"""Classes: joining by code, who sees what, what is due, what the teacher's table counts."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from studyapp.accounts.actions import grant_role
from studyapp.accounts.models import User
from studyapp.classes import actions, joincodes
from studyapp.classes.models import Assignment, Classroom, Membership, Result
from studyapp.tests import factories
from studyapp.tests.clients import signed_in

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
BODIES = st.text(st.sampled_from(joincodes.ALPHABET), min_size=6, max_size=6)
SIGNS = st.sampled_from(joincodes.ALPHABET)


@pytest.fixture
def classroom() -> Classroom:
    return factories.ClassroomFactory()


@pytest.fixture
def student(classroom: Classroom) -> User:
    return factories.MembershipFactory(classroom=classroom, student__first_name="Sam").student


@pytest.fixture
def assignment(classroom: Classroom) -> Assignment:
    return give(classroom, timezone.now() + HOUR)


def give(classroom: Classroom, due_at: datetime.datetime | None) -> Assignment:
    quiz = factories.quiz(classroom.teacher)
    return Assignment.objects.create(
        classroom=classroom,
        activity="quiz",
        activity_id=str(quiz.pk),
        title=f"Quiz {quiz.pk}",
        due_at=due_at,
    )


def hand_in(
    assignment: Assignment, student: User, *, points: float, at: datetime.datetime
) -> Result:
    return actions.record_result(
        assignment=assignment, student=student, points=points, out_of=4, handed_in_at=at, url="/x/"
    )


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


@given(BODIES, st.integers(0, 6), SIGNS)
def test_any_single_wrong_sign_of_a_join_code_is_refused(body: str, place: int, sign: str) -> None:
    code = body + joincodes.check_sign(body)
    slip = code[:place] + sign + code[place + 1 :]
    assert joincodes.is_valid(code)
    assert joincodes.is_valid(slip) == (slip == code)


@given(BODIES, st.integers(0, 5))
def test_nearly_every_swap_of_neighbors_is_refused(body: str, place: int) -> None:
    code = body + joincodes.check_sign(body)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    ends = {joincodes.ALPHABET[0], joincodes.ALPHABET[-1]}
    if swapped != code and {code[place], code[place + 1]} != ends:
        assert not joincodes.is_valid(swapped)


@pytest.mark.parametrize("typed", ["", "BCD", "BCDFGHJKM", "OOOOOOO", "ÄÖÜ1234", "bcd fgh"])
def test_what_is_no_join_code_is_refused_without_an_error(typed: str) -> None:
    assert not joincodes.is_valid(joincodes.tidied(typed))
    assert Client().post("/join/", {"code": typed}).status_code == 200


def test_a_code_may_be_typed_in_small_letters_with_spaces(classroom: Classroom) -> None:
    code = classroom.join_code.lower()
    response = Client().post("/join/", {"code": f" {code[:3]}-{code[3:]} "})
    assert response["Location"] == f"/join/{classroom.join_code}/"


def test_a_code_that_fits_and_belongs_to_no_class_is_404_with_a_way_to_try_again() -> None:
    response = Client().get(f"/join/{joincodes.new_code()}/")
    assert response.status_code == 404
    assert "No class has this code" in response.content.decode()
    assert 'name="code"' in response.content.decode()


def test_a_stranger_sees_class_and_teacher_and_is_brought_back_after_signing_in(
    classroom: Classroom,
) -> None:
    url = f"/join/{classroom.join_code}/"
    page = text(Client(), url)
    assert classroom.name in page
    assert classroom.teacher.shown_name in page
    assert f'href="/accounts/signup/?next={url}"' in page
    assert "<button" not in re.sub(r"<header.*?</header>", "", page, flags=re.DOTALL)


def test_looking_at_the_class_is_not_joining_it(classroom: Classroom) -> None:
    person = factories.PersonFactory()
    page = text(signed_in(person), f"/join/{classroom.join_code}/")
    assert classroom.teacher.shown_name in page
    assert "Yes, join" in page
    assert not classroom.has_member(person)


def test_joining_without_an_account_joins_nobody(classroom: Classroom) -> None:
    assert Client().post(f"/join/{classroom.join_code}/").status_code == 200
    assert not Membership.objects.exists()


def test_joining_twice_is_the_same_as_once(classroom: Classroom) -> None:
    client = signed_in(factories.PersonFactory())
    for _ in range(2):
        response = client.post(f"/join/{classroom.join_code}/")
        assert response["Location"] == classroom.get_absolute_url()
    assert Membership.objects.count() == 1


def test_who_teaches_no_more_is_not_sent_to_a_class_she_cannot_open(classroom: Classroom) -> None:
    client = signed_in(classroom.teacher)
    assert classroom.get_absolute_url() in text(client, f"/join/{classroom.join_code}/")
    grant_role(classroom.teacher, "student")
    page = text(client, f"/join/{classroom.join_code}/")
    assert "This is the class that you opened." in page
    assert classroom.get_absolute_url() not in page


def test_the_teacher_does_not_become_her_own_student(classroom: Classroom) -> None:
    signed_in(classroom.teacher).post(f"/join/{classroom.join_code}/")
    assert not classroom.has_member(classroom.teacher)


# Address → what the teacher, her student, another teacher, and a signed-in stranger get.
MATRIX = {
    "classroom": ("get", 200, 200, 404, 404),
    "assign": ("get", 200, 403, 404, 403),
    "assignment": ("get", 200, 403, 404, 403),
    "times": ("get", 200, 403, 404, 403),
    "student_time": ("get", 200, 403, 404, 403),
    "start": ("post", 404, 302, 404, 404),
    "remove_student": ("post", 302, 403, 404, 403),
    "renew_code": ("post", 302, 403, 404, 403),
    "new": ("get", 200, 403, 200, 403),
    "classes": ("get", 200, 200, 200, 200),
}


def address(name: str, assignment: Assignment, student: User) -> str:
    own = {
        "classes": [],
        "new": [],
        "classroom": [assignment.classroom_id],
        "assign": [assignment.classroom_id],
        "renew_code": [assignment.classroom_id],
        "student_time": [assignment.classroom_id, student.pk],
        "remove_student": [assignment.classroom_id, student.pk],
    }
    return reverse(f"classes:{name}", args=own.get(name, [assignment.classroom_id, assignment.pk]))


def test_the_matrix_below_covers_every_address_of_the_room() -> None:
    from studyapp.classes.urls import urlpatterns  # noqa: PLC0415

    assert {pattern.name for pattern in urlpatterns} == set(MATRIX)


@pytest.mark.parametrize("name", MATRIX)
def test_each_address_answers_each_person_as_it_should(
    name: str, assignment: Assignment, student: User
) -> None:
    method, *expected = MATRIX[name]
    url = address(name, assignment, student)
    others = [factories.TeacherFactory(), factories.PersonFactory()]
    people = [assignment.classroom.teacher, student, *others]
    if name == "remove_student":  # The teacher last: afterwards there is nobody to remove.
        people, expected = people[::-1], expected[::-1]
    got = [getattr(signed_in(person), method)(url).status_code for person in people]
    assert got == expected


@pytest.mark.parametrize("name", [name for name in MATRIX if name != "classes"])
def test_somebody_without_an_account_is_asked_to_sign_in(
    name: str, assignment: Assignment, student: User
) -> None:
    url = address(name, assignment, student)
    response = getattr(Client(), MATRIX[name][0])(url)
    assert response["Location"] == f"/accounts/login/?next={url}"


@pytest.mark.parametrize("name", ["start", "remove_student", "renew_code"])
def test_what_changes_something_is_not_done_by_a_link(
    name: str, assignment: Assignment, student: User
) -> None:
    client = signed_in(student if name == "start" else assignment.classroom.teacher)
    assert client.get(address(name, assignment, student)).status_code == 405


def test_an_assignment_is_not_reached_through_another_class(assignment: Assignment) -> None:
    other = factories.ClassroomFactory(teacher=assignment.classroom.teacher)
    url = reverse("classes:assignment", args=[other.pk, assignment.pk])
    assert signed_in(other.teacher).get(url).status_code == 404


def test_another_teachers_quiz_cannot_be_assigned(classroom: Classroom) -> None:
    theirs = factories.quiz(factories.TeacherFactory())
    url = reverse("classes:assign", args=[classroom.pk])
    response = signed_in(classroom.teacher).post(url, {"what": f"quiz:{theirs.pk}"})
    assert response.status_code == 200
    assert not Assignment.objects.exists()


def test_a_due_date_in_the_past_is_refused_and_none_is_fine(classroom: Classroom) -> None:
    quiz = factories.quiz(classroom.teacher)
    client, url = signed_in(classroom.teacher), reverse("classes:assign", args=[classroom.pk])
    page = client.post(url, {"what": f"quiz:{quiz.pk}", "due_at": "2020-01-01T08:00"})
    assert "This time has passed" in page.content.decode()
    assert client.post(url, {"what": f"quiz:{quiz.pk}"}).status_code == 302
    assert Assignment.objects.get().due_at is None


def test_removing_a_student_ends_her_access_at_once_and_keeps_the_result(
    assignment: Assignment, student: User
) -> None:
    hand_in(assignment, student, points=3, at=timezone.now())
    client = signed_in(student)
    assert client.get(assignment.classroom.get_absolute_url()).status_code == 200
    url = reverse("classes:remove_student", args=[assignment.classroom_id, student.pk])
    signed_in(assignment.classroom.teacher).post(url)
    assert client.get(assignment.classroom.get_absolute_url()).status_code == 404
    start = reverse("classes:start", args=[assignment.classroom_id, assignment.pk])
    assert client.post(start).status_code == 404
    assert assignment.classroom.name not in text(client, "/classes/")
    assert Result.objects.filter(student=student).exists()


def test_a_student_who_is_not_in_the_class_cannot_be_removed(classroom: Classroom) -> None:
    url = reverse("classes:remove_student", args=[classroom.pk, factories.PersonFactory().pk])
    assert signed_in(classroom.teacher).post(url).status_code == 404


def test_a_student_sees_neither_code_nor_classmates_nor_their_results(
    assignment: Assignment, student: User
) -> None:
    other = factories.MembershipFactory(
        classroom=assignment.classroom, student__first_name="Kim Other"
    ).student
    hand_in(assignment, other, points=1, at=timezone.now())
    page = text(signed_in(student), assignment.classroom.get_absolute_url())
    assert "Kim Other" not in page
    assert assignment.classroom.join_code not in page
    assert "1 of 4" not in page


def test_work_past_its_date_is_marked_overdue_until_it_is_done(
    classroom: Classroom, student: User
) -> None:
    late, soon = give(classroom, timezone.now() - HOUR), give(classroom, timezone.now() + HOUR)
    page = text(signed_in(student), "/classes/")
    assert page.count("overdue</strong>") == 1
    assert page.index(str(late)) < page.index(str(soon))
    hand_in(late, student, points=2, at=timezone.now())
    page = text(signed_in(student), "/classes/")
    assert str(late) not in page
    assert "overdue</strong>" not in page


@pytest.mark.parametrize(
    ("minutes", "late"), [(-1, False), (0, False), (1, True)], ids=["before", "on time", "after"]
)
def test_a_result_is_late_after_the_due_time_and_not_at_it(
    assignment: Assignment, student: User, minutes: int, late: bool
) -> None:
    assert assignment.due_at
    at = assignment.due_at + datetime.timedelta(minutes=minutes)
    hand_in(assignment, student, points=2, at=at)
    for person, url in (
        (student, assignment.classroom.get_absolute_url()),
        (assignment.classroom.teacher, assignment.get_absolute_url()),
    ):
        assert ('<span class="tag">late</span>' in text(signed_in(person), url)) == late


def test_work_without_a_date_is_never_late_nor_overdue(classroom: Classroom, student: User) -> None:
    assignment = give(classroom, None)
    result = hand_in(assignment, student, points=2, at=timezone.now() + 1000 * HOUR)
    assert not result.is_late
    assert not assignment.is_overdue


def test_the_teachers_table_counts_present_students_and_their_mean(
    assignment: Assignment, student: User
) -> None:
    room, teacher = assignment.classroom, signed_in(assignment.classroom.teacher)
    one, gone, _ = (factories.MembershipFactory(classroom=room).student for _ in range(3))
    for person, points in ((student, 4), (one, 1), (gone, 4)):
        hand_in(assignment, person, points=points, at=timezone.now())
    actions.leave(classroom=room, student=gone)
    page = text(teacher, assignment.get_absolute_url())
    assert "2 of 3 handed in; mean 62%" in page
    assert page.count("not yet") == 1
    assert gone.username in page.split("left the class")[0].rsplit("<tr>", 1)[1]
    assert '<td class="number">2 of 3</td>' in text(teacher, room.get_absolute_url())


def test_a_class_without_students_and_work_says_what_to_do(classroom: Classroom) -> None:
    page = text(signed_in(classroom.teacher), classroom.get_absolute_url())
    assert "Nothing is assigned yet." in page
    assert "Nobody has joined yet." in page
    assert classroom.join_code in page


def test_the_queries_of_the_teachers_pages_do_not_grow_with_the_class(
    assignment: Assignment, django_assert_max_num_queries: object
) -> None:
    for _ in range(12):
        member = factories.MembershipFactory(classroom=assignment.classroom)
        hand_in(assignment, member.student, points=1, at=timezone.now())
    client = signed_in(assignment.classroom.teacher)
    for url in (
        "/classes/",
        assignment.classroom.get_absolute_url(),
        assignment.get_absolute_url(),
    ):
        with django_assert_max_num_queries(8):  # type: ignore[operator]
            client.get(url)


def test_a_result_handed_in_again_replaces_the_first(assignment: Assignment, student: User) -> None:
    hand_in(assignment, student, points=1, at=timezone.now())
    hand_in(assignment, student, points=4, at=timezone.now())
    assert [result.points for result in Result.objects.all()] == [4]
