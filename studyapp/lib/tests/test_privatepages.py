"""Shared computers: what somebody signed in was shown is kept by no browser and no proxy."""

from typing import Any

import pytest
from django.conf import settings as now
from django.test import Client
from django.urls import reverse

from studyapp.tests import factories

pytestmark = pytest.mark.django_db
OURS = "studyapp.lib.privatepages.PrivatePagesMiddleware"
AFTER = "django.contrib.auth.middleware.AuthenticationMiddleware"
TERM = "/terms/sodium-potassium-pump/"
PRIVATE = "private, no-store"


@pytest.fixture(autouse=True)
def _in_place(settings: Any) -> None:
    """The middleware at its place, whether or not the settings name it."""
    others = [name for name in now.MIDDLEWARE if name != OURS]
    at = others.index(AFTER) + 1
    settings.MIDDLEWARE = [*others[:at], OURS, *others[at:]]
    factories.term()


def signed_in() -> Client:
    client = Client()
    client.force_login(factories.PersonFactory())
    return client


@pytest.mark.parametrize("url", ["/", TERM, "/accounts/you/", "/progress/", "/accounts/you/export/",
                                 "/terms/none/", "/attempts/9/", "/classes/new/"])  # fmt: skip
def test_a_page_for_somebody_signed_in_is_private_and_not_stored(url: str) -> None:
    assert signed_in().get(url)["Cache-Control"] == PRIVATE


def test_signing_in_and_out_are_private_too() -> None:
    person = factories.PersonFactory()
    client = Client()
    sent = {"login": person.username, "password": factories.PASSWORD}
    assert client.post("/accounts/login/", sent)["Cache-Control"] == PRIVATE
    assert client.post(reverse("account_logout"))["Cache-Control"] == PRIVATE


def test_an_anonymous_page_is_kept_as_before_and_asks_for_no_session() -> None:
    for _ in range(2):
        answer = Client().get(TERM)
        assert answer["Cache-Control"] == "no-cache"
        assert not answer.cookies


def test_looking_costs_no_query(django_assert_num_queries: Any) -> None:
    client = signed_in()
    with django_assert_num_queries(0):
        assert client.get("/robots.txt")["Cache-Control"] == PRIVATE
