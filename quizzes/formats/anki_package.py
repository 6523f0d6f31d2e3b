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
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import zstandard

LARGEST_FILE = 20_000_000
LARGEST_COLLECTION = 80_000_000  # bytes, unpacked
MOST_STEPS = 20_000_000  # of SQLite's machine: a hostile database must not hold a worker
MOST_NOTES = 6_000
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
            notes = tuple(itertools.islice(_notes(database), MOST_NOTES + 1))
            history = database.execute("SELECT 1 FROM revlog LIMIT 1").fetchone()
        except UNREADABLE as error:
            raise NotADeck(f"its collection cannot be read: {error}") from error
    return Collection(notes[:MOST_NOTES], len(notes) > MOST_NOTES, history is not None)


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
    """The collection in memory. Its own views and triggers are not to be trusted, nor its speed."""
    database = sqlite3.connect(":memory:")
    try:
        # Bytes 18 and 19 tell of a write-ahead log, which a database in memory cannot have.
        is_log = len(content) > 20 and content[18:20] == b"\x02\x02"
        database.deserialize(content[:18] + b"\x01\x01" + content[20:] if is_log else content)
        database.execute("PRAGMA trusted_schema = OFF")
        database.create_collation("unicase", lambda one, two: (one > two) - (one < two))
        steps = itertools.count(1)
        database.set_progress_handler(lambda: next(steps) * 10_000 > MOST_STEPS, 10_000)
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        found = {row[0] for row in tables}
    except (sqlite3.Error, MemoryError) as error:  # of nothing at all, it says memory is short
        database.close()
        raise NotADeck("its collection is no database") from error
    if not {"notes", "cards", "revlog"} <= found:
        database.close()
        raise NotADeck("its collection has no notes")
    return database


def _notes(database: sqlite3.Connection) -> Iterator[AnkiNote]:
    names = _field_names(database)
    rows = database.execute(
        "SELECT guid, mid, flds, tags, (SELECT count(*) FROM cards WHERE cards.nid = notes.id) "
        "FROM notes ORDER BY notes.id"
    )
    for guid, model, fields, tags, count in rows:
        values = tuple(str(fields).split(SEPARATOR))
        yield AnkiNote(
            str(guid), names.get(str(model), ()), values, tuple(str(tags).split()), count
        )


def _field_names(database: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """The names of the fields of each kind of note; newer collections have a table of them."""
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    if ("fields",) in tables.fetchall():
        found: dict[str, tuple[str, ...]] = {}
        for kind, name in database.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
            found[str(kind)] = (*found.get(str(kind), ()), str(name))
        return found
    row = database.execute("SELECT models FROM col").fetchone()
    kinds = json.loads(row[0]) if row and row[0] else {}
    return {
        str(key): tuple(str(field["name"]) for field in kind["flds"]) for key, kind in kinds.items()
    }
