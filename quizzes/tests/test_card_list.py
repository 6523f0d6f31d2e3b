"""The list of a student's cards: made, brought, taken along; nobody reaches another's."""

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from quizzes import card_actions, card_exchange, plans, rounds
from quizzes.cardmodels import Card
from quizzes.formats import anki, cards_csv
from quizzes.formats.cards import Flashcard
from studyapp.accounts.models import User
from studyapp.lib import contentversion
from studyapp.tests import factories
from studyapp.tests.clients import signed_in

pytestmark = pytest.mark.django_db
POSTS = ("change", "new", "import")


@pytest.fixture
def student() -> User:
    factories.term("osmosis", definition="Water moves.")
    factories.misconception()
    contentversion.bump()
    return factories.PersonFactory()


def met(user: User, key: str = "term/osmosis", **values: Any) -> Card:
    day = timezone.localdate() - datetime.timedelta(days=3)
    memory = {"stability_days": 3.0, "difficulty": 5.0, "reviewed_on": day}
    return Card.objects.create(user=user, key=key, **(memory | values))


def sent(client: Client, content: bytes, name: str = "deck.apkg") -> str:
    file = SimpleUploadedFile(name, content)
    return client.post("/review/cards/import/", {"file": file}).content.decode()


def test_the_list_says_how_well_each_card_is_known(student: User) -> None:
    met(student, note="Think of salt")
    page = signed_in(student).get("/review/cards/").content.decode()
    assert "Osmosis" in page
    assert "chance that you recall it today" in page
    assert "Think of salt" in page


def test_the_card_reviewed_last_leads_the_list_and_those_never_reviewed_end_it(
    student: User,
) -> None:
    met(student, key="own/a", front="Never", reviewed_on=None)
    met(student, key="own/b", front="Earlier", reviewed_on=datetime.date(2026, 3, 1))
    met(student, key="own/c", front="Lately", reviewed_on=datetime.date(2026, 3, 9))
    page = signed_in(student).get("/review/cards/").content.decode()
    assert page.index("Lately") < page.index("Earlier") < page.index("Never")


@pytest.mark.parametrize("show", ["all", "weak", "aside", "noted", "own", "nonsense"])
def test_every_filter_answers_empty_or_not(student: User, show: str) -> None:
    client = signed_in(student)
    assert client.get(f"/review/cards/?show={show}&page=77").status_code == 200
    met(student)
    assert client.get(f"/review/cards/?show={show}&page=x").status_code == 200


def test_a_card_is_put_aside_and_brought_back(student: User) -> None:
    card = met(student)
    client = signed_in(student)
    client.post("/review/cards/change/", {"card": card.key, "do": "aside"})
    assert "Bring back" in client.get("/review/cards/?show=aside").content.decode()
    response = client.post(
        "/review/cards/change/", {"card": card.key, "do": "back", "show": "aside"}
    )
    assert response["Location"] == "/review/cards/?show=aside"
    card.refresh_from_db()
    assert not card.is_suspended


def test_a_card_put_aside_in_the_list_does_not_come_up_today(student: User) -> None:
    client = signed_in(student)
    key = rounds.today(student, plans.plan_of(student)).queue[0]
    client.post("/review/cards/change/", {"card": key, "do": "aside"})
    assert f'value="{key}"' not in client.get("/review/").content.decode()


@pytest.mark.parametrize("verb", ["aside", "delete"])
def test_a_round_ends_though_its_last_card_was_put_aside_or_deleted_in_the_list(
    student: User, verb: str
) -> None:
    mine = met(student, key="own/mine", front="Mine", back="Yours")
    client = signed_in(student)
    for key in rounds.today(student, plans.plan_of(student)).queue:
        if key != mine.key:
            round_ = rounds.today(student, plans.plan_of(student))
            card_actions.answer(round_=round_, key=key, is_known=True, seconds=3)
    assert "Review 1 card," in client.get("/progress/").content.decode()
    client.post("/review/cards/change/", {"card": mine.key, "do": verb})
    assert "today’s are done" in client.get("/progress/").content.decode()
    assert "2 cards in" in client.get("/review/").content.decode()


def test_deleting_a_card_that_is_not_ones_own_takes_none_out_of_the_round(student: User) -> None:
    before = rounds.today(student, plans.plan_of(student)).queue
    sent = {"card": before[0], "do": "delete"}
    signed_in(student).post("/review/cards/change/", sent)
    assert rounds.today(student, plans.plan_of(student)).queue == before


def test_a_card_of_ones_own_is_made_once_comes_up_and_can_be_deleted(student: User) -> None:
    client = signed_in(student)
    words = {"front": "What is <ATP>?", "back": "Energy\ncurrency"}
    for _ in range(2):
        client.post("/review/cards/new/", words)
    card = Card.objects.get()
    page = client.get("/review/", {"reveal": card.key}).content.decode()
    assert "What is &lt;ATP&gt;?" in page
    assert "Energy<br>currency" in page
    client.post("/review/cards/change/", {"card": card.key, "do": "delete"})
    assert not Card.objects.exists()


def test_both_sides_of_ones_own_card_can_be_changed_and_all_else_stays(student: User) -> None:
    client = signed_in(student)
    card_actions.make_own(user=student, front="What is ATP", back="Energie")
    key = Card.objects.get().key
    assert rounds.today(student, plans.plan_of(student)).queue[0] == key
    Card.objects.update(note="Chapter 2", stability_days=3.0, difficulty=5.0)
    pk = Card.objects.get().pk
    assert f'href="/review/cards/{pk}/"' in client.get("/review/cards/").content.decode()
    up = client.get("/review/", {"reveal": key}).content.decode()
    assert f'href="/review/cards/{pk}/?from=review"' in up
    page = client.get(f"/review/cards/{pk}/").content.decode()
    assert "What is ATP</textarea>" in page
    words = {"front": "What is ATP?", "back": "Energy"}
    response = client.post(f"/review/cards/{pk}/", words)
    assert response["Location"] == "/review/cards/?show=own"
    card = Card.objects.get()
    assert (card.front, card.back, card.note) == ("What is ATP?", "Energy", "Chapter 2")
    assert (card.pk, card.stability_days) == (pk, 3.0)
    # It is the card that is up, with its new words, and can be answered.
    assert "What is ATP?" in client.get("/review/").content.decode()
    round_ = rounds.today(student, plans.plan_of(student))
    assert card_actions.answer(round_=round_, key=card.key, is_known=True, seconds=3)
    # The same words are the same card; the old ones are free again.
    assert not card_actions.make_own(user=student, **words)
    assert card_actions.make_own(user=student, front="What is ATP", back="Energie")


def test_two_cards_are_not_given_the_same_words_nor_one_side_none(student: User) -> None:
    for front in ("One", "Two"):
        card_actions.make_own(user=student, front=front, back="x")
    two = Card.objects.get(front="Two")
    client = signed_in(student)
    page = client.post(f"/review/cards/{two.pk}/", {"front": "One", "back": "x"})
    assert "You have a card with these words already" in page.content.decode()
    page = client.post(f"/review/cards/{two.pk}/", {"front": "Two", "back": " "})
    assert "This field is required" in page.content.decode()
    two.refresh_from_db()
    assert (two.front, two.back) == ("Two", "x")
    url = f"/review/cards/{two.pk}/?from=review"
    assert client.post(url, {"front": "Two", "back": "x"})["Location"] == "/review/"


def test_nobody_changes_anothers_card_nor_one_of_the_course(student: User) -> None:
    card_actions.make_own(user=student, front="Mine", back="x")
    mine, of_course = Card.objects.get(), met(student)
    words = {"front": "Yours", "back": "y"}
    stranger = signed_in(factories.PersonFactory())
    assert stranger.get(f"/review/cards/{mine.pk}/").status_code == 404
    assert stranger.post(f"/review/cards/{mine.pk}/", words).status_code == 404
    assert signed_in(student).post(f"/review/cards/{of_course.pk}/", words).status_code == 404
    mine.refresh_from_db()
    assert mine.front == "Mine"
    assert "/accounts/login/" in Client().get(f"/review/cards/{mine.pk}/")["Location"]


def test_cards_of_the_course_cannot_be_deleted(student: User) -> None:
    card = met(student)
    signed_in(student).post("/review/cards/change/", {"card": card.key, "do": "delete"})
    assert Card.objects.exists()


def test_an_empty_card_is_refused_and_loses_nothing(student: User) -> None:
    page = signed_in(student).post("/review/cards/new/", {"front": "Half a card", "back": " "})
    assert "Half a card" in page.content.decode()
    assert "This field is required" in page.content.decode()


def test_a_deck_is_imported_once(student: User) -> None:
    client = signed_in(student)
    content = anki.write([Flashcard("Osmosis?", "Water"), Flashcard("Diffusion?", "Solutes")])
    assert "2 cards imported" in sent(client, content)
    again = sent(client, content)
    assert "No new cards" in again
    assert "2 you had already" in again
    assert Card.objects.filter(user=student).count() == 2
    assert rounds.today(student, plans.plan_of(student)).queue[0].startswith("own/")


def test_what_is_not_taken_and_what_is_lost_is_said(student: User) -> None:
    page = sent(signed_in(student), b"front,back,color\nA,1,red\nB,,blue\n", "cards.csv")
    assert "1 card imported" in page
    assert "one of its sides is empty" in page
    assert "unknown column color" in page


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.apkg", b"nothing"), ("a.csv", b"\xff\xfe\x00"), ("a.png", b"\x89PNG"), ("a", b"PK\x03")],
)
def test_a_file_that_is_none_is_told_so(student: User, name: str, content: bytes) -> None:
    page = sent(signed_in(student), content, name)
    assert "No new cards" in page
    assert "Not taken" in page


def test_without_a_file_the_form_says_what_is_missing(student: User) -> None:
    page = signed_in(student).post("/review/cards/import/").content.decode()
    assert "This field is required" in page


@pytest.mark.parametrize(("form", "read"), [("csv", cards_csv.read), ("apkg", anki.read)])
def test_what_is_taken_along_comes_back_with_its_notes(student: User, form: str, read: Any) -> None:
    client = signed_in(student)
    met(student, note="Think of salt")
    card_exchange.take(user=student, reading=cards_csv.read(b"front,back,note\nMine,Yours,kept\n"))
    item = factories.item()
    contentversion.bump()
    met(student, key=f"item/{item.uid}")
    content = client.get(f"/review/cards/export/{form}/").content
    found = {card.key.partition("/")[0]: card for card in read(content).cards}
    assert found["term"] == Flashcard(
        "Osmosis", "Water moves.", "Think of salt", "term/osmosis", "2.8"
    )
    assert (found["own"].front, found["own"].note) == ("Mine", "kept")
    assert "Option B" in found["item"].back
    other = factories.PersonFactory()
    taken = card_exchange.take(user=other, reading=read(content))
    assert (taken.new, taken.noted, taken.known) == (1, 1, 1)
    notes = Card.objects.of(other).values_list("key", "note")
    assert ("term/osmosis", "Think of salt") in notes


def test_all_cards_of_the_units_can_be_taken_along_before_any_was_met(student: User) -> None:
    content = signed_in(student).get("/review/cards/export/csv/?which=all").content
    keys = [card.key for card in cards_csv.read(content).cards]
    assert keys == ["term/osmosis", "idea/pump-directions-swapped", "name/osmosis"]
    assert not Card.objects.exists()


def test_a_stranger_sees_and_changes_nothing(student: User) -> None:
    card = met(student, note="My secret")
    stranger = signed_in(factories.PersonFactory())
    assert "My secret" not in stranger.get("/review/cards/").content.decode()
    assert b"My secret" not in stranger.get("/review/cards/export/csv/").content
    for verb in ("aside", "delete", "back"):
        stranger.post("/review/cards/change/", {"card": card.key, "do": verb})
    card.refresh_from_db()
    assert not card.is_suspended


@pytest.mark.parametrize("name", POSTS)
def test_whoever_is_not_signed_in_is_asked_to(name: str) -> None:
    assert Client().post(f"/review/cards/{name}/")["Location"].startswith("/accounts/login/")
    assert Client().get("/review/cards/")["Location"].startswith("/accounts/login/")
    assert Client().get("/review/cards/export/csv/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("verb", ["aside", "back", "delete"])
def test_a_card_whose_name_holds_a_nul_is_none(student: User, verb: str) -> None:
    sent = {"card": "own/\x00", "do": verb}
    assert signed_in(student).post("/review/cards/change/", sent).status_code == 302


def test_a_nul_costs_a_file_none_of_its_cards(student: User) -> None:
    client = signed_in(student)
    table = b"front,back,note,key\nA\x00,1,n\x00,\nB,2,\x00,o\x00wn\nC,3,,\n"
    assert "3 cards imported" in sent(client, table, "cards.csv")
    deck = anki.write([Flashcard("D", "4"), Flashcard("E\x00", "5", "n\x00", "own/\x00")])
    assert "2 cards imported" in sent(client, deck)


def test_what_cannot_be_done_to_a_card_is_404(student: User) -> None:
    assert signed_in(student).post("/review/cards/change/", {"do": "eat"}).status_code == 404


def test_queries_do_not_grow_with_the_cards(
    student: User, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(student)
    for n in range(60):
        met(student, key=f"own/{n}", front=f"Front {n}", back="Back")
    items = [factories.item(f"u2-2.8-{n:03}") for n in range(1, 8)]
    contentversion.bump()
    for item in items:
        met(student, key=f"item/{item.uid}")
    client.get("/review/cards/")
    with django_assert_max_num_queries(5):
        client.get("/review/cards/")
    with django_assert_max_num_queries(8):
        client.get("/review/cards/export/csv/")
