"""Where a student stands: what is weak, what was wrong, what is next, and the pages that say so."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes import actions, queues, stock
from quizzes.models import Attempt, Item, PracticeAnswer
from quizzes.progress import next_thing
from quizzes.standing import Standing
from quizzes.tests.written import written_item
from quizzes.trends import Trends
from studyapp.accounts.models import User
from studyapp.lib import contentversion
from studyapp.tests import factories
from studyapp.tests.clients import signed_in

pytestmark = pytest.mark.django_db
RIGHT, WRONG = 1, 0


@pytest.fixture
def student() -> User:
    return factories.PersonFactory()


@pytest.fixture
def items() -> list[Item]:
    """Six items of one objective, key B in each."""
    found = [factories.item(f"u2-2.8-{n:03}", difficulty=1 + n % 3) for n in range(1, 7)]
    contentversion.bump()
    return found


def answers(student: User, item: Item, *choices: int, days_ago: float = 0.0) -> None:
    for choice in choices:
        kept = actions.practice(user=student, version=item.current, response=choice)
        PracticeAnswer.objects.filter(pk=kept.pk).update(
            answered_at=timezone.now() - datetime.timedelta(days=days_ago)
        )


def test_wrong_are_the_items_whose_last_answer_was_wrong(student: User, items: list[Item]) -> None:
    answers(student, items[0], WRONG, days_ago=2)
    answers(student, items[0], RIGHT, days_ago=1)
    answers(student, items[1], RIGHT, days_ago=2)
    answers(student, items[1], WRONG, days_ago=1)
    answers(student, items[2], WRONG, days_ago=3)
    assert [e.uid for e in Standing(student).wrong()] == [items[2].uid, items[1].uid]


def test_a_quiz_counts_when_it_is_handed_in_and_not_before(student: User) -> None:
    quiz = factories.quiz(factories.TeacherFactory(), count=1)
    contentversion.bump()
    attempt = actions.begin(user=student, quiz=quiz, assignment=None)
    actions.save_answer(attempt=attempt, position=1, response=WRONG, sequence=1)
    assert Standing(student).given == []
    actions.hand_in(attempt=Attempt.objects.get())
    assert len(Standing(student).wrong()) == 1


def sat(student: User, item: Item, response: object) -> None:
    """She hands in an attempt at this one item."""
    attempt = actions.begin_with(user=student, title="One item", versions=[item.current])
    actions.save_answer(attempt=attempt, position=1, response=response, sequence=1)
    actions.hand_in(attempt=attempt)


@pytest.mark.parametrize(("reason", "share"), [(0, 1.0), (1, 0.5)])
def test_an_answer_says_the_same_from_a_quiz_and_from_practice(
    student: User, reason: int, share: float
) -> None:
    """Two points can be had: what counts is the share of them."""
    item = factories.item_of("two-tier")
    contentversion.bump()
    response = {"answer": 0, "reason": reason, "sure": None}
    sat(student, item, response)
    actions.practice(user=student, version=item.current, response=response)
    assert [given.share for given in Standing(student).given] == [share, share]


def test_a_written_answer_counts_by_its_share_once_it_is_scored(student: User) -> None:
    item = written_item(kind_of=3)
    contentversion.bump()
    sat(student, item, {"A": "It rises."})
    sat(student, item, {"A": "It rises.", "earned": {"A": [0]}})
    sat(student, item, 3)
    standing = Standing(student)
    assert [given.share for given in standing.given] == [None, 0.25, 0.75]
    assert [given.share for given in standing.marked] == [0.25, 0.75]


def test_a_written_answer_counts_for_every_objective_of_its_question(student: User) -> None:
    item = written_item(kind_of=3, objectives=["2.8.A", "2.9.A"])
    contentversion.bump()
    sat(student, item, {"A": "It rises."})
    assert Standing(student).mastery == {}
    sat(student, item, {"A": "It rises.", "earned": {"A": [0], "B": [0], "C": [0]}})
    standing = Standing(student)
    assert [(a.objective, a.share) for a in standing.answered] == [("2.8.A", 0.75), ("2.9.A", 0.75)]
    assert standing.mastery["2.9.A"].value > 0.5


def test_what_is_not_scored_yet_is_work_and_neither_right_nor_wrong(student: User) -> None:
    item = written_item(kind_of=3)
    contentversion.bump()
    sat(student, item, {"A": "It rises."})
    found = Trends(Standing(student), [])
    assert (found.streak, found.periods[-1].answers) == (1, 0)
    assert found.standing.wrong() == []
    sat(student, item, {"A": "It rises.", "earned": {"A": [0]}})
    period = Trends(Standing(student), []).periods[-1]
    assert (period.right, period.answers) == (0, 1)


# kind, a right answer, the share that blind guessing earns
KINDS_GUESSED = [
    ("single-choice", 1, 1 / 4),
    ("multiple-choice", [0, 2], 3.5 / 31),
    ("two-tier", {"answer": 0, "reason": 0, "sure": None}, 1 / 3),
    ("ordering", [0, 1, 2, 3], 1 / 4),
    ("matching", {"0": 0, "1": 1, "2": 0, "3": 2}, 1 / 3),
    ("short-text", "mitosis", 0.0),
    ("numeric", {"value": "-4.99", "unit": "bar"}, 0.0),
]


@pytest.mark.parametrize(("kind", "response", "chance"), KINDS_GUESSED)
def test_an_answer_is_taken_with_the_guessing_chance_of_its_kind(
    student: User, kind: str, response: object, chance: float
) -> None:
    item = factories.item_of(kind)
    contentversion.bump()
    actions.practice(user=student, version=item.current, response=response)
    (answered,) = Standing(student).answered
    assert (answered.share, answered.chance) == (1.0, pytest.approx(chance))


def test_a_number_that_was_typed_says_more_than_an_option_that_was_chosen(student: User) -> None:
    typed, chosen = factories.item_of("numeric"), factories.item_of("single-choice")
    contentversion.bump()

    def value(item: Item, response: object) -> float:
        person = factories.PersonFactory()
        actions.practice(user=person, version=item.current, response=response)
        return Standing(person).mastery["2.8.A"].value

    assert value(typed, {"value": "-4.99", "unit": "bar"}) > value(chosen, 1) + 0.03


def test_another_students_answers_do_not_count(student: User, items: list[Item]) -> None:
    answers(factories.PersonFactory(), items[0], WRONG)
    assert Standing(student).wrong() == []


def test_weak_spots_come_with_what_was_not_seen_yet_first(student: User, items: list[Item]) -> None:
    answers(student, items[0], WRONG)
    picked = [entry.uid for entry in Standing(student).weak()]
    assert len(picked) == 4
    assert items[0].uid not in picked


def test_an_item_that_was_withdrawn_is_neither_weak_nor_wrong(
    student: User, items: list[Item]
) -> None:
    answers(student, items[0], WRONG)
    Item.objects.filter(pk=items[0].pk).update(published=None)
    contentversion.bump()
    assert Standing(student).wrong() == []
    assert signed_in(student).get("/progress/").status_code == 200


def test_the_next_thing_is_what_was_wrong_once_there_is_enough_of_it(
    student: User, items: list[Item]
) -> None:
    first = next_thing(Standing(student))
    assert first is not None
    assert first.url == reverse("quizzes:objective", args=["2.8.A"])
    for item in items[:4]:
        answers(student, item, WRONG)
    then = next_thing(Standing(student))
    assert then is not None
    assert then.url == reverse("quizzes:wrong")


def test_the_home_page_says_it_to_her_and_to_nobody_else(student: User, items: list[Item]) -> None:
    assert "The next best thing to do" in signed_in(student).get("/").content.decode()
    assert "The next best thing to do" not in Client().get("/").content.decode()


def test_without_items_there_is_no_next_thing(student: User) -> None:
    factories.course()
    assert next_thing(Standing(student)) is None


def test_a_round_is_an_address_that_names_the_items_and_nobody(
    student: User, items: list[Item]
) -> None:
    answers(student, items[3], WRONG)
    response = signed_in(student).get("/practice/wrong/")
    code = queues.code_of([stock.current().by_uid[items[3].uid]])
    assert response["Location"] == f"/practice/wrong/{code}/"
    page = Client().get(response["Location"]).content.decode()
    assert items[3].uid in page or f"Which is right in {items[3].uid}" in page


@pytest.mark.parametrize("name", ["weak", "wrong", "mixed"])
def test_a_round_of_nothing_says_why_and_leads_back(student: User, name: str) -> None:
    response = signed_in(student).get(f"/practice/{name}/", follow=True)
    assert response.redirect_chain[-1][0] == "/practice/"
    assert 'class="message info"' in response.content.decode()


@pytest.mark.parametrize("name", ["weak", "wrong", "mixed"])
def test_a_stranger_is_asked_to_sign_in(name: str) -> None:
    assert Client().get(f"/practice/{name}/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("code", ["0", "zzzzzzzzz", "..", "a.a.a", "1" * 300])
def test_a_code_that_names_nothing_is_an_empty_round(items: list[Item], code: str) -> None:
    page = Client().get(f"/practice/mixed/{code}/")
    assert page.status_code == 200
    assert "There are no items here yet" in page.content.decode()


@pytest.mark.parametrize(
    ("url", "count"),
    [
        ("/practice/unit/2/", 6),
        ("/practice/objective/2.8.A/", 6),
        ("/practice/skill/1/", 6),
        ("/practice/skill/5/", 0),
        ("/practice/topic/2.8/", 6),
    ],
)
def test_items_can_be_practiced_by(items: list[Item], url: str, count: int) -> None:
    page = Client().get(url).content.decode()
    assert (f"Item 1 of {count}" in page) == bool(count)


@pytest.mark.parametrize(
    "url", ["/practice/unit/9/", "/practice/unit/3/", "/practice/objective/2.9.F/"]
)
def test_what_is_not_in_the_course_is_404(items: list[Item], url: str) -> None:
    assert Client().get(url).status_code == 404


def test_items_of_a_set_are_met_together_where_the_easiest_stands() -> None:
    shared = {"stimulus": {"text": "One text."}, "set": "u2-set-one"}
    for number, difficulty in ((1, 3), (2, 1)):
        factories.item(f"u2-2.8-10{number}", difficulty=difficulty, **shared)
    for number, difficulty in ((1, 1), (2, 2)):
        factories.item(f"u2-2.8-00{number}", difficulty=difficulty)
    contentversion.bump()
    assert queues.of_topic("2.8") == ["u2-2.8-001", "u2-2.8-101", "u2-2.8-102", "u2-2.8-002"]


def test_the_map_says_in_words_where_an_objective_stands(student: User, items: list[Item]) -> None:
    client = signed_in(student)
    assert "Nothing yet." in client.get("/progress/").content.decode()
    answers(student, items[0], RIGHT)
    assert "too few answers" in client.get("/progress/").content.decode()
    for item in items:
        answers(student, item, *([RIGHT] * 5))
    assert "mastered" in client.get("/progress/").content.decode().split("map-row is-")[1]


def test_the_progress_pages_queries_do_not_grow_with_the_answers(
    student: User, items: list[Item], django_assert_max_num_queries: object
) -> None:
    client = signed_in(student)
    client.get("/progress/")
    for item in items:
        answers(student, item, *([WRONG] * 10))
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        client.get("/progress/")
