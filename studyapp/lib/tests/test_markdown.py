"""Markdown becomes HTML that can neither act nor load anything."""

import re

import nh3
import pytest

from studyapp.lib import formulas, jsonld, markdown

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    '<img src=x onerror="alert(1)">',
    "<svg/onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "<javascript:alert(1)>",
    "![x](https://evil.example/pixel.png)",
    "![x](javascript:alert(1))",
    '[x](/a "onmouseover=alert(1)")',
    '[x](/a "\\" onmouseover=\\"alert(1)")',
    "[r]: javascript:alert(1)\n\n[x][r]",
    "<iframe src=//evil.example></iframe>",
    "<style>*{display:none}</style>",
    '<div style="position:fixed">x</div>',
    "<form action=//evil.example><input name=password></form>",
    "<!-- --><base href=//evil.example>",
    "```html\n</code></pre><script>alert(1)</script>\n```",
    "`<script>`",
    "| <script>alert(1)</script> |\n|---|\n| <b onclick=x>y</b> |",
]


@pytest.mark.parametrize("text", ATTACKS)
@pytest.mark.parametrize("render", [markdown.render, markdown.render_inline])
def test_nothing_typed_can_act_or_load(text: str, render: object) -> None:
    page = render(text)  # type: ignore[operator]
    tags = re.findall(r"<[^>]*>", page)
    for tag in tags:
        name = re.match(r"</?([a-z0-9]+)", tag)
        assert name, tag
        assert name[1] in markdown.TAGS
        attributes = re.sub(r"\"[^\"]*\"", '""', tag)
        assert not re.search(r"\bon\w+\s*=|style\s*=|src\s*=", attributes), tag
        assert not re.search(r"href=\"\s*(javascript|data|vbscript)", tag, re.IGNORECASE), tag
    assert page == nh3.clean(
        page, tags=markdown.TAGS, attributes=markdown.ATTRIBUTES, link_rel=None
    )


def test_a_linkers_address_cannot_act_either() -> None:
    page = markdown.render("osmosis", lambda text: [(text, "javascript:alert(1)")])
    assert "javascript" not in page


def test_raw_html_is_shown_as_typed() -> None:
    assert markdown.render("a <b>x</b>").strip() == "<p>a &lt;b&gt;x&lt;/b&gt;</p>"


def test_table_headers_name_their_column_for_a_screen_reader() -> None:
    page = markdown.render("| A | B |\n|:--|--:|\n| 1 | 2 |")
    assert page.count('<th scope="col">') == 2
    assert "style" not in page


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**Na⁺** leaves [the cell](/x/).", "Na⁺ leaves the cell."),
        ("a < b & c", "a < b & c"),
        ("- one\n- two", "one two"),
        ("| A |\n|---|\n| 1 |", "A 1"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("", ""),
    ],
)
def test_plain_words_have_neither_markup_nor_entities(text: str, words: str) -> None:
    assert markdown.plain(text) == words


def test_structured_data_cannot_end_its_script_element() -> None:
    text = jsonld.script_text({"name": "</script><script>alert(1)</script> & <!--"})
    assert not re.search(r"[<>&]", text)
    assert "\\u003c/script\\u003e" in text


def test_a_formula_becomes_mathml_in_its_line_or_on_its_own() -> None:
    inline = markdown.render("The value $\\chi^2=10.8$ is large.")
    assert '<math display="inline">' in inline
    assert "<msup><mi>χ</mi><mn>2</mn></msup>" in inline
    block = markdown.render("Before\n\n$$\\Psi_s=-iCRT$$\n\nAfter")
    assert '<math display="block">' in block
    assert "$" not in block
    assert "<mfrac>" in markdown.render_inline(r"$\frac{18^2}{60}$")


@pytest.mark.parametrize("text", ["It costs $5 and $10.", "5$ or $ 6 $", "US$ alone", "`$x$`"])
def test_a_price_is_no_formula(text: str) -> None:
    assert "<math" not in markdown.render(text)


def test_a_formula_that_cannot_be_read_is_shown_as_written_and_reported() -> None:
    assert r"<code>\nosuch{x}</code>" in markdown.render(r"$\nosuch{x}$")
    assert formulas.faults(r"$x$ and $\nosuch{x}$") == [
        r"the formula `\nosuch{x}` cannot be read: \nosuch is not known"
    ]


@pytest.mark.parametrize(
    "latex", [r"\text{<script>alert(1)</script>}", r"\href{javascript:alert(1)}{x}", "<img src=x>"]
)
def test_a_formula_can_neither_act_nor_load(latex: str) -> None:
    page = markdown.render(f"${latex}$")
    assert not re.search(r"<(?:script|img|a)\b|<[^>]*(?:href|src|on\w+)=", page)
