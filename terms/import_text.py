"""Foreign Markdown made ours: links, HTML, control signs, with a note on each change."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from studyapp.lib.problems import ContentProblems, Problem
from terms.import_links import KnownPages

HTML_TAGS = (
    "a|abbr|article|aside|audio|b|blockquote|br|button|center|cite|code|dd|del|details|dfn|div|dl|dt"
    "|em|embed|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|body|i|iframe|img|input"
    "|ins|kbd|label|li|link|main|mark|math|meta|nav|object|ol|p|path|pre|s|script|section|small|span"
    "|strike|strong|style|sub|summary|sup|svg|table|tbody|td|tfoot|th|thead|time|tr|u|ul|var|video|wbr"
)
ATTRIBUTE = (
    r"\s+(?:[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+)|open|controls|async|defer|hidden)"
)
FENCED = r"^(?P<fence>`{3,}|~{3,})[\s\S]*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)"
CODE = rf"(?P<code>{FENCED}|(?P<ticks>`+)(?!`)[^`]*(?P=ticks))"
TAG = re.compile(
    rf"{CODE}|(?P<comment><!--[\s\S]*?-->)"
    rf"|(?P<anchor><a\b[^<>]*?href\s*=\s*[\"'](?P<href>[^\"']*)[\"'][^<>]*>(?P<inner>[^<>]*)</a>)"
    rf"|<su(?P<where>[pb])>(?P<small>[^<>\n]*)</su[pb]>"
    rf"|<(?P<close>/?)(?P<tag>{HTML_TAGS})(?:{ATTRIBUTE})*\s*/?>",
    re.IGNORECASE | re.MULTILINE,
)
BRACKETS = r"(?:\\.|[^\[\]\\]|\[[^\[\]]*\])*"
LINK = re.compile(
    rf"{CODE}|(?P<image>!?)\[(?P<text>{BRACKETS})\](?:\(\s*<?(?P<url>[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)>?"
    r"(?:\s+(?:\"(?P<title>[^\"]*)\"|'[^']*'|\([^()]*\)))?\s*\)|\[(?P<ref>[^\[\]]*)\])"
    r"|<(?P<auto>https?://[^\s<>]+)>",
    re.MULTILINE,
)
REFERENCE = re.compile(
    r"^ {0,3}\[(?P<name>[^\[\]^]+)\]:\s*<?(?P<url>\S+?)>?(?:[ \t]+[\"'(].*)?$", re.MULTILINE
)
FORMULA = re.compile(r"\$[^$\n]*\\[A-Za-z]+[^$\n]*\$")
SUPER = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
SUB = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
# Stands for a line break until lines are no longer counted.
BREAK = "\x01"
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ufeff]")
LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


@dataclass
class Notes:
    """What became of everything in one file that could not simply be taken over."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, line: int, reason: str) -> None:
        self.found.append(Problem(self.file, line, "", reason))


def decoded(content: bytes, notes: Notes) -> str:
    """The text of a file, its line ends made `\\n`. Raises ContentProblems when it is not UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
        notes.add(1, "the file is UTF-16; it was read as such, check the special signs")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            reason = "is not UTF-8 from here on; save the file as UTF-8 and import it again"
            raise ContentProblems([Problem(notes.file, line, "", reason)]) from error
    text = LINE_ENDS.sub("\n", text)
    for match in CONTROL.finditer(text):
        notes.add(_line(text, match.start(), 1), f"control sign U+{ord(match[0]):04X} left out")
    return CONTROL.sub("", text)


def cleaned(text: str, *, known: KnownPages, notes: Notes, first_line: int = 1) -> str:
    """`text` without raw HTML and with links to this site's pages only; as many lines as before.

    Code is left as it is. `with_breaks` must be called on the result once its lines are counted.
    """
    text = _without_html(text, notes, first_line)
    text = _with_own_links(text, known, notes, first_line)
    for match in FORMULA.finditer(text):
        place = _line(text, match.start(), first_line)
        notes.add(place, f"formula {match[0]} left as it is; write it with Unicode signs")
    return text


def with_breaks(text: str) -> str:
    """Line breaks that were `<br>`: a space in a table row, a Markdown break elsewhere."""
    lines = (
        line.replace(BREAK, " " if line.lstrip().startswith("|") else "\\\n")
        for line in text.split("\n")
    )
    return re.sub(r"\\\n(?=\s*(?:\n|$))", "\n", "\n".join(lines)).strip()


def _line(text: str, at: int, first: int) -> int:
    return first + text.count("\n", 0, at)


def _replaced(pattern: re.Pattern[str], text: str, change: Callable[[re.Match[str]], str]) -> str:
    """Every match changed, code excepted, and no line end lost."""

    def one(match: re.Match[str]) -> str:
        if match["code"] is not None:
            return match[0]
        new = change(match)
        return new + "\n" * (match[0].count("\n") - new.count("\n"))

    return pattern.sub(one, text)


def _without_html(text: str, notes: Notes, first: int) -> str:
    def change(match: re.Match[str]) -> str:
        line = _line(text, match.start(), first)
        if match["comment"]:
            notes.add(line, f"comment left out, kept in the draft's history: {_short(match[0])}")
            return ""
        if match["anchor"]:
            return f"[{match['inner']}]({html.unescape(match['href']).replace(' ', '%20')})"
        if match["where"]:
            return _small(match, line, notes)
        tag = match["tag"].lower()
        if tag == "br":
            return BREAK
        if tag in MARKS:
            return MARKS[tag]
        if tag == "img":
            words = re.search(r"\balt\s*=\s*[\"']([^\"']*)", match[0])
            notes.add(line, f"picture left out, its description stays as text: {_short(match[0])}")
            return words[1] if words else ""
        notes.add(line, f"HTML {_short(match[0])} left out, the words in it stay")
        return ""

    return _replaced(TAG, text, change)


def _small(match: re.Match[str], line: int, notes: Notes) -> str:
    """Raised and lowered signs as Unicode, where Unicode has them."""
    signs = match["small"].replace("−", "-").replace("–", "-")
    raised = signs.translate(SUPER if match["where"].lower() == "p" else SUB)
    if any(new == old and not old.isspace() for new, old in zip(raised, signs, strict=True)):
        notes.add(line, f"HTML {_short(match[0])} has no Unicode form and became plain text")
        return match["small"]
    return raised


def _with_own_links(text: str, known: KnownPages, notes: Notes, first: int) -> str:
    definitions = {m["name"].casefold(): m["url"] for m in REFERENCE.finditer(text)}

    def change(match: re.Match[str]) -> str:
        line = _line(text, match.start(), first)
        if match["auto"]:
            notes.add(line, f"link <{match['auto']}> became plain text")
            return match["auto"]
        url = match["url"]
        if url is None:
            url = definitions.get((match["ref"] or match["text"]).casefold())
            if url is None:
                return match[0]
        if match["image"]:
            notes.add(line, f"picture {url} left out, its description stays as text")
            return match["text"]
        own = known.find(url, match["title"] or "")
        if own:
            return f"[{match['text']}]({own})"
        notes.add(line, f"link to {url or 'nothing'} became plain text “{_short(match['text'])}”")
        return match["text"]

    linked = _replaced(LINK, text, change)
    return REFERENCE.sub("", linked) if definitions else linked


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"
