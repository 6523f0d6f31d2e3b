"""Kept pages: the same for every anonymous reader, never shown to anybody signed in."""

import gzip
import itertools
from typing import Any

import brotli
import pytest
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from studyapp.lib import contentversion
from studyapp.lib.pagecache import PageCacheMiddleware, cached_page
from studyapp.tests import factories
from terms.models import Term

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/terms/",
    "/units/",
    "/units/2/",
    "/topics/2.8/",
    "/questions/",
    "/privacy/",
    "/llms.txt",
]
TERM = "/terms/sodium-potassium-pump/"


@pytest.fixture(autouse=True)
def term() -> Term:
    row = factories.term()
    contentversion.bump()
    return row


def text(response: Any) -> str:
    return response.content.decode()


def signed_in(name: str = "Sam") -> Client:
    client = Client()
    client.force_login(factories.PersonFactory(first_name=name))
    return client


@pytest.mark.parametrize("url", [*PAGES, TERM])
def test_a_page_takes_few_queries_and_then_none(
    url: str, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        first = Client().get(url)
    with django_assert_num_queries(0):
        second = Client().get(url)
    assert first.status_code == second.status_code == 200
    assert first.content == second.content


def test_the_queries_do_not_grow_with_the_number_of_terms(
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(30):
        factories.term(f"term-{number}")
    contentversion.bump()
    with django_assert_max_num_queries(12):
        assert "Term 29" in text(Client().get("/terms/"))


def test_somebody_signed_in_never_gets_the_anonymous_page() -> None:
    assert "Sign in" in text(Client().get(TERM))
    page = text(signed_in().get(TERM))
    assert ">Sam</a>" in page
    assert "Sign in" not in page


def test_a_signed_in_readers_page_is_never_kept_for_others() -> None:
    assert ">Sam</a>" in text(signed_in().get(TERM))
    assert ">Sam</a>" not in text(Client().get(TERM))
    assert ">Pat</a>" in text(signed_in("Pat").get(TERM))


def test_after_signing_out_the_page_is_the_anonymous_one_again() -> None:
    client = signed_in()
    client.get(TERM)
    client.post(reverse("account_logout"))
    client.get("/")  # shows the message that waits
    assert ">Sam</a>" not in text(client.get(TERM))


def test_a_message_that_waits_is_shown_and_kept_for_nobody() -> None:
    client = Client()
    client.get(TERM)
    user = factories.PersonFactory()
    client.force_login(user)
    client.post(reverse("accounts:erase"), {"password": factories.PASSWORD})
    assert "Your account and your work are erased." in text(client.get(TERM))
    assert "erased" not in text(Client().get(TERM))
    assert "erased" not in text(client.get(TERM))


def test_an_unchanged_page_is_answered_304_without_a_body() -> None:
    etag = Client().get(TERM)["ETag"]
    again = Client().get(TERM, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == etag
    assert Client().get(TERM, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    "sent",
    ['W/"x", {etag}', "{weak}", "*"],
)
def test_a_list_a_weak_tag_and_a_star_count_as_conditions(sent: str) -> None:
    etag = Client().get(TERM)["ETag"]
    condition = sent.format(etag=etag, weak=f"W/{etag}")
    assert Client().get(TERM, headers={"if-none-match": condition}).status_code == 304


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", ""),
        ("deflate, zstd", ""),
        ("brotli-like, xgzip", ""),
    ],
)
def test_each_reader_gets_an_encoding_it_accepts(accepted: str, encoding: str) -> None:
    plain = Client().get(TERM).content
    for _ in range(2):
        answer = Client().get(TERM, headers={"accept-encoding": accepted})
        assert answer.get("Content-Encoding", "") == encoding
        unpack = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}[encoding]
        assert unpack(answer.content) == plain
        assert int(answer["Content-Length"]) == len(answer.content)
        assert "Accept-Encoding" in answer["Vary"]
    assert (
        Client().get(TERM, headers={"accept-encoding": "br"})["ETag"] != Client().get(TERM)["ETag"]
    )


def test_edited_content_appears_at_once_and_not_before(term: Term) -> None:
    before = Client().get(TERM)
    term.title = "The pump, edited"
    term.publish()
    term.save()
    assert "The pump, edited" not in text(Client().get(TERM))
    contentversion.bump()
    after = Client().get(TERM, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert "The pump, edited" in text(after)


def test_every_bump_makes_another_version_however_fast() -> None:
    versions = set()
    for _ in range(200):
        contentversion.bump()
        versions.add(contentversion.current())
    assert len(versions) == 200


def test_pages_with_a_query_string_are_not_kept() -> None:
    for number in range(5):
        assert Client().get(f"{TERM}?from={number}").status_code == 200
    keys = len(caches["pages"]._cache)  # type: ignore[attr-defined]
    assert keys == 0


def test_a_head_request_has_the_same_headers_and_no_body() -> None:
    for _ in range(2):
        head = Client().head(TERM)
        assert (head.status_code, head.content) == (200, b"")
    get = Client().get(TERM)
    assert head["ETag"] == get["ETag"]
    assert head["Content-Length"] == get["Content-Length"]


def test_two_hosts_do_not_share_a_page() -> None:
    one = text(Client(headers={"host": "localhost"}).get(TERM))
    other = text(Client(headers={"host": "127.0.0.1"}).get(TERM))
    assert 'rel="canonical" href="http://localhost/' in one
    assert 'rel="canonical" href="http://127.0.0.1/' in other


def test_a_host_that_is_not_ours_is_refused_even_after_the_page_is_kept() -> None:
    Client().get(TERM)
    assert Client(headers={"host": "evil.example"}).get(TERM).status_code == 400


def test_a_fragment_and_a_page_do_not_mix() -> None:
    @cached_page
    def page_or_part(request: HttpRequest) -> HttpResponse:
        return HttpResponse("part" if "HX-Request" in request.headers else "page")

    answer = PageCacheMiddleware(page_or_part)
    for _ in range(2):
        part = answer(RequestFactory().get("/x/", headers={"hx-request": "true"}))
        page = answer(RequestFactory().get("/x/"))
        assert (text(part), text(page)) == ("part", "page")
        assert "HX-Request" in page["Vary"]


def test_a_view_that_sets_a_cookie_or_did_not_opt_in_is_not_kept() -> None:
    served = itertools.count()

    @cached_page
    def with_cookie(request: HttpRequest) -> HttpResponse:
        response = HttpResponse(str(next(served)))
        response.set_cookie("theme", "dark")
        return response

    def unmarked(request: HttpRequest) -> HttpResponse:
        return HttpResponse(str(next(served)))

    for view in (with_cookie, unmarked):
        answer = PageCacheMiddleware(view)
        assert text(answer(RequestFactory().get("/x/"))) != text(
            answer(RequestFactory().get("/x/"))
        )


def test_markdown_and_the_page_do_not_mix() -> None:
    for _ in range(2):
        assert (
            Client()
            .get(TERM, headers={"accept": "text/markdown"})["Content-Type"]
            .startswith("text/markdown")
        )
        assert Client().get(TERM)["Content-Type"].startswith("text/html")


def test_one_that_prefers_html_and_only_names_markdown_gets_html() -> None:
    accept = "text/html, text/markdown;q=0.5"
    Client().get(TERM, headers={"accept": "text/markdown"})
    assert Client().get(TERM, headers={"accept": accept})["Content-Type"].startswith("text/html")
    contentversion.bump()
    Client().get(TERM, headers={"accept": accept})
    answer = Client().get(TERM, headers={"accept": "text/markdown"})
    assert answer["Content-Type"].startswith("text/markdown")


@pytest.mark.parametrize("url", [*PAGES, TERM, "/search/?q=pump", "/practice/", "/robots.txt"])
def test_an_anonymous_page_sets_no_cookie(url: str) -> None:
    for _ in range(2):
        answer = Client().get(url)
        assert answer.status_code == 200
        assert not answer.cookies


def test_a_page_that_is_not_found_is_not_kept() -> None:
    assert Client().get("/terms/new-term/").status_code == 404
    factories.term("new-term")
    contentversion.bump()
    assert Client().get("/terms/new-term/").status_code == 200


def test_a_kept_page_has_the_headers_of_a_fresh_one() -> None:
    fresh, kept = Client().get(TERM), Client().get(TERM)
    assert dict(fresh.items()) == dict(kept.items())
    assert "script-src 'self'" in kept["Content-Security-Policy"]
    assert kept["X-Content-Type-Options"] == "nosniff"
    assert kept["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "accept", ["text/*;q=0.9, text/html;q=0.1", "TEXT/MARKDOWN", "*/*;q=0.9,text/html;q=0.1"]
)
def test_no_accept_header_puts_markdown_where_html_is_kept(accept: str) -> None:
    url = "/terms/sodium-potassium-pump/"
    Client().get(url, headers={"accept": accept})
    reply = Client().get(url, headers={"accept": "text/html"})
    assert reply["Content-Type"].startswith("text/html")
