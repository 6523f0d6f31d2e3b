"""The addresses that others keep (bookmarks, crawlers, load balancers) answer with their pages."""

import json

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_course")]

# A reader without an account gets this much of each: a page's heading, or the start of a file.
PAGES = {
    "/": "Stop the pump",
    "/units/2/": "Cells",
    "/topics/2.8/": "Mechanisms of Transport",
    "/terms/": "Key terms",
    "/terms/sodium-potassium-pump/": "Sodium–potassium pump",
    "/questions/": "Study questions",
    "/practice/": "Practice",
    "/practice/topic/2.8/": "2.8 Mechanisms of Transport",
    "/exam/": "The exam",
    "/review/": "Review",
    "/progress/": "progress",
    "/classes/": "Classes",
    "/join/": "Classes",
    "/search/?q=osmosis": "Search",
    "/sim/": "laboratory",
    "/sim/ouabain/": "pump",
    "/accounts/login/": "Sign in",
    "/accounts/signup/": "account",
}
FILES = {
    "/terms/sodium-potassium-pump.md": "---",
    "/healthz/": '{"status": "ok"}',
    "/sitemap.xml": "<?xml",
    "/robots.txt": "User-agent",
    "/llms.txt": "#",
}


@pytest.mark.parametrize(("address", "heading"), PAGES.items())
def test_a_page_answers_under_its_address(address: str, heading: str) -> None:
    reply = Client().get(address)
    assert reply.status_code == 200
    page = reply.content.decode()
    title = page.partition("<h1")[2].partition("</h1>")[0]
    assert heading in title


@pytest.mark.parametrize(("address", "start"), FILES.items())
def test_a_file_answers_under_its_address(address: str, start: str) -> None:
    reply = Client().get(address)
    assert reply.status_code == 200
    assert b"".join(reply).decode().startswith(start)


def test_the_other_ways_to_a_term_lead_to_it() -> None:
    moved = Client().get("/terms/nak-pump/")
    assert (moved.status_code, moved["Location"]) == (301, "/terms/sodium-potassium-pump/")
    asked = Client().get("/terms/sodium-potassium-pump/", headers={"accept": "text/markdown"})
    assert asked["Content-Type"].startswith("text/markdown")


def test_search_answers_as_json() -> None:
    found = Client().get("/search/", {"q": "sodum potasium", "format": "json"}).json()["results"]
    assert set(found[0]) == {"kind", "title", "url", "snippet"}
    assert found[0]["url"] == "/terms/sodium-potassium-pump/"


def test_a_run_is_answered_as_json() -> None:
    asked = {"preset": "animal_cell", "until_s": 60.0, "points": 10}
    reply = Client().post("/sim/run/", json.dumps(asked), content_type="application/json")
    assert reply.status_code == 200
    assert {"run", "columns", "data", "events"} <= set(reply.json())


def test_what_is_for_editors_asks_for_a_sign_in() -> None:
    assert Client().get("/admin/")["Location"] == "/admin/login/?next=/admin/"
