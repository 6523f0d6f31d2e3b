"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name and the page's canonical address."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "LOCAL": settings.LOCAL,
        "canonical_url": request.build_absolute_uri(request.path),
    }
