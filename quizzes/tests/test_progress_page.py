"""The progress page: facts, trends with their tables, the plan, and all of one's data to take."""

import csv
import datetime
import io
import re
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from quizzes import actions, card_actions, plans, rounds, trends
from quizzes.cardmodels import Card, Review
from quizzes.models import Item, PracticeAnswer
from quizzes.standing import Standing
from quizzes.trends import Trends
from studyapp.accounts.models import User
from studyapp.lib import contentversion
from studyapp.tests import factories
from studyapp.tests.clients import signed_in

pytestmark = pytest.mark.django_db
RIGHT, WRONG = 1, 0
DAY = datetime.timedelta(days=1)


@pytest.fixture
def student() -> User:
    factories.term("osmosis")
    for n in range(1, 4):
        factories.item(f"u2-2.8-{n:03}")
    contentversion.bump()
    return factories.PersonFactory()


def answers(user: User, count: int, choice: int = RIGHT, days_ago: int = 0) -> None:
    version = Item.objects.first().current  # type: ignore[union-attr]
    for n in range(count):
        kept = actions.practice(user=user, version=version, response=choice)
        at = timezone.now() - days_ago * DAY - datetime.timedelta(seconds=60 * n)
        PracticeAnswer.objects.filter(pk=kept.pk).update(answered_at=at)


def card_known(user: User, days_ago: int = 0) -> None:
    round_ = rounds.today(user, plans.plan_of(user))
    card_actions.answer(round_=round_, key=round_.queue[0], is_known=True, seconds=90)
    Review.objects.order_by("-pk")[:1].get()
    last = Review.objects.order_by("-pk").first()
    assert last is not None
    last.at = timezone.now() - days_ago * DAY
    last.save()


def page_of(user: User) -> str:
    return signed_in(user).get("/progress/").content.decode()


def trends_of(user: User) -> Trends:
    return Trends(Standing(user), trends.card_days(user))


def test_an_empty_page_says_what_to_do_and_when_the_exam_is(student: User) -> None:
    page = page_of(student)
    assert "Nothing yet." in page
    assert "to the exam on" in page
    assert "start with 10 minutes a day" in page
    assert "From the second day of work on" in page
    assert "data-chart" not in page


def test_days_in_a_row_count_cards_and_items_alike(student: User) -> None:
    answers(student, 1, days_ago=1)
    card_known(student)
    assert trends_of(student).streak == 2
    assert "2 days</strong>" in page_of(student)


def test_the_charts_come_with_a_sentence_and_a_table_each(student: User) -> None:
    answers(student, 4, days_ago=2)
    answers(student, 4, choice=WRONG)
    card_known(student)
    page = page_of(student)
    assert page.count("data-chart") == 3
    assert page.count("The numbers as a table") == 3
    assert "50% of 8 answers to items were right and 100% of 1 card known" in page
    assert "js/progress" in page
    shown = re.findall(r'class="chart-area".*?aria-label="([^"]+)"', page)
    assert [label.partition(".")[0] for label in shown] == [
        "Objectives mastered", "Right answers", "Time spent",
    ]  # fmt: skip


def test_a_long_history_is_shown_in_weeks(student: User) -> None:
    answers(student, 2, days_ago=200)
    answers(student, 2, days_ago=3)
    found = trends_of(student)
    assert len(found.periods) == trends.MOST_WEEKS
    assert sum(period.answers for period in found.periods) == 2
    assert len(trends.charts(found)) == 3


def test_weeks_without_any_answers_draw_no_chart_of_right_answers(student: User) -> None:
    answers(student, 2, days_ago=200)
    titles = [shown.title for shown in trends.charts(trends_of(student))]
    assert titles == ["Objectives mastered", "Time spent"]


def test_time_is_the_clock_between_answers_and_what_cards_took(student: User) -> None:
    answers(student, 5)
    card_known(student)
    today = timezone.localdate()
    items, cards = trends_of(student).minutes(today - DAY, today)
    assert items == pytest.approx(5, abs=1.1)  # around midnight they are of two days
    assert cards == pytest.approx(1.5)


def test_a_card_that_came_again_is_asked_once_but_its_time_counts(student: User) -> None:
    round_ = rounds.today(student, plans.plan_of(student))
    for is_known in (False, True):
        card_actions.answer(round_=round_, key=round_.queue[0], is_known=is_known, seconds=30)
    (day,) = trends.card_days(student)
    assert (day.asked, day.known, day.seconds) == (1, 0, 60)


def test_another_students_work_is_not_shown(student: User) -> None:
    other = factories.PersonFactory()
    answers(other, 3)
    card_known(other)
    assert trends_of(student).periods == []
    assert "Nothing yet." in page_of(student)


def test_cards_due_are_shown_once_they_were_begun(student: User) -> None:
    factories.term("diffusion")
    contentversion.bump()
    page = page_of(student)
    assert "Cards</a></strong>" in page
    assert "due" not in page
    card_known(student)
    page = page_of(student)
    # One of two is known; a minute and a half of ten are gone.
    assert "1 card</a></strong>" in page
    assert "due today, 8 minutes at most" in page
    assert "Review 1 card, at most 8 minutes" in page
    card_known(student)
    page = page_of(student)
    assert "0 cards</a></strong>" in page
    assert "due: today’s are done" in page
    assert "due today" not in page


def test_the_queries_do_not_grow_with_the_work(
    student: User, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(student)
    card_known(student)
    client.get("/progress/")
    answers(student, 40)
    card = Card.objects.get()
    Review.objects.bulk_create(
        Review(card=card, is_known=True, is_repeat=False, seconds=5,
               at=timezone.now() - n * DAY, before={})
        for n in range(60)
    )  # fmt: skip
    with django_assert_max_num_queries(9):
        client.get("/progress/")


def tables(user: User) -> dict[str, list[dict[str, str]]]:
    content = signed_in(user).get("/accounts/you/export/tables/").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    return {name: list(csv.DictReader(io.StringIO(text))) for name, text in texts.items()}


def test_all_data_can_be_taken_as_tables(student: User) -> None:
    answers(student, 2)
    card_known(student)
    found = tables(student)
    assert found["account.csv"][0]["username"] == student.username
    assert len(found["practice.csv"]) == 2
    (card,), (review,) = found["cards.csv"], found["cards-reviews.csv"]
    assert (review["of_row"], review["seconds"]) == (card["row"], "90.0")
    assert "password" not in found["account.csv"][0]


def test_a_stranger_takes_only_her_own_data(student: User) -> None:
    card_known(student)
    assert "cards-reviews.csv" not in tables(factories.PersonFactory())
    assert Client().get("/accounts/you/export/tables/")["Location"].startswith("/accounts/login/")


def test_the_page_leads_to_the_data_and_to_erasing_it(student: User) -> None:
    page = page_of(student)
    for url in ("/accounts/you/export/", "/accounts/you/export/tables/", "/accounts/you/erase/"):
        assert f'href="{url}"' in page
