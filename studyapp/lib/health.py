"""`/healthz/`, answered before the host is checked: load balancers ask by address, not by name."""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponseBase, JsonResponse

PATH = "/healthz/"


class HealthMiddleware:
    """200 when the database answers, 503 when it does not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path != PATH:
            return self.get_response(request)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return JsonResponse({"status": "the database does not answer"}, status=503)
        return JsonResponse({"status": "ok"})
