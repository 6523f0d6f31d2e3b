"""Signing in on a computer that others use, and a password that was forgotten."""

import pytest
from django.conf import settings as now
from django.test import Client

from studyapp.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked(settings: pytest.FixtureRequest) -> None:
    settings.ACCOUNT_SESSION_REMEMBER = None  # type: ignore[attr-defined]


def test_the_form_offers_to_remember_and_does_not_by_itself() -> None:
    page = Client().get("/accounts/login/").content.decode()
    (row,) = [part for part in page.split('<div class="field') if 'name="remember"' in part]
    assert 'type="checkbox"' in row
    assert '<label for="id_remember">' in row
    assert "checked" not in row


@pytest.mark.parametrize("remember", [True, False])
def test_a_session_outlives_the_browser_only_when_asked_to(remember: bool) -> None:
    sent = {"login": factories.PersonFactory().username, "password": factories.PASSWORD}
    answer = Client().post("/accounts/login/", sent | ({"remember": "on"} if remember else {}))
    kept_for_s = answer.cookies[now.SESSION_COOKIE_NAME]["max-age"]
    assert bool(kept_for_s) == remember


def test_signing_up_on_a_shared_computer_ends_with_the_browser() -> None:
    answer = Client().post(
        "/accounts/signup/",
        {"username": "newcomer", "password1": factories.PASSWORD, "password2": factories.PASSWORD},
    )
    assert answer.status_code == 302
    assert not answer.cookies[now.SESSION_COOKIE_NAME]["max-age"]


@pytest.mark.parametrize(
    "url", ["/accounts/login/", "/accounts/email/", "/accounts/password/reset/"]
)
def test_nobody_is_told_that_a_teacher_can_set_a_password(url: str) -> None:
    page = Client().get(url).content.decode().split("<main")[1].split("</main>")[0]
    assert "nly the administrator of this site can set a new" in page
    assert "teacher" not in page
