"""The inside of an Anki package, opened without trust: its notes, with the names of their fields.

Sizes are bounded before anything is unpacked; the database is opened in memory, asked only plain
questions and stopped when they take long. Layout:
https://github.com/ankidroid/Anki-Android/wiki/Database-Structure; newer Anki compresses the
collection with Zstandard and keeps the names of fields in a table of their own.
"""

import io
import itertools
import json
import lzma
import sqlite3
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import zstandard

from quizzes.formats.cards import LONGEST_HTML, without_files

LARGEST_FILE = 20_000_000
LARGEST_COLLECTION = 80_000_000  # bytes, unpacked
MOST_STEPS = 20_000_000  # of SQLite's machine: a hostile database must not hold a worker
MOST_NOTES = 6_000
MOST_FIELDS = 60  # of a note
MOST_TAGS = 40
MOST_NAMES = 1_000  # of fields
MOST_CARDS_READ = 200_000
LONGEST_NAME = 100
LONGEST_VALUE = 2_000_000  # bytes that SQLite gives at once
MOST_TEXT = 5_000_000  # characters of all notes, without the pictures written into them
READ = frozenset({"notes", "cards", "revlog", "fields"})
PLAIN = ("CREATE TABLE ", "CREATE INDEX ", "CREATE UNIQUE INDEX ")
SCHEMA = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
COMPUTED = "SELECT 1 FROM pragma_table_xinfo(?) WHERE hidden <> 0"
NOTES = "SELECT id, guid, mid, flds, tags FROM notes"
# What is asked for its type is not loaded: many rows can share one long value.
CARDS = "SELECT nid FROM cards WHERE typeof(nid) = 'integer' LIMIT ?"
NAMES = (
    "SELECT ntid, ord, substr(name, 1, ?) FROM fields "
    "WHERE typeof(ntid) = 'integer' AND typeof(ord) = 'integer' LIMIT ?"
)
COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
SEPARATOR = "\x1f"
UNREADABLE = (
    *(sqlite3.Error, ValueError, TypeError, KeyError, AttributeError, OverflowError),
    RecursionError,
)
UNPACKABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError),
    *(EOFError, OSError),
)


class NotADeck(Exception):
    """The file is no Anki package that can be read; says why."""


@dataclass(frozen=True)
class AnkiNote:
    """A note: its fields in HTML, their names, its tags, how many cards it has."""

    guid: str
    names: tuple[str, ...]
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    cards: int


@dataclass(frozen=True)
class Collection:
    notes: tuple[AnkiNote, ...]
    is_cut: bool
    has_history: bool


def opened(content: bytes) -> Collection:
    """What a package holds. Raises NotADeck."""
    with closing(_database(_collection(content))) as database:
        try:
            notes, is_cut = _within_bounds(_notes(database))
            history = database.execute("SELECT 1 FROM revlog LIMIT 1").fetchone()
        except sqlite3.DataError as error:
            told = f"a note in it is longer than {LONGEST_VALUE // 1_000_000} MB"
            raise NotADeck(f"its collection cannot be read: {told}") from error
        except UNREADABLE as error:
            raise NotADeck(f"its collection cannot be read: {error}") from error
    return Collection(notes, is_cut, history is not None)


def _within_bounds(rows: Iterator[tuple[AnkiNote, int]]) -> tuple[tuple[AnkiNote, ...], bool]:
    """The notes until they are too many or too long, and whether that is not all of them.

    Rows can share the pages of a file or be filled by a default: they can be longer than it.
    """
    notes: list[AnkiNote] = []
    text = size = 0
    for note, length in rows:
        text += sum(map(len, note.fields))
        size += length
        if len(notes) == MOST_NOTES or text > MOST_TEXT or size > LARGEST_COLLECTION:
            return tuple(notes), True
        notes.append(note)
    return tuple(notes), False


def _collection(content: bytes) -> bytes:
    """The bytes of the newest collection in the archive."""
    if len(content) > LARGEST_FILE:
        raise NotADeck(f"it is larger than {LARGEST_FILE // 1_000_000} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            name = next((name for name in COLLECTIONS if name in names), None)
            if name is None:
                raise NotADeck("it holds no collection of cards")
            with archive.open(name) as packed:
                found = packed.read(LARGEST_COLLECTION + 1)
    except UNPACKABLE as error:
        raise NotADeck("it is not an Anki package (.apkg)") from error
    if name.endswith("b"):
        found = _unpacked(found)
    if len(found) > LARGEST_COLLECTION:
        raise NotADeck(f"unpacked it is larger than {LARGEST_COLLECTION // 1_000_000} MB")
    return found


def _unpacked(content: bytes) -> bytes:
    try:
        with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(content)) as stream:
            return bytes(stream.read(LARGEST_COLLECTION + 1))
    except (zstandard.ZstdError, MemoryError) as error:
        raise NotADeck("its collection cannot be unpacked") from error


def _database(content: bytes) -> sqlite3.Connection:
    """The collection in memory. Its own views and triggers are not to be trusted, nor its speed.

    Columns that are computed are refused: one function can take minutes and much memory, and
    nothing stops SQLite inside a function.
    """
    database = sqlite3.connect(":memory:")
    try:
        # Bytes 18 and 19 tell of a write-ahead log, which a database in memory cannot have.
        is_log = len(content) > 20 and content[18:20] == b"\x02\x02"
        database.deserialize(content[:18] + b"\x01\x01" + content[20:] if is_log else content)
        database.execute("PRAGMA trusted_schema = OFF")
        database.create_collation("unicase", lambda one, two: (one > two) - (one < two))
        steps = itertools.count(1)
        database.set_progress_handler(lambda: next(steps) * 10_000 > MOST_STEPS, 10_000)
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        found = _plain_tables(database)
    except (sqlite3.Error, MemoryError) as error:  # of nothing at all, it says memory is short
        database.close()
        raise NotADeck("its collection is no database") from error
    if not {"notes", "cards", "revlog"} <= found:
        database.close()
        raise NotADeck("its collection cannot be read: it has no notes of its own")
    return database


def _plain_tables(database: sqlite3.Connection) -> set[str]:
    """The tables that hold what they show; none where anything else is in the collection.

    Of each the text that made it is looked at: that is what SQLite goes by, not its kind or name.
    """
    made = [str(row[0]) for row in database.execute(SCHEMA)]
    if not all(text.startswith(PLAIN) for text in made):
        return set()
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    found = {row[0] for row in tables} & READ
    return {name for name in found if not database.execute(COMPUTED, (name,)).fetchone()}


def _notes(database: sqlite3.Connection) -> Iterator[tuple[AnkiNote, int]]:
    """The notes and their length in the file, as they lie, which is in the order of their numbers.

    They are not sorted: to sort what does not lie so is one long step that nothing stops.
    """
    names = _field_names(database)
    cards = Counter(row[0] for row in database.execute(CARDS, (MOST_CARDS_READ,)))
    for number, guid, model, fields, tags in database.execute(NOTES):
        values = [str(value) for value in (guid, model, fields, tags)]
        sides = without_files(values[2]).split(SEPARATOR, MOST_FIELDS)[:MOST_FIELDS]
        note = AnkiNote(
            guid=values[0][:LONGEST_NAME],
            names=names.get(values[1], ()),
            fields=tuple(side[: LONGEST_HTML + 1] for side in sides),
            tags=tuple(values[3].split(None, MOST_TAGS)[:MOST_TAGS]),
            cards=cards[number],
        )
        yield note, sum(map(len, values))


def _field_names(database: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """The names of the fields of each kind of note; newer collections have a table of them."""
    found: dict[str, list[str]] = {}
    if "fields" in _plain_tables(database):
        rows = database.execute(NAMES, (LONGEST_NAME, MOST_NAMES)).fetchall()
        for kind, _, name in sorted(rows):
            found.setdefault(str(kind), []).append(str(name))
    else:
        row = database.execute("SELECT models FROM col").fetchone()
        kinds = json.loads(row[0]) if row and row[0] else {}
        for key, kind in kinds.items():
            found[str(key)] = [str(field["name"])[:LONGEST_NAME] for field in kind["flds"]]
    return {kind: tuple(names[:MOST_FIELDS]) for kind, names in found.items()}
