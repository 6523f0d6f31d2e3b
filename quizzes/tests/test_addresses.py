"""Addresses of items: whatever stands in one, the answer is a page or “not found”."""

from urllib.parse import quote, unquote

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studyapp.tests import factories

pytestmark = pytest.mark.django_db


def test_an_items_address_opens_it() -> None:
    url = reverse("quizzes:item", args=[factories.item().uid])
    assert url == "/practice/item/u2-2.8-001/"
    assert Client().get(url).status_code == 200


@pytest.mark.parametrize(
    "uid", ["%00", "u2%00", "%ED%A0%80", "U2", "u2--1", ".", "u2%0A", "u2 1", "u2_1"]
)
def test_what_is_no_id_is_never_looked_up(uid: str) -> None:
    assert Client().get(f"/practice/item/{uid}/").status_code == 404
    with pytest.raises(Resolver404):
        resolve(f"/practice/item/{unquote(uid, errors='surrogatepass')}/")


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=st.text(st.characters() | st.sampled_from("\x00\n\ud800\udfff.-/"), max_size=12))
def test_whatever_stands_in_an_address_is_not_found(text: str) -> None:
    name = quote(text.encode("utf-8", "surrogatepass"), safe="")
    for place in ("item", "term", "topic", "misconceptions"):
        answer = Client().get(f"/practice/{place}/{name}x/")
        assert answer.status_code == 404
