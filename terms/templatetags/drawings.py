"""Drawings inline in the page, so that their colours follow its theme."""

from functools import cache

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def drawing(name: str) -> SafeString:
    """The SVG of one of our own drawings; nothing when there is none of that name."""
    return mark_safe(_svg(name))  # noqa: S308 our own files, checked by check_content


@cache
def _svg(name: str) -> str:
    path = settings.BASE_DIR / "static" / "img" / "drawings" / f"{name}.svg"
    return path.read_text() if path.is_file() else ""
