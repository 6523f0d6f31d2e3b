"""Cards as an Anki package (.apkg), written with genanki; what our cards cannot hold is named."""

import hashlib
import io
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import count

import genanki

from quizzes.formats.anki_package import MOST_NOTES, AnkiNote, NotADeck, opened
from quizzes.formats.cards import CardReading, Flashcard, as_html, plain, sorted_out
from quizzes.formats.exchange import Note

__all__ = ["NotADeck", "read", "write"]

OURS = "gradient:"  # opens the lasting number of a note that this site wrote
TOPIC = "topic::"
# Up to the next pair of braces, so that no text takes long to look through.
GAP = re.compile(r"\{\{c([0-9]{1,3})::((?:[^{}]|\{(?!\{)|\}(?!\}))*)\}\}")
DECK, MODEL = 1_702_113_901, 1_702_113_902  # any numbers, but always the same
FIELDS = ("Front", "Back", "Note", "Key")
FACE = "{{Front}}"
BACK = '{{FrontSide}}<hr id="answer">{{Back}}{{#Note}}<p><i>{{Note}}</i></p>{{/Note}}'
EPOCH_S = 1_700_000_000.0  # notes are told apart by their key; the same cards give the same bytes


def read(content: bytes) -> CardReading:
    """The notes of a package as cards. Raises NotADeck."""
    found = opened(content)
    lost: list[Note] = []
    cards = [card for note in found.notes for card in _cards(note, lost)]
    if any(note.tags for note in found.notes if not _is_ours(note)):
        lost.append(Note("file", "tags"))
    if found.has_history:
        lost.append(Note("file", "when cards were reviewed and are due: all begin anew"))
    problems = [Note("file", f"only its first {MOST_NOTES} notes are read")] * found.is_cut
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
    elif GAP.search(note.fields[0]):
        yield from _with_gaps(note, words)
    else:
        yield Flashcard(words(note.fields[0]), _rest(note, words))
        if note.cards > 1:
            missing.add(f"{note.cards - 1} of its cards: one is made of each note")
    lost += [Note(plain(note.fields[0])[0][:60], what) for what in sorted(missing)]


def _rest(note: AnkiNote, words: Callable[[str], str]) -> str:
    """All fields but the first as one side; from the third on each with its name."""
    lines = []
    for place, field in enumerate(note.fields[1:], 1):
        name = note.names[place] if place < len(note.names) else ""
        if text := words(field):
            lines.append(f"{name}: {text}" if place > 1 and name else text)
    return "\n".join(lines)


def _with_gaps(note: AnkiNote, words: Callable[[str], str]) -> Iterator[Flashcard]:
    """One card for each number: its gaps are blank, those of other numbers are filled."""
    text, rest = note.fields[0], _rest(note, words)
    full = words(_asking(text, ""))
    for number in sorted({gap[1] for gap in GAP.finditer(text)}, key=int):
        yield Flashcard(words(_asking(text, number)), f"{full}\n{rest}".strip())


def _asking(text: str, number: str) -> str:
    """The text with the gaps of one number blank; a blank shows its hint, if it has one."""

    def shown(gap: re.Match[str]) -> str:
        answer, _, hint = gap[2].partition("::")
        return answer if gap[1] != number else f"[{hint or '…'}]"

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
