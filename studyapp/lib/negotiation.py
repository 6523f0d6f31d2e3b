"""Which of its two forms a page is asked for."""

from django.http import HttpRequest

MARKDOWN = "text/markdown"


def prefers_markdown(request: HttpRequest) -> bool:
    """Whether the reader names Markdown and ranks it above HTML; a wildcard does not name it."""
    if MARKDOWN not in request.META.get("HTTP_ACCEPT", ""):
        return False
    return request.get_preferred_type(["text/html", MARKDOWN]) == MARKDOWN
