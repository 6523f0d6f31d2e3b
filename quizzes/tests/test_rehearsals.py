"""Free response by itself: what is written is kept, its writer scores it, and it moves the map."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes import actions, exams, rehearsals
from quizzes.models import Answer, Attempt, Item
from quizzes.progress import course_map
from quizzes.standing import Standing
from quizzes.tests.written import written_item
from studyapp.accounts.actions import erase_person
from studyapp.accounts.models import User
from studyapp.lib import contentversion
from studyapp.tests import factories
from studyapp.tests.clients import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def student() -> User:
    return factories.PersonFactory()


@pytest.fixture
def item() -> Item:
    factories.course()
    found = written_item(kind_of=3)
    contentversion.bump()
    return found


def text(response: Any) -> str:
    return response.content.decode()


def wrote(student: User, item: Item, *, earned: dict[str, list[int]] | None = None) -> Answer:
    """She writes, hands in, and scores herself where `earned` is given."""
    attempt = rehearsals.begin(user=student, item=item)
    response = {"A": "It rises.", "B": "Because."}
    actions.save_answer(attempt=attempt, position=1, response=response, sequence=1)
    actions.hand_in(attempt=attempt)
    answer = attempt.answers.get()
    return answer if earned is None else exams.score(answer=answer, earned=earned)


def test_an_answer_is_written_kept_handed_in_and_scored_by_its_writer(
    student: User, item: Item
) -> None:
    client = signed_in(student)
    page = text(client.get(item.get_absolute_url()))
    assert "Write your answer</button>" in page
    assert "The model answer to A." not in page
    attempt = client.post(reverse("quizzes:write", args=[item.uid]), follow=True)
    assert 'name="choice-1.A"' in text(attempt)
    sent = {"sequence-1": "1", "choice-1.A": "It rises.", "save_only": "1"}
    found = Attempt.objects.get()
    client.post(reverse("quizzes:hand_in", args=[found.pk]), sent)
    # Kept on the server: another browser goes on with it.
    other = signed_in(student)
    assert "Go on writing</button>" in text(other.get(item.get_absolute_url()))
    page = text(other.post(reverse("quizzes:write", args=[item.uid]), follow=True))
    assert "It rises.</textarea>" in page
    page = other.post(
        reverse("quizzes:hand_in", args=[found.pk]),
        {"sequence-1": "2", "choice-1.A": "It rises.", "choice-1.B": "By osmosis."},
        follow=True,
    )
    score = reverse("quizzes:score_written", args=[found.pk])
    assert page.redirect_chain[-1][0] == score
    for said in ("It rises.", "By osmosis.", "The model answer to A.", "A1 is right."):
        assert said in text(page)
    assert text(page).index("</h1>") < text(page).index("Go through the rubric")
    page = other.post(score, {"earned-A": "0", "earned-B": ["0", "7", "x"]}, follow=True)
    assert page.redirect_chain[-1][0] == item.get_absolute_url()
    assert "2 of 4 points are kept" in text(page)
    assert "2 of 4</span>" in text(page)
    answer = Answer.objects.get()
    assert (answer.points, answer.response["A"]) == (2.0, "It rises.")
    # What was scored can be looked at and changed; the question can be written once more.
    assert text(client.get(score)).count("checked") == 2
    client.post(score, {})
    assert Answer.objects.get().points == 0
    client.post(reverse("quizzes:write", args=[item.uid]))
    assert Attempt.objects.count() == 2


def test_what_was_written_on_paper_is_scored_as_well(student: User, item: Item) -> None:
    attempt = rehearsals.begin(user=student, item=item)
    actions.hand_in(attempt=attempt)
    assert Standing(student).marked == []
    client, score = signed_in(student), reverse("quizzes:score_written", args=[attempt.pk])
    assert "What you wrote on paper counts too" in text(client.get(score))
    client.post(score, {f"earned-{label}": "0" for label in "ABC"})
    assert [given.share for given in Standing(student).marked] == [0.75]


def test_pressing_twice_begins_one_answer(student: User, item: Item) -> None:
    assert rehearsals.begin(user=student, item=item) == rehearsals.begin(user=student, item=item)


def test_nobody_scores_an_answer_that_is_open(student: User, item: Item) -> None:
    attempt = rehearsals.begin(user=student, item=item)
    score = reverse("quizzes:score_written", args=[attempt.pk])
    assert signed_in(student).post(score, {"earned-A": "0"}).status_code == 404


def test_a_stranger_neither_sees_nor_scores_it(student: User, item: Item) -> None:
    answer = wrote(student, item)
    stranger = signed_in(factories.PersonFactory())
    score = reverse("quizzes:score_written", args=[answer.attempt_id])
    assert stranger.get(score).status_code == 404
    assert stranger.post(score, {"earned-A": "0"}).status_code == 404
    assert stranger.get(answer.attempt.get_absolute_url()).status_code == 404
    assert "Your answers" not in text(stranger.get(item.get_absolute_url()))
    for url in (score, reverse("quizzes:write", args=[item.uid])):
        assert Client().post(url).url.startswith("/accounts/login/")
    erase_person(student)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("uid", ["u2-2.8-001", "nothing"])
def test_only_free_response_is_written(student: User, item: Item, uid: str) -> None:
    factories.item("u2-2.8-001")
    assert signed_in(student).post(f"/practice/item/{uid}/write/").status_code == 404


def test_without_an_account_the_page_has_fields_rubric_and_ticks(item: Item) -> None:
    page = text(Client().get(item.get_absolute_url()))
    assert page.count("data-keep=") == 4
    assert page.count("data-point ") == 4
    assert "The model answer to A." in page
    assert "/accounts/signup/?next=/practice/item/" in page
    assert "/write/" not in page


@pytest.mark.parametrize("path", ["/practice/topic/2.8/", "/practice/objective/2.8.A/"])
def test_practice_of_a_topic_and_an_objective_leads_to_its_free_response(
    item: Item, path: str
) -> None:
    elsewhere = written_item("u2-frq-else", 4, topics=["2.7"], objectives=["2.7.A"])
    also = written_item("u2-frq-also", 1, topics=["2.7", "2.8"], objectives=["2.7.A", "2.8.A"])
    factories.item()
    contentversion.bump()
    page = text(Client().get(path))
    assert page.index(also.get_absolute_url()) < page.index(item.get_absolute_url())
    assert elsewhere.get_absolute_url() not in page
    part = Client().get(path, headers={"HX-Request": "true"})
    assert item.get_absolute_url() not in text(part)


def test_its_points_move_every_objective_of_the_question_and_the_map(
    student: User, item: Item
) -> None:
    both = written_item("u2-frq-both", 5, objectives=["2.8.A", "2.9.A"])
    contentversion.bump()
    wrote(student, item)
    assert Standing(student).answered == []  # not scored yet
    page = text(signed_in(student).get("/progress/"))
    assert '<span class="tag">to score</span>' in page
    assert "of 4</span>" not in page
    wrote(student, item, earned={"A": [0], "B": [0], "C": [0]})
    wrote(student, both, earned={"A": [0]})
    standing = Standing(student)
    found = [(a.objective, a.share, a.chance) for a in standing.answered]
    assert found == [("2.8.A", 0.75, 0.0), ("2.8.A", 0.25, 0.0), ("2.9.A", 0.25, 0.0)]
    alone, *shared = [answer.weight for answer in standing.answered]
    assert alone == pytest.approx(4 / 1.3)
    assert shared == [pytest.approx(1 / 1.3)] * 2
    row = course_map(standing)[0].topics[0][1][0]
    assert row.mastery is not None
    assert row.mastery.answers == 2
    assert standing.mastery["2.8.A"].value > standing.mastery["2.9.A"].value


def test_a_student_who_writes_well_of_one_thing_and_badly_of_another_is_told_so(
    student: User,
) -> None:
    """A synthetic student: nine of ten points on 2.8.A, two of ten on 2.9.A."""
    factories.course()
    for code, good in (("2.8.A", 0.9), ("2.9.A", 0.2)):
        for n in range(10):
            row = written_item(f"u2-frq-{code.lower()}-{n}", 3 + n % 4, objectives=[code])
            places = [label for at, label in enumerate("ABCD") if (4 * n + at) % 10 < 10 * good]
            wrote(student, row, earned={label: [0] for label in places})
    contentversion.bump()
    found = Standing(student).mastery
    assert found["2.8.A"].low < 0.9 < found["2.8.A"].high
    assert found["2.9.A"].low < 0.2 < found["2.9.A"].high
    assert found["2.8.A"].is_mastered
    assert not found["2.9.A"].is_mastered
    assert all(one.is_known for one in found.values())
