"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")

application = get_wsgi_application()
# Every page's code is read before the first request: after a restart a whole class comes back at
# the same moment.
get_resolver().url_patterns  # noqa: B018 reading it is what imports


def _warm() -> None:
    """Load the compiled equations and the home page's run, so that no reader waits for them."""
    from sim.core.warm import warm  # noqa: PLC0415 Django must be set up before
    from studyapp import hero  # noqa: PLC0415

    warm()
    hero.chart()


# Before this process takes its first question: a thread beside it made the first runs wait.
_warm()
