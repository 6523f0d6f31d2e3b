"""Card files ⇄ a student's cards; it is said what is taken, what was there and what is lost."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from quizzes import faces
from quizzes.cardmodels import Card
from quizzes.faces import Face
from quizzes.formats import anki, cards_csv
from quizzes.formats.anki import NotADeck
from quizzes.formats.cards import MOST_CARDS, CardReading, Flashcard, plain
from quizzes.formats.exchange import Note, NotText
from quizzes.shown import ShownStimulus

LARGEST_FILE = 20_000_000  # bytes
TITLE = "AP Biology"


@dataclass(frozen=True)
class Written:
    """A file to send."""

    content: bytes
    name: str
    type: str


@dataclass(frozen=True)
class Taken:
    """What became of a file: new cards, those known already, notes added to the course's cards."""

    new: int = 0
    known: int = 0
    noted: int = 0
    problems: tuple[Note, ...] = ()
    lost: tuple[Note, ...] = ()


def read(name: str, content: bytes) -> CardReading:
    """The cards of a file, by its name. What cannot be read at all is its one problem."""
    is_deck = name.lower().endswith((".apkg", ".colpkg")) or content[:2] == b"PK"
    reader: Callable[[bytes], CardReading] = anki.read if is_deck else cards_csv.read
    try:
        return reader(content)
    except (NotADeck, NotText) as error:
        return CardReading((), (Note("file", str(error)),))


@transaction.atomic
def take(*, user: Any, reading: CardReading) -> Taken:
    """Keep the cards of a file. The same file again changes nothing."""
    rows = {card.key: card for card in Card.objects.of(user).select_for_update()}
    room = MOST_CARDS - sum(key.startswith("own/") for key in rows)
    new: dict[str, Card] = {}
    noted: dict[str, Card] = {}
    for card in reading.cards:
        key = card.key if is_of_course(card.key) else own_key(card.front, card.back)
        row = rows.get(key)
        if row is None and not (is_of_course(key) and not card.note):
            new.setdefault(key, _row(user, key, card))
        elif row is not None and card.note and not row.note:
            row.note = card.note
            noted[key] = row
    made = list(new.values())
    own = [row for row in made if row.key.startswith("own/")]
    left_out = {row.key for row in own[max(room, 0) :]}
    Card.objects.bulk_create([row for row in made if row.key not in left_out])
    Card.objects.bulk_update(noted.values(), ["note"])
    problems = reading.problems
    if left_out:
        told = f"you have {MOST_CARDS} cards of your own, more are not kept; {len(left_out)} left"
        problems = (*problems, Note("file", told))
    of_course = len(made) - len(own)
    return Taken(
        new=len(own) - len(left_out), noted=len(noted) + of_course, problems=problems,
        known=len(reading.cards) - len(made) - len(noted), lost=reading.lost,
    )  # fmt: skip


def _row(user: Any, key: str, card: Flashcard) -> Card:
    if is_of_course(key):
        return Card(user=user, key=key, note=card.note)
    return Card(user=user, key=key, front=card.front, back=card.back, note=card.note)


def is_of_course(key: str) -> bool:
    """Whether a key names a card that the course makes."""
    return bool(key) and not key.startswith("own/") and faces.stands(key)


def own_key(front: str, back: str) -> str:
    """The key of a card of one's own: the same words are the same card."""
    words = f"{front}\x1f{back}".encode()
    return f"own/{hashlib.sha256(words).hexdigest()[:20]}"


def flashcards(
    rows: Mapping[str, Card], keys: Iterable[str], address: Callable[[str], str]
) -> list[Flashcard]:
    """The cards of these keys as files hold them. `address` makes a whole address of a path."""
    wanted = list(keys)
    items = faces.items_of(wanted)
    shown = ((faces.face(key, rows.get(key), items), rows.get(key)) for key in wanted)
    return [_flashcard(face, row, address) for face, row in shown if face is not None]


def _flashcard(face: Face, row: Card | None, address: Callable[[str], str]) -> Flashcard:
    note = row.note if row is not None else ""
    if row is not None and row.key.startswith("own/"):
        return Flashcard(row.front, row.back, note, row.key)
    front = f"{_words(face.stimulus)}{face.front}"
    more = f"<br>{address(face.url)}" if face.stimulus is not None else ""
    ask = f"<br>{face.asks}" if not face.key.startswith("term/") else ""
    sides = (plain(front + ask)[0], plain(face.back + more)[0])
    return Flashcard(*sides, note, face.key, face.topic)


def _words(stimulus: ShownStimulus | None) -> str:
    """Its words; tables, charts and drawings stay on the site, to which the card leads."""
    return stimulus.text if stimulus is not None else ""


def write(form: str, cards: list[Flashcard]) -> Written:
    """The cards as a file of one of the two forms."""
    if form == "csv":
        return Written(cards_csv.write(cards), "cards.csv", "text/csv; charset=utf-8")
    return Written(anki.write(cards, TITLE), "cards.apkg", "application/octet-stream")
