"""Small parts of a page of prose."""

from django import template
from django.template.defaultfilters import slugify
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def section(title: str, body: str) -> SafeString:
    """A headed section with an anchor; nothing when there is no text. `body` is sanitised HTML."""
    if not body:
        return SafeString("")
    safe = mark_safe(body)  # noqa: S308 made by studyapp.lib.markdown, which sanitises
    return format_html('<section><h2 id="{}">{}</h2>{}</section>', slugify(title), title, safe)


@register.filter
def spoken(slug: str) -> str:
    """A slug as words: `no-atp` → “no ATP”."""
    return slug.replace("-", " ").replace("atp", "ATP")
