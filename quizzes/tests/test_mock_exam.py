"""Sitting a mock exam: its sections and break, scoring, result; and nobody sees another's."""

import datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quizzes import actions, exam_results, exams
from quizzes.core import score
from quizzes.core.exam import SHAPES, Step
from quizzes.models import Answer, Attempt, Item, MockExam, PracticeAnswer
from quizzes.standing import Standing
from quizzes.tests.written import choice_bank, written_bank
from studyapp.accounts.actions import erase_person
from studyapp.accounts.models import User
from studyapp.tests import factories
from studyapp.tests.clients import signed_in

pytestmark = pytest.mark.django_db
EXAM = reverse("quizzes:exam")


@pytest.fixture
def student() -> User:
    return factories.MembershipFactory().student


@pytest.fixture
def bank() -> list[Item]:
    return [*choice_bank(70), *written_bank(2)]


def started(user: User, form: str = "half") -> MockExam:
    return exams.start(user=user, shape=SHAPES[form])


def sat(found: MockExam, *, right: int = 10) -> None:
    """Answer `right` items rightly and the others wrongly, write every part, hand everything in."""
    while found.stage().step is not Step.OVER:
        attempt = exams.begin_section(found)
        for answer in attempt.answers.select_related("version"):
            is_choice = answer.version.record["kind"] == "single-choice"
            choice = 1 if answer.position <= right else 0
            response = choice if is_choice else {"A": "Because.", "B": "It rises."}
            actions.save_answer(
                attempt=attempt, position=answer.position, response=response, sequence=1
            )
        actions.hand_in(attempt=attempt)
        found = MockExam.objects.with_sections().get(pk=found.pk)


def score_all(client: Client, found: MockExam, earned: str = "0") -> None:
    for position in Answer.objects.filter(
        attempt__exam_section__exam=found, version__item__kind="free-response"
    ).values_list("position", flat=True):
        url = reverse("quizzes:score_exam", args=[found.pk, position])
        client.post(url, {f"earned-{label}": earned for label in "ABCD"})


def test_anybody_reads_what_the_exam_is_and_learns_that_sitting_it_needs_an_account(
    bank: list[Item],
) -> None:
    page = Client().get(EXAM).content.decode()
    assert "Full exam" in page
    assert "/accounts/signup/?next=/exam/" in page
    assert 'action="/exam/start/"' not in page
    assert bank[-1].title in page
    response = Client().post(reverse("quizzes:start_exam"), {"form": "full"})
    assert response.url.startswith("/accounts/login/")


def test_a_full_exam_goes_from_section_to_break_to_section_to_result(
    student: User, bank: list[Item]
) -> None:
    client = signed_in(student)
    page = client.post(reverse("quizzes:start_exam"), {"form": "full"}, follow=True)
    found = MockExam.objects.get()
    assert "Begin Section I</button>" in page.content.decode()
    begin = reverse("quizzes:begin_section", args=[found.pk])
    page = client.post(begin, follow=True)
    first = found.attempt_at(1)
    assert page.redirect_chain[-1][0] == first.get_absolute_url()
    assert first.answers.count() == 60
    assert first.deadline_at == first.started_at + datetime.timedelta(minutes=90)
    url, sure = reverse("quizzes:hand_in", args=[first.pk]), {"sure": "1"}
    page = client.post(url, sure, follow=True).content.decode()
    assert "Skip the rest of the break" in page
    # What was left stays closed, and shows no key before the exam is over.
    assert client.get(first.get_absolute_url()).url == found.get_absolute_url()
    client.post(begin)
    second = found.attempt_at(2)
    kinds = [a.version.record["type"] for a in second.answers.select_related("version")]
    assert kinds == [1, 2, 3, 4, 5, 6]
    url = reverse("quizzes:hand_in", args=[second.pk])
    page = client.post(url, sure, follow=True).content.decode()
    assert "result</h1>" in page
    assert client.get(first.get_absolute_url()).status_code == 200


def test_after_the_break_the_section_waits_for_the_student(student: User, bank: list[Item]) -> None:
    found = started(student)
    attempt = exams.begin_section(found)
    actions.hand_in(attempt=attempt)
    client = signed_in(student)
    assert 'data-left-s="600"' in client.get(found.get_absolute_url()).content.decode()
    earlier = timezone.now() - datetime.timedelta(minutes=11)
    Attempt.objects.filter(pk=attempt.pk).update(handed_in_at=earlier)
    assert "The break is over" in client.get(found.get_absolute_url()).content.decode()


def test_a_section_whose_time_is_over_is_closed_when_the_exam_is_looked_at(
    student: User, bank: list[Item]
) -> None:
    found = started(student, "section-1")
    attempt = exams.begin_section(found)
    past = timezone.now() - datetime.timedelta(minutes=1)
    Attempt.objects.filter(pk=attempt.pk).update(deadline_at=past, started_at=past, minutes=0)
    assert "result</h1>" in signed_in(student).get(found.get_absolute_url()).content.decode()


def test_extra_time_of_a_class_holds_in_the_exam(student: User, bank: list[Item]) -> None:
    student.memberships.update(time_factor=1.5)
    attempt = exams.begin_section(started(student, "section-2"))
    assert attempt.deadline_at == attempt.started_at + datetime.timedelta(minutes=135)


def test_one_exam_at_a_time_and_pressing_twice_begins_once(student: User, bank: list[Item]) -> None:
    found = started(student)
    assert started(student, "full") == found
    assert exams.begin_section(found) == exams.begin_section(found)
    assert Attempt.objects.count() == 1
    page = signed_in(student).get(EXAM).content.decode()
    assert "Go on with it" in page
    assert 'action="/exam/start/"' not in page


def test_forms_differ_between_students_and_nothing_comes_again_while_there_is_more(
    student: User, bank: list[Item]
) -> None:
    def items_of(user: User, form: str) -> list[str]:
        attempt = exams.begin_section(started(user, form))
        actions.hand_in(attempt=attempt)
        return list(attempt.answers.values_list("version__item__uid", flat=True))

    other = factories.PersonFactory()
    assert items_of(student, "section-1") != items_of(other, "section-1")
    first, second = items_of(student, "section-2"), items_of(student, "section-2")
    assert set(first) & set(second) == set()


def test_what_was_practiced_or_stood_in_a_quiz_is_drawn_after_what_is_new(student: User) -> None:
    choice, written = choice_bank(200), written_bank(3)
    met = choice[:60]
    PracticeAnswer.objects.bulk_create(
        PracticeAnswer(
            user=student, version=item.current, response=1, is_right=True, points=1, out_of=1
        )
        for item in [*met, *met]  # twice: it counts once
    )
    quiz = actions.begin_with(user=student, title="Q", versions=[i.current for i in written[:6]])
    found = started(student, "full")
    for section, known in zip(found.shape.sections, (met, written[:6]), strict=True):
        drawn = exams.draw(found, section).ids
        assert len(drawn) == section.questions
        assert set(drawn) & {item.uid for item in known} == set()
    actions.hand_in(attempt=quiz)
    # What an exam had comes after what was practiced.
    exams.begin_section(started(student, "full"))
    assert {exams.seen_by(student)[item.uid] for item in met} == {1}
    sat_now = Answer.objects.filter(attempt__exam_section__isnull=False)
    assert {exams.seen_by(student)[a.version.record["id"]] for a in sat_now} == {2}


def test_an_empty_bank_says_so_and_a_part_of_it_what_is_missing(student: User) -> None:
    client = signed_in(student)
    found = started(student, "section-2")
    begin = reverse("quizzes:begin_section", args=[found.pk])
    assert "no questions for this section" in client.post(begin, follow=True).content.decode()
    choice_bank(4)
    exams.end(found)
    found = started(student, "section-1")
    sat(found)
    page = client.get(found.get_absolute_url()).content.decode()
    assert "items: 56 missing" in page


def test_an_exam_can_be_ended_between_its_sections(student: User, bank: list[Item]) -> None:
    found = started(student)
    attempt = exams.begin_section(found)
    client = signed_in(student)
    end = reverse("quizzes:end_exam", args=[found.pk])
    client.post(end)  # an open section is handed in first
    assert MockExam.objects.get().ended_at is None
    actions.hand_in(attempt=attempt)
    page = client.post(end, follow=True).content.decode()
    assert "Half as many questions" in page
    assert "An AP score from" not in page
    with pytest.raises(exams.ExamOver):
        exams.begin_section(found)


def test_the_writer_scores_point_by_point_and_then_gets_a_range(
    student: User, bank: list[Item]
) -> None:
    found = started(student)
    sat(found, right=20)
    client = signed_in(student)
    page = client.get(found.get_absolute_url()).content.decode()
    assert "3 answers to score" in page
    assert "An AP score from" not in page
    page = client.get(reverse("quizzes:score_exam", args=[found.pk, 1])).content.decode()
    assert "Because." in page
    assert "The model answer to A." in page
    score_all(client, found)
    page = client.get(found.get_absolute_url()).content.decode()
    # 20 of 30 items are 40 of 60; 12 of 17 points 42.
    assert "Composite <strong>82</strong> of 120" in page
    assert "An AP score from" in page
    assert "not published" in page
    # Each table with its source by name and address; docs/exam.md has the same.
    model = (settings.BASE_DIR / "docs/exam.md").read_text()
    for number, (address, cuts) in enumerate(
        zip(exam_results.SOURCES, score.TABLES, strict=True), 1
    ):
        name = address.partition("/")[0]
        assert f'href="https://{address}"' in page
        assert f">{name}</a></th>" in page
        assert f"| K{number} | {' | '.join(map(str, cuts))} | {address} |" in model


def test_what_was_scored_survives_marking_again_and_can_be_changed(
    student: User, bank: list[Item]
) -> None:
    found = started(student, "section-2")
    sat(found)
    client = signed_in(student)
    url = reverse("quizzes:score_exam", args=[found.pk, 1])
    client.post(url, {"earned-A": "0", "earned-B": ["0", "2", "77", "x"]})
    answer = Answer.objects.get(position=1)
    assert (answer.points, answer.out_of) == (3.0, 9.0)
    assert answer.response["A"] == "Because."
    client.post(url, {})
    answer.refresh_from_db()
    assert (answer.points, answer.response["earned"]) == (0.0, {"A": [], "B": [], "C": [], "D": []})


def test_the_graph_is_shown_with_what_can_be_seen_of_it(student: User, bank: list[Item]) -> None:
    found = started(student, "section-2")
    attempt = exams.begin_section(found)
    client = signed_in(student)
    page = client.get(attempt.get_absolute_url()).content.decode()
    assert 'name="choice-2.graph.type"' in page
    sent = {
        "sequence-2": "1", "choice-2.A": "It falls.", "choice-2.graph.type": "bar",
        "choice-2.graph.y_label": "Rate", "choice-2.graph.y_unit": "mM/s",
        "choice-2.graph.x_label": "Strain", "choice-2.graph.points1": "mutant, 3\r\nwild, five",
        "save_only": "1",
    }  # fmt: skip
    # Without a script: what was typed is kept, shown in its fields, and in words below.
    page = client.post(reverse("quizzes:hand_in", args=[attempt.pk]), sent, follow=True)
    text = page.content.decode()
    assert 'value="Rate"' in text
    assert "mutant, 3" in text
    assert "line 2: write “x, y” or “x, y, error bar”." in text
    assert "Bar graph of Rate (mM/s) against Strain: 1 point in 1 series" in text
    actions.hand_in(attempt=attempt)
    text = client.get(reverse("quizzes:score_exam", args=[found.pk, 2])).content.decode()
    assert "the y axis has no lowest and highest value" in text
    assert "proposed from your graph; you decide" in text
    # The labels are proposed as earned, the scale is not; the kind of graph is left open.
    assert text.count("your graph shows it") == 1
    assert text.count("not seen in your graph") == 2
    assert text.count("checked") == 1


def test_nobody_scores_what_may_still_change(student: User, bank: list[Item]) -> None:
    found = started(student, "section-2")
    attempt = exams.begin_section(found)
    url = reverse("quizzes:score_exam", args=[found.pk, 1])
    assert signed_in(student).post(url, {"earned-A": "0"}).status_code == 404
    with pytest.raises(exams.ExamOver):
        exams.score(answer=attempt.answers.first(), earned={})


def test_the_plan_names_objectives_beliefs_and_where_to_work_on_them(
    student: User, bank: list[Item]
) -> None:
    factories.misconception()
    factories.item("u2-2.8-900")
    found = started(student, "section-1")
    sat(found, right=5)
    page = signed_in(student).get(found.get_absolute_url()).content.decode()
    assert "The pump moves sodium in." in page
    assert "/sim/ouabain/?return=%2Fexam%2F" in page
    assert "/practice/misconceptions/pump-directions-swapped/" in page
    # What was missed is there for practice and cards.
    assert len(Standing(student).wrong()) == 55


@pytest.mark.parametrize("name", ["mock_exam", "begin_section", "end_exam"])
def test_neither_teacher_nor_stranger_sees_an_exam(
    student: User, bank: list[Item], name: str
) -> None:
    found = started(student)
    teacher = student.memberships.get().classroom.teacher
    url = reverse(f"quizzes:{name}", args=[found.pk])
    for person in (teacher, factories.PersonFactory()):
        client = signed_in(person)
        do: Any = client.get if name == "mock_exam" else client.post
        assert do(url).status_code == 404
    assert Client().get(url).url.startswith("/accounts/login/")


def test_a_strangers_score_page_is_not_found(student: User, bank: list[Item]) -> None:
    found = started(student, "section-2")
    sat(found)
    url = reverse("quizzes:score_exam", args=[found.pk, 1])
    assert signed_in(factories.PersonFactory()).post(url, {"earned-A": "0"}).status_code == 404
    assert Answer.objects.get(position=1).points == 0


def test_erasing_a_student_erases_her_exams(student: User, bank: list[Item]) -> None:
    sat(started(student, "section-2"))
    erase_person(student)
    assert not MockExam.objects.exists()
    assert not Answer.objects.exists()


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_the_number_of_queries_does_not_grow_with_exams_or_questions(
    student: User, bank: list[Item]
) -> None:
    client = signed_in(student)
    short = started(student, "section-2")
    sat(short)
    few = queries(client, EXAM)
    assert queries(client, short.get_absolute_url()) <= 20
    long = started(student, "full")
    sat(long)
    sat(started(student, "section-1"))
    assert queries(client, EXAM) == few <= 20
    assert queries(client, long.get_absolute_url()) <= 20
    score = reverse("quizzes:score_exam", args=[long.pk, 2])
    assert queries(client, score) <= 15


def test_the_list_of_exams_says_the_points_and_what_is_to_score(
    student: User, bank: list[Item]
) -> None:
    found = started(student)
    sat(found, right=20)
    client = signed_in(student)
    client.post(reverse("quizzes:score_exam", args=[found.pk, 1]), {"earned-A": "0"})
    page = client.get(EXAM).content.decode()
    assert "Section I: 20 of 30" in page
    assert "Section II: 2 to score" in page
    score_all(client, found)
    assert "Section II: 12 of 17" in client.get(EXAM).content.decode()


def test_what_a_browser_could_not_send_of_a_section_is_sent_from_the_exam(
    student: User, bank: list[Item]
) -> None:
    found, client = started(student), signed_in(student)
    for number, _ in enumerate(found.shape.sections, 1):
        attempt = exams.begin_section(found)
        page = client.get(found.get_absolute_url()).content.decode()
        assert page.count("data-leftovers") == number - 1
        actions.hand_in(attempt=attempt)
        page = client.get(attempt.get_absolute_url(), follow=True).content.decode()
        assert f'data-leftovers data-attempt="{attempt.pk}"' in page
        assert "js/attempt/leftovers" in page
