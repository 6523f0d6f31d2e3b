"""Every view of ours says who may open it."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

OURS = ("studyapp.", "terms.", "quizzes.", "sim.")


def views(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from views(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


def test_every_view_of_ours_declares_its_access() -> None:
    ours = [
        (route, view) for route, view in views(get_resolver()) if view.__module__.startswith(OURS)
    ]
    undeclared = [route for route, view in ours if not hasattr(view, "access")]
    assert len(ours) > 40
    assert undeclared == []
