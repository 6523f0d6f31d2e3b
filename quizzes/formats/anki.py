"""Cards as an Anki package (.apkg), written with genanki; what our cards cannot hold is named."""

import hashlib
import io
import re
import sqlite3
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import count, islice

import genanki

from quizzes.formats.anki_package import AnkiNote, NotADeck, opened
from quizzes.formats.cards import (
    LONGEST_SIDE,
    MOST_CARDS,
    CardReading,
    Flashcard,
    as_html,
    plain,
    sorted_out,
)
from quizzes.formats.exchange import Note

__all__ = ["NotADeck", "read", "write"]

OURS = "gradient:"  # opens the lasting number of a note that this site wrote
TOPIC = "topic::"
# Up to the next pair of braces, so that no text takes long to look through. The number is one of
# small digits where the gap is in a subscript.
GAP = re.compile(r"\{\{c([0-9₀-₉⁰¹²³⁴-⁹]{1,3})::((?:[^{}]|\{(?!\{)|\}(?!\}))*)\}\}")
MOST_GAPS = 100  # numbers of a note
LONGEST_GAPPED = 2 * LONGEST_SIDE  # the braces come on top of the words
DECK, MODEL = 1_702_113_901, 1_702_113_902  # any numbers, but always the same
FIELDS = ("Front", "Back", "Note", "Key")
FACE = "{{Front}}"
BACK = '{{FrontSide}}<hr id="answer">{{Back}}{{#Note}}<p><i>{{Note}}</i></p>{{/Note}}'
EPOCH_S = 1_700_000_000.0  # notes are told apart by their key; the same cards give the same bytes


def read(content: bytes) -> CardReading:
    """The notes of a package as cards. Raises NotADeck."""
    found = opened(content)
    lost: list[Note] = []
    every = (card for note in found.notes for card in _cards(note, lost))
    cards = list(islice(every, 2 * MOST_CARDS))  # a note can make a hundred
    if any(note.tags for note in found.notes if not _is_ours(note)):
        lost.append(Note("file", "tags"))
    if found.has_history:
        lost.append(Note("file", "when cards were reviewed and are due: all begin anew"))
    problems = [Note("file", f"only its first {len(found.notes)} notes are read")] * found.is_cut
    return sorted_out(cards, problems, lost)


def _is_ours(note: AnkiNote) -> bool:
    is_whole = note.names == FIELDS and len(note.fields) == len(FIELDS)
    return is_whole and note.guid.startswith(OURS)


def _cards(note: AnkiNote, lost: list[Note]) -> Iterator[Flashcard]:
    """The cards of a note: one, or one for each number of its gaps."""
    missing: set[str] = set()

    def words(side: str) -> str:
        text, left_out = plain(side)
        missing.update(left_out)
        return text

    if _is_ours(note):
        front, back, own, key = map(words, note.fields)
        topic = next((tag.removeprefix(TOPIC) for tag in note.tags if tag.startswith(TOPIC)), "")
        yield Flashcard(front, back, own, key, topic)
    else:
        yield from _of_others(note, words, missing)
    lost += [Note(plain(note.fields[0])[0][:60], what) for what in sorted(missing)]


def _of_others(
    note: AnkiNote, words: Callable[[str], str], missing: set[str]
) -> Iterator[Flashcard]:
    text, rest = words(note.fields[0]), _rest(note, words)
    if GAP.search(text):
        yield from _with_gaps(text, rest, missing)
    else:
        yield Flashcard(text, rest)
        if note.cards > 1:
            missing.add(f"{note.cards - 1} of its cards: one is made of each note")


def _rest(note: AnkiNote, words: Callable[[str], str]) -> str:
    """All fields but the first as one side; from the third on each with its name."""
    lines = []
    for place, field in enumerate(note.fields[1:], 1):
        name = note.names[place] if place < len(note.names) else ""
        if text := words(field):
            lines.append(f"{name}: {text}" if place > 1 and name else text)
    return "\n".join(lines)


def _with_gaps(text: str, rest: str, missing: set[str]) -> Iterator[Flashcard]:
    """One card for each number: its gaps are blank, those of other numbers are filled."""
    back = f"{_asking(text, '')}\n{rest}".strip()
    if len(text) > LONGEST_GAPPED or len(back) > LONGEST_SIDE:
        yield Flashcard(text, back)  # as it is: too long
        return
    numbers = sorted({_number_of(gap) for gap in GAP.finditer(text)}, key=int)
    if len(numbers) > MOST_GAPS:
        missing.add(f"gaps with more than {MOST_GAPS} numbers")
    for number in numbers[:MOST_GAPS]:
        yield Flashcard(_asking(text, number), back)


def _number_of(gap: re.Match[str]) -> str:
    """The number of a gap, small digits as plain ones."""
    return unicodedata.normalize("NFKC", gap[1])


def _asking(text: str, number: str) -> str:
    """The text with the gaps of one number blank; a blank shows its hint, if it has one."""

    def shown(gap: re.Match[str]) -> str:
        answer, _, hint = gap[2].partition("::")
        return answer if _number_of(gap) != number else f"[{hint or '…'}]"

    return GAP.sub(shown, text)


def write(cards: Sequence[Flashcard], title: str = "AP Biology") -> bytes:
    """A package with one deck of the cards. Importing it again changes notes, doubles none."""
    deck = genanki.Deck(DECK, title)
    model = genanki.Model(
        MODEL, "Study card", fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Card 1", "qfmt": FACE, "afmt": BACK}],
    )  # fmt: skip
    for card in cards:
        sides = [as_html(text) for text in (card.front, card.back, card.note, card.key)]
        tags = [f"{TOPIC}{card.topic}"] if card.topic else []
        deck.add_note(genanki.Note(model, sides, tags=tags, guid=_number(card)))
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("collection.anki2", _database(deck)), ("media", b"{}")):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return package.getvalue()


def _number(card: Flashcard) -> str:
    words = f"{card.front}\x1f{card.back}".encode()
    return OURS + (card.key or hashlib.sha256(words).hexdigest()[:20])


def _database(deck: genanki.Deck) -> bytes:
    """The collection. genanki's own way leaves a file behind in the folder for passing files."""
    with closing(sqlite3.connect(":memory:")) as database:
        genanki.Package(deck).write_to_db(database.cursor(), EPOCH_S, count(int(EPOCH_S * 1000)))
        database.commit()
        return bytes(database.serialize())
