"""What a reader with a session gets is hers alone: no browser and no proxy keeps a copy of it.

School computers are shared: after signing out, the button “back” must not show her pages.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class PrivatePagesMiddleware:
    """Stands after the middleware of sessions. Asks whether there is a session, not whose it is:
    that costs no query, and whom the page cache serves is decided in the same way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # Whoever signs out in the view came with a session; whoever signs in goes with one.
        came_with_one = settings.SESSION_COOKIE_NAME in request.COOKIES
        if came_with_one or not request.session.is_empty():
            response["Cache-Control"] = "private, no-store"
        return response
