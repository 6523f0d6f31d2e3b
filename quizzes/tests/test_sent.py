"""What an attempt's page sends: any kind of answer, taken back, with its numbers; and the clock."""

import re
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes import actions, sent
from quizzes.answers import Asked
from quizzes.models import Attempt
from quizzes.tests.kinds import samples
from quizzes.tests.written import written_item
from studyapp.tests import factories

pytestmark = pytest.mark.django_db
NUMERIC = Asked("numeric", "sample-numeric")
CHOICE = Asked("single-choice", "u2-2.8-001")


def test_an_answer_is_the_fields_of_its_kind() -> None:
    fields = QueryDict("choice.value=4.2&choice.unit=mM&sequence=3&base=2&age=1500")
    found = sent.given(fields, NUMERIC)
    assert found is not None
    assert found.response == {"value": "4.2", "unit": "mM"}
    assert (found.sequence, found.base, found.age_s) == (3, 2, 1.5)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("", ()),
        ("1,2", (1, 2)),
        ("choice%3D1", (1,)),
        ("choice%3D1,cleared%3D1", (1, None)),
        ("choice%3D9,nonsense", ()),
    ],
)
def test_a_pages_own_answers_are_told_from_others(text: str, own: tuple[Any, ...]) -> None:
    found = sent.given(QueryDict(f"choice=1&sequence=2&own={text}"), CHOICE)
    assert found is not None
    assert found.own == own


def test_an_answer_is_taken_back_only_when_that_is_said() -> None:
    assert sent.given(QueryDict("choice.value=&sequence=3"), NUMERIC) is None
    found = sent.given(QueryDict("cleared=1&sequence=3"), NUMERIC)
    assert found is not None
    assert found.response is None


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("two-tier", "choice.sure=2"),
        ("numeric", "choice.unit=mM"),
        ("numeric", "choice.value=+&choice.unit=mM"),
        ("read-graph", "choice.unit=min"),
    ],
)
def test_a_part_that_was_filled_in_first_is_no_answer_yet_and_no_mistake(
    kind: str, fields: str
) -> None:
    own = fields.replace("=", "%3D").replace("&", "%26")
    found = sent.given(QueryDict(f"{fields}&sequence=3&own={own}"), Asked(kind, f"sample-{kind}"))
    assert found is not None
    assert (found.response, found.own) == (None, (None,))


def test_nonsense_is_not_taken_for_an_answer_that_was_begun() -> None:
    for fields in ("choice.value=" + "9" * 300, "choice.unit=+", "choice.else=1"):
        assert sent.given(QueryDict(f"{fields}&sequence=3"), NUMERIC) is None


@pytest.fixture
def attempt() -> Attempt:
    """An attempt at one choice and one numeric item, begun without a quiz."""
    choice = factories.item()
    numeric = factories.Item()
    numeric.take(samples.sample("numeric"))
    numeric.publish()
    numeric.save()
    return actions.begin_with(
        user=factories.PersonFactory(),
        title="Two kinds",
        versions=[choice.current, numeric.current],
        minutes=30,
    )


def signed_in(attempt: Attempt) -> Client:
    client = Client()
    client.force_login(attempt.user)
    return client


def responses(attempt: Attempt) -> list[Any]:
    return [answer.response for answer in attempt.answers.all()]


def test_a_text_that_was_emptied_is_saved_as_no_answer(attempt: Attempt) -> None:
    client, url = signed_in(attempt), reverse("quizzes:save", args=[attempt.pk, 2])
    client.post(url, {"choice.value": "3", "sequence": "1"})
    assert responses(attempt)[1] == {"value": "3", "unit": ""}
    reply = client.post(url, {"cleared": "1", "sequence": "2", "base": "1"})
    assert reply.json()["fields"] == []
    assert responses(attempt)[1] is None


def test_a_number_that_is_emptied_to_be_typed_anew_is_saved_without_a_refusal(
    attempt: Attempt,
) -> None:
    client, url = signed_in(attempt), reverse("quizzes:save", args=[attempt.pk, 2])
    unit = {"choice.unit": "mM", "base": "0"}
    for sequence, value in enumerate(("3", "", "4"), 1):
        sent_now = unit | {"choice.value": value, "sequence": str(sequence)}
        assert client.post(url, sent_now).status_code == 200
        kept = responses(attempt)[1]
        assert kept == ({"value": value, "unit": "mM"} if value else None)
        unit["base"] = str(sequence)


def test_the_form_empties_a_text_and_never_a_radio(attempt: Attempt) -> None:
    actions.save_answer(attempt=attempt, position=1, response=2, sequence=1)
    given = {"value": "3", "unit": ""}
    actions.save_answer(attempt=attempt, position=2, response=given, sequence=1)
    form = {"sequence-1": "2", "sequence-2": "2", "choice-2.value": "", "save_only": "1"}
    signed_in(attempt).post(reverse("quizzes:hand_in", args=[attempt.pk]), form)
    assert responses(attempt) == [2, None]


def test_finishing_by_script_takes_the_whole_form_and_leads_to_the_result(
    attempt: Attempt,
) -> None:
    form = {"choice-1": "1", "sequence-1": "1", "base-1": "0", "own-1": "choice=1", "age-1": "9"}
    client, url = signed_in(attempt), reverse("quizzes:finish", args=[attempt.pk])
    for _ in range(2):
        reply = client.post(url, form)
        assert reply.json() == {"result": attempt.get_absolute_url(), "kept": []}
    attempt.refresh_from_db()
    assert (attempt.points, attempt.finished_by) == (1.0, "student")


def test_the_clock_tells_the_time_left_and_more_when_there_is_more(attempt: Attempt) -> None:
    client, url = signed_in(attempt), reverse("quizzes:clock", args=[attempt.pk])
    assert 1_790_000 < client.get(url).json()["left_ms"] <= 1_800_000
    saved = client.post(
        reverse("quizzes:save", args=[attempt.pk, 1]), {"choice": "1", "sequence": "1"}
    )
    assert saved.json()["clock"]["is_open"]
    Attempt.objects.update(deadline_at=timezone.now())
    Attempt.objects.update(minutes=0)
    told = client.get(url).json()
    assert (told["is_open"], told["result"]) == (False, attempt.get_absolute_url())


def test_a_stranger_hears_no_clock_and_hands_nothing_in(attempt: Attempt) -> None:
    stranger = Client()
    stranger.force_login(factories.PersonFactory())
    for name, ask in (("clock", "get"), ("finish", "post")):
        url = reverse(f"quizzes:{name}", args=[attempt.pk])
        assert getattr(stranger, ask)(url).status_code == 404
        assert getattr(Client(), ask)(url).status_code == 401
    attempt.refresh_from_db()
    assert attempt.is_open


def test_a_text_that_was_saved_by_the_script_is_the_same_when_the_form_sends_it() -> None:
    lines, item = "It falls.\nTwice.", written_item(kind_of=2)
    attempt = actions.begin_with(
        user=factories.PersonFactory(), title="Written", versions=[item.current]
    )
    saved = {"choice.A": lines, "choice.graph.points1": "0, 1\n1, 2", "sequence": "1", "base": "0"}
    client = signed_in(attempt)
    client.post(reverse("quizzes:save", args=[attempt.pk, 1]), saved)
    form = {name.replace("choice", "choice-1"): value for name, value in saved.items()}
    form = {name: value.replace("\n", "\r\n") for name, value in form.items()}
    form |= {"sequence-1": "1", "base-1": "1", "save_only": "1"}
    page = client.post(reverse("quizzes:hand_in", args=[attempt.pk]), form, follow=True)
    assert "another tab or device" not in page.content.decode()
    assert responses(attempt) == [{"A": lines, "graph": {"points1": "0, 1\n1, 2"}}]


@pytest.mark.parametrize("kind", samples.ITEMS)
def test_every_kind_is_asked_saved_and_shown_with_its_result(kind: str) -> None:
    item = factories.Item()
    item.take(samples.sample(kind))
    item.publish()
    item.save()
    attempt = actions.begin_with(
        user=factories.PersonFactory(), title=kind, versions=[item.current], minutes=9
    )
    client = signed_in(attempt)
    page = client.get(attempt.get_absolute_url()).content.decode()
    names = set(re.findall(r'name="(choice-1[^"]*)"', page))
    assert names
    client.post(reverse("quizzes:hand_in", args=[attempt.pk]), dict.fromkeys(names, "1"))
    answer = attempt.answers.get()
    assert answer.response is not None
    assert (answer.points, answer.out_of) == _marked(answer)
    assert "Receipt" in client.get(attempt.get_absolute_url()).content.decode()


def _marked(answer: Any) -> tuple[float, float]:
    mark = answer.version.kind.mark(answer.version.parsed(), answer.response)
    return (mark.points, mark.out_of)
