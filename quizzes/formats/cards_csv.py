"""Cards as CSV: one a row, the columns of COLUMNS in any order; only `front` and `back` must be.

UTF-8 with a byte order mark, so that spreadsheets show ions as they are.
"""

import csv
import io
from collections.abc import Sequence

from quizzes.formats.cards import CardReading, Flashcard, sorted_out
from quizzes.formats.exchange import Note, as_text

COLUMNS = ("front", "back", "note", "topic", "key")
NEEDED = ("front", "back")


def read(content: bytes) -> CardReading:
    """The rows of a CSV file. Raises NotText."""
    rows = csv.DictReader(io.StringIO(as_text(content), newline=""), restkey="", restval="")
    try:
        names = [name.strip().casefold() for name in rows.fieldnames or ()]
        missing = [name for name in NEEDED if name not in names]
        if missing:
            reason = f"the first line must name the columns; missing: {', '.join(missing)}"
            return CardReading((), (Note("file", reason),))
        cards = [card for row in rows if (card := _card(row)) is not None]
    except csv.Error as error:
        return CardReading((), (Note("file", f"line {rows.line_num}: {error}"),))
    lost = [Note("file", f"unknown column {name}") for name in names if name not in COLUMNS]
    return sorted_out(cards, [], lost)


def _card(row: dict[str, str]) -> Flashcard | None:
    """A row as a card; None for an empty row."""
    values = {
        str(name).strip().casefold(): value.strip()
        for name, value in row.items()
        if isinstance(value, str)
    }
    if not any(values.values()):
        return None
    return Flashcard(**{name: values.get(name, "") for name in COLUMNS})


def write(cards: Sequence[Flashcard]) -> bytes:
    """The cards as rows under COLUMNS."""
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: getattr(card, name) for name in COLUMNS} for card in cards)
    return table.getvalue().encode("utf-8-sig")
