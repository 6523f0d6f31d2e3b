"""What passes between card files and a student's cards: two sides of plain text, a note, a key."""

import html
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from quizzes.formats.exchange import Note

MOST_CARDS = 5000
LONGEST_SIDE = 4000  # characters
LONGEST_HTML = 20_000
NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")  # NUL and halves of characters
INLINE_FILE = re.compile(r"data:[\w/+.-]*;base64,[\w+/=]*")
# What follows looks at no character twice, whatever the text: a tag ends before the next "<" even
# in quotes, a sound before the next "[", and a comment that nothing ends goes on to the end.
TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)
    | <(?P<end>/?)(?P<name>[a-z][a-z0-9]*+)(?:(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+>|[^<>]*+>)
    | <[!?/][^<>]*+>""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
SOUND = re.compile(r"\[sound:[^\[\]]*+\]")
ENDLESS_NUMBER = re.compile(r"&\#x?[0-9a-f]{8,};?", re.IGNORECASE)  # of no character
LOW = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
HIGH = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")


@dataclass(frozen=True)
class Flashcard:
    """One card. `key` says which card of ours it is, empty for others; `topic` may be empty."""

    front: str
    back: str
    note: str = ""
    key: str = ""
    topic: str = ""


@dataclass(frozen=True)
class CardReading:
    """A file's cards, those that cannot be taken and why, and what is lost."""

    cards: tuple[Flashcard, ...]
    problems: tuple[Note, ...] = ()
    lost: tuple[Note, ...] = ()


def storable(text: str) -> str:
    """The text without the few characters that PostgreSQL or UTF-8 cannot hold."""
    return NOT_STORABLE.sub("", text)


def fault(card: Flashcard) -> str:
    """Why a card cannot be taken; "" when it can."""
    if not card.front or not card.back:
        return "one of its sides is empty"
    if max(len(card.front), len(card.back), len(card.note)) > LONGEST_SIDE:
        return f"a side is longer than {LONGEST_SIDE} characters"
    return ""


def sorted_out(cards: Sequence[Flashcard], problems: list[Note], lost: list[Note]) -> CardReading:
    """A reading in which cards that cannot be taken, or are too many, are problems."""
    good = []
    for number, found in enumerate(cards, 1):
        card = Flashcard(*(storable(text).strip() for text in astuple(found)))
        if reason := fault(card):
            problems.append(Note(card.front[:60] or f"card {number}", reason))
        else:
            good.append(card)
    if len(good) > MOST_CARDS:
        left_out = len(good) - MOST_CARDS
        problems.append(
            Note("file", f"only the first {MOST_CARDS} cards are taken; {left_out} are left")
        )
    return CardReading(tuple(good[:MOST_CARDS]), tuple(problems), tuple(lost))


class _Words:
    """The words of a side in HTML; `lost` collects what plain text has no place for."""

    BREAKS = frozenset({"br", "div", "p", "li", "tr", "h1", "h2", "h3", "ul", "ol", "table"})
    SKIPPED = frozenset({"style", "script", "head"})
    MEDIA = {"img": "a picture", "audio": "a sound", "video": "a video", "svg": "a picture"}
    SHAPES = frozenset({"b", "strong", "i", "em", "u", "font", "span", "mark", "table"})

    def __init__(self, side: str) -> None:
        self.parts: list[str] = []
        self.lost: set[str] = set()
        self._skipped = ""
        self._shapes: list[str] = []
        at = 0
        for tag in TAG.finditer(side):
            self._say(side[at : tag.start()])
            at = tag.end()
            if name := (tag["name"] or "").lower():
                (self._end if tag["end"] else self._begin)(name)
        self._say(side[at:])

    def _begin(self, tag: str) -> None:
        if self._skipped:
            return
        if tag in self.MEDIA:
            self.lost.add(self.MEDIA[tag])
        if tag in self.SHAPES:
            self.lost.add("formatting")
        if tag in self.BREAKS:
            self.parts.append("\n")
        if tag in {"sub", "sup"}:
            self._shapes.append(tag)
        if tag in self.SKIPPED:
            self._skipped = tag

    def _end(self, tag: str) -> None:
        if self._skipped:
            self._skipped = "" if tag == self._skipped else self._skipped
            return
        if tag in self.BREAKS - {"br"}:
            self.parts.append("\n")
        if self._shapes[-1:] == [tag]:
            self._shapes.pop()

    def _say(self, text: str) -> None:
        if self._skipped or not text:
            return
        words = html.unescape(ENDLESS_NUMBER.sub("\ufffd", text))
        shape = self._shapes[-1] if self._shapes else ""
        table = {"sub": LOW, "sup": HIGH}.get(shape)
        self.parts.append(words.translate(table) if table else words)


def without_files(side: str) -> str:
    """A side without the pictures and sounds that are written into its text."""
    return INLINE_FILE.sub("", side)


def plain(side: str) -> tuple[str, set[str]]:
    """The words of a side that is HTML, and what was left out of it.

    What is far too long is not looked through: it stays so long that `fault` refuses it.
    """
    side = without_files(side)
    if len(side) > LONGEST_HTML:
        return side[:LONGEST_HTML], set()
    words = _Words(side)
    text, sounds = SOUND.subn("", "".join(words.parts))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    kept = re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()
    return kept, words.lost | ({"a sound"} if sounds else set())


def as_html(text: str) -> str:
    """Plain text as the HTML of a side."""
    return html.escape(text, quote=False).replace("\n", "<br>")
