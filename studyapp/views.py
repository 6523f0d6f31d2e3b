"""The way in, and what operators and crawlers ask for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quizzes.glance import glance
from quizzes.progress import next_thing
from quizzes.sittings import begun
from quizzes.standing import Standing
from studyapp import hero
from studyapp.accounts.access import public
from studyapp.lib.pagecache import cached_page
from terms import shelf

SHOWPIECES = (
    "sodium-potassium-pump",
    "membrane-potential",
    "electrochemical-gradient",
    "active-transport",
    "osmoregulation",
    "channel-protein",
)


@public
@cached_page
def home(request: HttpRequest) -> HttpResponse:
    course = shelf.current()
    context = {
        "units": course.units,
        "showpieces": [course.terms[s] for s in SHOWPIECES if s in course.terms],
        "term_count": len(course.terms),
        "question_count": len(course.questions),
        "chart": hero.chart(),
        **_own(request.user),
    }
    return render(request, "studyapp/home.html", context)


def _own(user: Any) -> dict[str, Any]:
    """What a student does best next and what waits for her; nothing of it without an account: that
    page is kept for everybody."""
    if not user.is_authenticated:
        return {}
    cards = begun(user)
    return {"next": next_thing(Standing(user), cards), "glance": glance(user, cards)}


@public
@cached_page
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /accounts/",
        "Disallow: /admin/",
        "Disallow: /attempts/",
        "Disallow: /classes/",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
@cached_page
def llms(request: HttpRequest) -> HttpResponse:
    """A plain map of the site for programs that read text."""
    context = {"course": shelf.current()}
    return render(request, "studyapp/llms.txt", context, content_type="text/plain; charset=utf-8")


@public
@cached_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "studyapp/privacy.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 with a way on: search, the course, the terms."""
    reason = str(exception) if exception.args and isinstance(exception.args[0], str) else ""
    return render(request, "404.html", {"reason": reason}, status=404)


not_found.access = "public"  # type: ignore[attr-defined]
