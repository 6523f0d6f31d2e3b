"""The review page: one card at a time, with and without htmx; nobody reaches another's cards."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from quizzes import plans, rounds
from quizzes.cardmodels import Card, Review, Round, StudyPlan
from studyapp.accounts.models import User
from studyapp.lib import contentversion
from studyapp.tests import factories
from studyapp.tests.clients import signed_in

pytestmark = pytest.mark.django_db
POSTS = ("answer", "undo", "suspend", "note", "more")


@pytest.fixture
def student() -> User:
    for n in range(4):
        factories.term(f"term-{n}", definition=f"Definition number {n}.")
    contentversion.bump()
    return factories.PersonFactory()


def fields_of(page: str) -> dict[str, str]:
    """The hidden fields of the page's forms, as a browser without scripts would send them."""
    found = re.findall(r'<input type="hidden" name="([a-z]+)" value="([^"]*)"', page)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def opened(client: Client, **query: str) -> str:
    return client.get("/review/", query).content.decode()


def answered(client: Client, known: str = "yes") -> str:
    page = opened(client)
    data = fields_of(page) | {"known": known}
    return client.post("/review/answer/", data, follow=True).content.decode()


def test_a_reader_without_an_account_has_the_terms_and_an_invitation(student: User) -> None:
    page = Client().get("/review/").content.decode()
    assert "Definition number 0." in page
    assert "Make an account" in page


def test_the_answer_is_shown_when_it_is_asked_for(student: User) -> None:
    client = signed_in(student)
    page = opened(client)
    assert "Term 0" in page
    assert "Definition number 0." not in page
    assert "I knew it" not in page
    revealed = opened(client, reveal="term/term-0")
    assert "Definition number 0." in revealed
    assert "I knew it" in revealed
    assert "Definition number 0." not in opened(client, reveal="term/term-1")


def test_a_whole_round_without_scripts(student: User) -> None:
    client = signed_in(student)
    assert "Term 1" in answered(client)
    answered(client, known="no")
    answered(client)
    answered(client)
    page = answered(client)
    assert "Done for today" in page
    assert "4 cards" in page
    assert Review.objects.count() == 5
    assert Card.objects.filter(user=student).count() == 4


def test_the_fragment_is_the_round_and_the_page_is_the_page(student: User) -> None:
    client = signed_in(student)
    part = client.get("/review/", headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<div id="review"')
    assert "HX-Request" in part["Vary"]
    assert opened(client).startswith("<!doctype html>")


def test_the_time_a_card_took_is_kept_and_bounded(student: User) -> None:
    client = signed_in(student)
    fields = fields_of(opened(client))
    for shown, least, most in (("0", 120, 120), ("99999999999", 0, 1), ("x", 0, 1)):
        client.post("/review/answer/", fields | {"shown": shown, "known": "yes"})
        assert least <= Review.objects.first().seconds <= most  # type: ignore[union-attr]
        client.post("/review/undo/", fields)


def test_undo_brings_the_card_back(student: User) -> None:
    client = signed_in(student)
    assert "Undo" not in opened(client)
    page = answered(client)
    back = client.post("/review/undo/", fields_of(page), follow=True).content.decode()
    assert "Term 0" in back
    assert not Review.objects.exists()


def test_putting_aside_shows_the_next_card_and_says_how_to_get_it_back(student: User) -> None:
    client = signed_in(student)
    fields = fields_of(opened(client))
    page = client.post("/review/suspend/", fields, follow=True).content.decode()
    assert "put aside" in page
    assert "Term 1" in page


def test_putting_aside_can_be_undone(student: User) -> None:
    client = signed_in(student)
    page = client.post("/review/suspend/", fields_of(opened(client)), follow=True).content.decode()
    assert "Undo" in page
    back = client.post("/review/undo/", fields_of(page), follow=True).content.decode()
    assert "Term 0" in back
    assert not Card.objects.filter(suspended_at__isnull=False).exists()


def test_a_button_pressed_twice_answers_once(student: User) -> None:
    client = signed_in(student)
    sent = fields_of(opened(client)) | {"known": "no"}
    client.post("/review/answer/", sent)
    page = client.post("/review/answer/", sent, follow=True).content.decode()
    assert "answered already" in page
    assert Review.objects.count() == 1
    assert 'hx-sync="this:drop" hx-disabled-elt="#review button"' in page


@pytest.mark.parametrize("turn", ["", "x", "-1", "9" * 30])
def test_a_page_without_a_turn_still_answers_the_card_that_is_up(student: User, turn: str) -> None:
    client = signed_in(student)
    sent = fields_of(opened(client)) | {"known": "yes", "turn": turn}
    client.post("/review/answer/", sent)
    assert Review.objects.count() == 1


def test_a_note_is_kept_and_shown_with_the_answer(student: User) -> None:
    client = signed_in(student)
    fields = fields_of(opened(client)) | {"note": "Remember <b>the map</b>"}
    page = client.post("/review/note/", fields, follow=True).content.decode()
    assert "Definition number 0." in page
    assert "Remember &lt;b&gt;the map&lt;/b&gt;" in page
    assert "Remember" not in opened(client)


@pytest.mark.parametrize("name", ["answer", "suspend", "note"])
def test_a_card_whose_name_holds_a_nul_is_none(student: User, name: str) -> None:
    client = signed_in(student)
    fields = fields_of(opened(client)) | {"known": "yes", "note": "mine"}
    sent = fields | {"card": "term/\x00"}
    assert client.post(f"/review/{name}/", sent, follow=True).status_code == 200
    assert not Card.objects.exists()


def test_a_nul_in_a_note_is_left_out(student: User) -> None:
    client = signed_in(student)
    fields = fields_of(opened(client)) | {"note": "Remember\x00 the map"}
    assert "Remember the map" in client.post("/review/note/", fields, follow=True).content.decode()


def test_a_card_answered_in_another_tab_is_said_to_be(student: User) -> None:
    client = signed_in(student)
    stale = fields_of(opened(client)) | {"known": "no"}
    answered(client)
    page = client.post("/review/answer/", stale, follow=True).content.decode()
    assert "answered already" in page
    assert Review.objects.count() == 1


@pytest.mark.parametrize("name", POSTS)
def test_a_stranger_cannot_touch_the_round(student: User, name: str) -> None:
    fields = fields_of(opened(signed_in(student))) | {"known": "yes", "note": "mine"}
    stranger = signed_in(factories.PersonFactory())
    response = stranger.post(f"/review/{name}/", fields)
    if name == "note":  # a note goes to the sender's own card
        assert not Card.objects.filter(user=student).exists()
    else:
        assert response.status_code == 404
    assert not Review.objects.exists()


@pytest.mark.parametrize("name", [*POSTS, "plan"])
def test_whoever_is_not_signed_in_is_asked_to(name: str) -> None:
    assert Client().post(f"/review/{name}/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30, "-1"])
def test_a_round_that_is_none_is_404(student: User, number: str) -> None:
    assert signed_in(student).post("/review/answer/", {"round": number}).status_code == 404


@pytest.mark.parametrize("name", POSTS)
def test_nothing_changes_by_following_a_link(student: User, name: str) -> None:
    assert signed_in(student).get(f"/review/{name}/").status_code == 405


def test_the_plan_says_what_it_promises_and_can_be_changed(student: User) -> None:
    client = signed_in(student)
    page = opened(client)
    assert "4 cards, about 2 minutes; all of them are new." in page
    assert "If you keep to 10 minutes a day" in page
    day = timezone.localdate() + datetime.timedelta(days=40)
    sent = {"exam_on": day.isoformat(), "minutes_a_day": "5", "units": ["2"], "next": "/progress/"}
    response = client.post("/review/plan/", sent)
    assert response["Location"] == "/progress/"
    plan = StudyPlan.objects.get()
    assert (plan.exam_on, plan.minutes_a_day, plan.units) == (day, 5, [])  # of one unit: all
    assert "40 days to the exam" in opened(client)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("exam_on", "2020-05-01", "Choose a day that is ahead"),
        ("exam_on", "soon", "Enter a valid date"),
        ("minutes_a_day", "1", "greater than or equal to 2"),
        ("minutes_a_day", "500", "less than or equal to 120"),
        ("units", "77", "not one of the available choices"),
    ],
)
def test_a_plan_that_cannot_be_is_told_so_and_loses_nothing(
    student: User, field: str, value: str, told: str
) -> None:
    sent = {"exam_on": "", "minutes_a_day": "7"} | {field: value}
    page = signed_in(student).post("/review/plan/", sent).content.decode()
    assert told in page
    assert field == "minutes_a_day" or 'value="7"' in page
    assert not StudyPlan.objects.exists()


def test_the_way_back_from_the_plan_leads_nowhere_else(student: User) -> None:
    sent = {"minutes_a_day": "5", "next": "https://elsewhere.example/"}
    assert signed_in(student).post("/review/plan/", sent)["Location"] == "/review/"


def test_the_expected_date_is_not_kept_as_the_students_own(student: User) -> None:
    day = plans.site_exam_day(timezone.localdate())
    signed_in(student).post("/review/plan/", {"exam_on": day.isoformat(), "minutes_a_day": "5"})
    assert StudyPlan.objects.get().exam_on is None


def test_after_a_break_nothing_has_piled_up(student: User) -> None:
    client = signed_in(student)
    for _ in range(4):
        answered(client)
    ago = timezone.localdate() - datetime.timedelta(days=20)
    Card.objects.update(reviewed_on=ago)
    Round.objects.all().delete()
    page = opened(client)
    assert "Welcome back after 19 days. Nothing has piled up" in page


def test_without_cards_the_page_says_what_to_do(client: Client) -> None:
    factories.course()
    contentversion.bump()
    page = opened(signed_in(factories.PersonFactory()))
    assert "No cards yet" in page


def test_the_home_page_sends_to_the_cards_once_they_were_begun(student: User) -> None:
    client = signed_in(student)
    assert "Review 3 cards" not in client.get("/").content.decode()
    answered(client)
    home = client.get("/").content.decode()
    assert "Review 3 cards, at most 10 minutes" in home
    assert "days from now" in home


def test_queries_do_not_grow_with_the_cards(
    student: User, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(student)
    opened(client)
    answered(client)
    with django_assert_max_num_queries(7):
        opened(client)
    now = timezone.localdate() - datetime.timedelta(days=9)
    rows = [
        Card(user=student, key=f"own/{n}", front=f"Front {n}", back="Back", stability_days=3,
             difficulty=5, reviewed_on=now)
        for n in range(200)
    ]  # fmt: skip
    Card.objects.bulk_create(rows)
    Round.objects.all().delete()
    rounds.today(student, plans.plan_of(student))
    with django_assert_max_num_queries(7):
        opened(client)
    with django_assert_max_num_queries(24):
        fields = fields_of(opened(client))
        client.post("/review/answer/", fields | {"known": "yes"})
    Round.objects.all().delete()
    with django_assert_max_num_queries(17):  # the first page of the day plans it
        opened(client)
