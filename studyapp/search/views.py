"""One search for the whole site: a page, a list under the search box, and JSON."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from studyapp.accounts.access import public
from studyapp.search import index

QUERY_LENGTH = 120


@public
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:QUERY_LENGTH]
    is_part = bool(getattr(request, "htmx", False))
    found = index.current().search(query, most=8 if is_part else 30)
    if request.GET.get("format") == "json":
        results = [
            {"kind": d.kind, "title": d.title, "url": d.url, "snippet": d.snippet} for d in found
        ]
        return JsonResponse({"results": results})
    template = "search/_found.html" if is_part else "search/search.html"
    response = render(request, template, {"query": query, "found": found})
    response["Vary"] = "HX-Request, Cookie"
    return response
