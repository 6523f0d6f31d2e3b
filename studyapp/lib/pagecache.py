"""Whole pages for anonymous readers, kept rendered and compressed in each process.

A view opts in with `@cached_page`. Its page must be the same for every anonymous reader, so it sets
no cookie and reads none. The finished response is kept per content version, with its headers, once
for each encoding; a conditional request is answered 304 from its ETag.
"""

import functools
import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import brotli
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from studyapp.lib import contentversion
from studyapp.lib.negotiation import prefers_markdown

View = Callable[..., HttpResponse]
MARK = "cacheable_page"
SKIPPED = {"content-length", "content-encoding", "etag", "vary", "date"}


@dataclass(frozen=True)
class KeptPage:
    """A finished response. `bodies` maps a content encoding ("" for none) to its bytes."""

    headers: tuple[tuple[str, str], ...]
    bodies: dict[str, bytes]
    etag: str


def cached_page(view: View) -> View:
    """Mark a view's page as the same for all anonymous readers of one content version."""

    @functools.wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        setattr(response, MARK, True)
        return response

    return marked


class PageCacheMiddleware:
    """Outermost: answers from the kept pages, and keeps what a marked view answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_anonymous_read(request):
            return self.get_response(request)
        key = _key(request)
        kept = caches["pages"].get(key)
        if kept is not None:
            return _answer(kept, request)
        response = self.get_response(request)
        if not _may_be_kept(response):
            return response
        kept = _keep(response)
        caches["pages"].set(key, kept)
        return _answer(kept, request)


def _is_anonymous_read(request: HttpRequest) -> bool:
    """No session and no message waiting: the reader gets the page that everybody gets."""
    return (
        request.method in {"GET", "HEAD"}
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and not request.META.get("QUERY_STRING")
    )


def _key(request: HttpRequest) -> str:
    parts = (
        contentversion.current(),
        request.scheme or "",
        request.META.get("HTTP_HOST", ""),
        "part" if request.META.get("HTTP_HX_REQUEST") == "true" else "",
        "md" if prefers_markdown(request) else "",
        request.path,
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _may_be_kept(response: HttpResponseBase) -> bool:
    return (
        getattr(response, MARK, False)
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
    )


def _keep(response: Any) -> KeptPage:
    body = response.content
    if response.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    headers = tuple((k, v) for k, v in response.items() if k.lower() not in SKIPPED)
    bodies = {"": body, "gzip": gzip.compress(body, 9, mtime=0), "br": brotli.compress(body)}
    return KeptPage(headers, bodies, hashlib.sha256(body).hexdigest()[:20])


def _encoding(header: str) -> str:
    """The best encoding that an Accept-Encoding header allows; `q=0` forbids one."""
    allowed = set()
    for part in header.lower().split(","):
        name, _, weight = part.replace(" ", "").partition(";q=")
        if not re.fullmatch(r"0(\.0*)?", weight):
            allowed.add(name)
    return "br" if "br" in allowed else "gzip" if "gzip" in allowed else ""


def _answer(kept: KeptPage, request: HttpRequest) -> HttpResponse:
    encoding = _encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    etag = f'"{kept.etag}{"-" + encoding if encoding else ""}"'
    asked = request.META.get("HTTP_IF_NONE_MATCH", "")
    unchanged = etag in asked or asked.strip() == "*"
    response = HttpResponse(b"" if unchanged else kept.bodies[encoding], status=200)
    for name, value in kept.headers:
        response[name] = value
    if unchanged:
        response.status_code = 304
        del response["Content-Type"]
    else:
        response["Content-Length"] = str(len(kept.bodies[encoding]))
        if encoding:
            response["Content-Encoding"] = encoding
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Accept-Encoding", "Cookie", "HX-Request", "Accept"])
    return response
