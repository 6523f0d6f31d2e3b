"""What waits for a student on the home page and on her own: cards due, the exam, the mock exam."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from quizzes import card_actions, exams, plans, rounds
from quizzes.cardmodels import StudyPlan
from quizzes.core.exam import SHAPES
from studyapp.accounts.models import User
from studyapp.lib import contentversion
from studyapp.tests import factories
from studyapp.tests.clients import signed_in

pytestmark = pytest.mark.django_db
PAGES = ("/", "/accounts/you/")
STUDY = {
    "/practice/": "Practice",
    "/review/": "Review",
    "/exam/": "Mock exam",
    "/progress/": "Progress",
}


@pytest.fixture
def student() -> User:
    factories.term("osmosis")
    factories.term("diffusion")
    contentversion.bump()
    return factories.PersonFactory()


def page_of(user: User, path: str) -> str:
    return signed_in(user).get(path).content.decode().split("<main")[1]


def nav_of(client: Client, path: str) -> str:
    page = client.get(path).content.decode()
    return page.split('aria-label="Main"')[1].split("</nav>")[0]


@pytest.mark.parametrize("path", ["/", "/terms/", "/exam/", "/review/", "/progress/"])
def test_the_main_navigation_leads_to_everything_a_student_does(student: User, path: str) -> None:
    for client in (Client(), signed_in(student)):
        nav = nav_of(client, path)
        for url, name in STUDY.items():
            current = ' aria-current="page"' if url == path else ""
            assert f'<a href="{url}"{current}>{name}</a>' in nav


@pytest.mark.parametrize("path", ["/review/cards/", "/practice/misconceptions/"])
def test_the_navigation_says_in_which_part_a_page_is(student: User, path: str) -> None:
    assert re.findall(r'href="(\S+)" aria-current="true"', nav_of(signed_in(student), path)) == [
        f"/{path.split('/')[1]}/"
    ]


@pytest.mark.parametrize("path", PAGES)
def test_cards_due_are_counted_once_they_were_begun(student: User, path: str) -> None:
    page = page_of(student, path)
    assert '<a href="/review/">Cards</a>' in page
    for left in (1, 0):
        round_ = rounds.today(student, plans.plan_of(student))
        card_actions.answer(round_=round_, key=round_.queue[0], is_known=True, seconds=60)
        page = page_of(student, path)
        assert f'<a href="/review/">{left} card{"" if left == 1 else "s"}</a>' in page
        assert ("due today, 9 minutes at most" in page) == bool(left)
    assert "today’s are done" in page


@pytest.mark.parametrize("path", PAGES)
def test_days_are_counted_down_to_the_day_that_she_has_set(student: User, path: str) -> None:
    assert "Day of your exam</a>" in page_of(student, path)
    day = timezone.localdate() + datetime.timedelta(days=40)
    plan = StudyPlan.objects.create(user=student, exam_on=day)
    page = page_of(student, path)
    assert "40 days</a>" in page
    assert "Day of your exam" not in page
    plan.exam_on = timezone.localdate() - datetime.timedelta(days=1)
    plan.save()
    assert "Day of your exam</a>" in page_of(student, path)


@pytest.mark.parametrize("path", PAGES)
def test_a_mock_exam_under_way_is_not_forgotten(student: User, path: str) -> None:
    assert '<a href="/exam/">Mock exam</a>' in page_of(student, path)
    exams.start(user=student, shape=SHAPES["full"])
    assert "Full exam under way" in page_of(student, path)
    assert "under way" not in page_of(factories.PersonFactory(), path)


def test_nothing_of_it_is_on_the_page_that_is_kept_for_everybody(student: User) -> None:
    StudyPlan.objects.create(user=student, exam_on=timezone.localdate())
    signed_in(student).get("/")
    page = Client().get("/").content.decode()
    assert "What waits for you" not in page
    assert "css/progress" not in page


def test_the_home_page_takes_few_queries(student: User, django_assert_max_num_queries: Any) -> None:
    round_ = rounds.today(student, plans.plan_of(student))
    card_actions.answer(round_=round_, key=round_.queue[0], is_known=True, seconds=60)
    client = signed_in(student)
    client.get("/")
    with django_assert_max_num_queries(14):
        client.get("/")
