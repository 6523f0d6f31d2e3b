"""Markdown to safe HTML, with automatic links from a glossary of names."""

import html
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from studyapp.lib import formulas

# A linker cuts a run of prose into (text, address) pieces; the address is None for plain text.
Linker = Callable[[str], Sequence[tuple[str, str | None]]]

TAGS = {
    *("p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a", "sup"),
    *("sub", "table", "thead", "tbody", "tr", "th", "td", "h2", "h3", "h4", "h5", "h6", "div"),
    "s",
    *formulas.ELEMENTS,
}
ATTRIBUTES = {
    "a": {"href", "title", "class"},
    "ol": {"start"},
    "div": {"class"},
    "th": {"scope"},
    **formulas.ATTRIBUTES,
}


@cache
def _parser() -> MarkdownIt:
    """CommonMark with tables and formulas: `$…$` in a line, `$$…$$` on a line of its own.

    A price is none: the closing dollar has no space before it and no digit behind it.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, renderer=_formula)


def _formula(latex: str, options: Mapping[str, Any]) -> str:
    try:
        return formulas.mathml(latex, is_display=options["display_mode"])
    except formulas.NotAFormula:
        return f"<code>{html.escape(latex)}</code>"


def render(text: str, linker: Linker | None = None) -> str:
    """`text` as sanitised HTML. With a `linker`, its names in prose become links.

    Headings, code and the text of existing links are never touched; neither are table headers.
    """
    parser = _parser()
    tokens = parser.parse(text)
    if linker is not None:
        _link(tokens, linker)
    _shape_tables(tokens)
    page: str = parser.renderer.render(tokens, parser.options, {})
    return clean(page)


def render_inline(text: str) -> str:
    """One line of Markdown as sanitised HTML, without a paragraph around it."""
    return clean(_parser().renderInline(text))


def clean(page: str) -> str:
    """Only the tags and attributes that our own Markdown makes."""
    return nh3.clean(page, tags=TAGS, attributes=ATTRIBUTES, link_rel=None)


def plain(text: str) -> str:
    """The words of a Markdown text, for descriptions, search and structured data."""
    words = " ".join(nh3.clean(_parser().render(text), tags=set()).split())
    return html.unescape(words).replace("\xa0", " ")


def _link(tokens: list[Token], linker: Linker) -> None:
    closed = 0
    for token in tokens:
        if token.type in {"heading_open", "th_open"}:
            closed += 1
        elif token.type in {"heading_close", "th_close"}:
            closed -= 1
        elif token.type == "inline" and token.children and not closed:
            token.children = _linked(token.children, linker)


def _linked(children: list[Token], linker: Linker) -> list[Token]:
    result: list[Token] = []
    inside = 0
    for token in children:
        inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type != "text" or inside:
            result.append(token)
            continue
        for text, address in linker(token.content):
            result.extend(_pieces(text, address))
    return result


def _pieces(text: str, address: str | None) -> list[Token]:
    word = Token("text", "", 0, content=text)
    if address is None:
        return [word]
    attributes: dict[str, str | int | float] = {"href": address, "class": "term"}
    return [Token("link_open", "a", 1, attrs=attributes), word, Token("link_close", "a", -1)]


def _shape_tables(tokens: list[Token]) -> None:
    """Column headers say so to a screen reader; an empty corner is no header; no alignment."""
    for place, token in enumerate(tokens):
        if token.type == "th_open":
            token.attrs = {"scope": "col"}
            if not tokens[place + 1].content:
                token.tag = tokens[place + 2].tag = "td"
                token.attrs = {}
        elif token.type == "td_open":
            token.attrs = {}
