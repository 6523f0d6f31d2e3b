"""JSON-LD graphs, and how they get into a page safely."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

Node = Mapping[str, Any]


def graph(*nodes: Node) -> dict[str, Any]:
    """One graph of several nodes."""
    return {"@context": "https://schema.org", "@graph": list(nodes)}


def breadcrumbs(trail: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """A BreadcrumbList of (name, absolute address) steps, from the home page down."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(trail, 1)
        ],
    }


def script_text(value: Node) -> SafeString:
    """`value` as text that may stand inside a `<script>` element: no `<`, `>` or `&` in it."""
    text = json.dumps(value, ensure_ascii=False)
    for sign, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, code)
    return mark_safe(text)  # noqa: S308 the signs that could end the script are escaped above
