"""Card files: Anki's packages and CSV, there and back, and what hostile ones can do: nothing."""

import io
import json
import sqlite3
import time
import zipfile

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.formats import anki, anki_package, cards_csv
from quizzes.formats.anki import NotADeck
from quizzes.formats.cards import Flashcard, plain

CARDS = (
    Flashcard("ATP", "Energy currency\nof the cell", "a note", "term/atp", "1.2"),
    Flashcard("Na⁺/K⁺ pump: 3 < 4 & “so”?", "[three] out, {two} in", "", "name/pump", "2.8"),
    Flashcard("My own; with, commas", "line one\nline two", "", "own/abc", ""),
)
SCHEMA = """
CREATE TABLE notes (id integer primary key, guid text, mid integer, tags text, flds text);
CREATE TABLE cards (id integer primary key, nid integer);
CREATE TABLE revlog (id integer primary key);
"""

DEEP = "UPDATE col SET models = replace(hex(zeroblob(45000)), '0', '[')"


def package(
    *notes: tuple[str, ...], name: str = "collection.anki21", tags: str = "", cards: int = 1,
    extra: str = "", reviewed: bool = False,
) -> bytes:  # fmt: skip
    """A package as Anki writes it, in the old layout or (anki21b) the new one."""
    database = sqlite3.connect(":memory:")
    database.executescript(SCHEMA)
    if name.endswith("b"):
        database.execute("CREATE TABLE fields (ntid integer, ord integer, name text)")
        for place, field in enumerate(("Front", "Back", "Extra")):
            database.execute("INSERT INTO fields VALUES (7, ?, ?)", (place, field))
    else:
        kinds = {"7": {"flds": [{"name": n} for n in ("Front", "Back", "Extra")]}}
        database.execute("CREATE TABLE col (models text)")
        database.execute("INSERT INTO col VALUES (?)", (json.dumps(kinds),))
    for number, fields in enumerate(notes, 1):
        row = (number, f"guid{number}", 7, tags, "\x1f".join(fields))
        database.execute("INSERT INTO notes VALUES (?, ?, ?, ?, ?)", row)
        database.executemany("INSERT INTO cards (nid) VALUES (?)", [(number,)] * cards)
    if reviewed:
        database.execute("INSERT INTO revlog DEFAULT VALUES")
    database.executescript(extra)
    database.commit()
    content = bytes(database.serialize())
    return zipped({name: zstandard.compress(content) if name.endswith("b") else content})


def zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_a_package_comes_back_as_it_went() -> None:
    reading = anki.read(anki.write(CARDS))
    assert reading.cards == CARDS
    assert (reading.problems, reading.lost) == ((), ())


def test_a_table_comes_back_as_it_went() -> None:
    reading = cards_csv.read(cards_csv.write(CARDS))
    assert reading.cards == CARDS
    assert (reading.problems, reading.lost) == ((), ())


def test_the_same_cards_make_the_same_package() -> None:
    assert anki.write(CARDS) == anki.write(CARDS)


line = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FFF, exclude_categories=["C", "Z"]),
    min_size=1, max_size=30,
).filter(lambda text: "[sound:" not in text)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(front=line, back=line, note=line)
def test_any_words_survive_both_kinds_of_file(front: str, back: str, note: str) -> None:
    cards = (Flashcard(front, back, note, "own/x"),)
    assert cards_csv.read(cards_csv.write(cards)).cards == cards
    assert anki.read(anki.write(cards)).cards == cards


@pytest.mark.parametrize("name", anki_package.COLLECTIONS)
def test_every_layout_of_anki_is_read(name: str) -> None:
    content = package(("Osmosis", "Water moves<br>down its gradient", ""), name=name)
    assert anki.read(content).cards == (Flashcard("Osmosis", "Water moves\ndown its gradient"),)


def test_the_newest_collection_of_a_package_is_read() -> None:
    with zipfile.ZipFile(io.BytesIO(package(("New", "one")))) as archive:
        new = archive.read("collection.anki21")
    with zipfile.ZipFile(io.BytesIO(package(("Please update", "Anki")))) as archive:
        old = archive.read("collection.anki21")
    files = {"collection.anki2": old, "collection.anki21b": zstandard.compress(new)}
    assert anki.read(zipped(files)).cards == (Flashcard("New", "one"),)


def test_what_has_no_place_on_a_card_is_named() -> None:
    reading = anki.read(
        package(
            ('Cell <img src="x.png">', "<b>Smallest</b> unit [sound:a.mp3]", "H<sub>2</sub>O"),
            tags=" bio unit2 ", cards=2, reviewed=True,
        )
    )  # fmt: skip
    assert reading.cards == (Flashcard("Cell", "Smallest unit\nExtra: H₂O"),)
    assert {(note.item, note.reason) for note in reading.lost} == {
        ("Cell", "a picture"),
        ("Cell", "a sound"),
        ("Cell", "formatting"),
        ("Cell", "1 of its cards: one is made of each note"),
        ("file", "tags"),
        ("file", "when cards were reviewed and are due: all begin anew"),
    }


def test_gaps_become_a_card_each() -> None:
    text = "The {{c1::Na⁺/K⁺}} pump moves {{c2::three::how many}} Na⁺ {{c1::out}}."
    reading = anki.read(package((text, "See 2.8", ""), cards=2))
    full = "The Na⁺/K⁺ pump moves three Na⁺ out.\nSee 2.8"
    assert reading.cards == (
        Flashcard("The […] pump moves three Na⁺ […].", full),
        Flashcard("The Na⁺/K⁺ pump moves [how many] Na⁺ out.", full),
    )
    assert reading.lost == ()


def test_a_number_of_many_digits_makes_no_gap() -> None:
    text = f"{{{{c{'1' * 5_000}::x}}}} and {{{{c²::y}}}}"
    assert anki.read(package((text, "back"))).cards == ()
    assert anki.read(package(("{{c0123::x}}", "back"))).cards == (
        Flashcard("{{c0123::x}}", "back"),
    )


def test_a_note_under_our_name_without_our_fields_is_read_like_any_other() -> None:
    ours = """
        UPDATE notes SET guid = 'gradient:x';
        UPDATE col SET models = replace(models, '"Extra"', '"Note"}, {"name": "Key"');
    """
    reading = anki.read(package(("Osmosis", "Water moves"), extra=ours))
    assert reading.cards == (Flashcard("Osmosis", "Water moves"),)


def test_text_made_to_take_long_does_not() -> None:
    start = time.perf_counter()
    for text in ("{{c1::" * 3_000, "{{c1::a::" * 2_000, "<" * 19_000, "<!" * 9_000, "&#" * 9_000):
        anki.read(package(*[(text, "back")] * 20))
    assert time.perf_counter() - start < 20


def test_html_made_to_take_long_is_looked_through_once() -> None:
    start = time.process_time()
    openings = ("<a ", "<a b='", "[sound:", "<!--", "<sub>", "<div>", "data:", "&#x1", "< a='>' ")
    for opening in openings:
        text = opening * (20_000 // len(opening))
        reading = anki.read(package(*[(text, text)] * 20))
        assert all(len(card.front) < 5_000 for card in reading.cards)
    assert time.process_time() - start < 5


def test_a_number_of_many_digits_is_no_character() -> None:
    for digits in ("9" * 5_000, "x" + "f" * 5_000):
        assert plain(f"a&#{digits};b") == ("a\ufffdb", set())
    assert plain("&#178;&#xb2;&#0000178;") == ("²²²", set())


def test_a_gap_that_nothing_closes_is_cut_before_it_is_looked_at() -> None:
    with pytest.raises(NotADeck, match="longer than 2 MB"):
        anki.read(package(("{{c1::" + "a" * 4_000_000, "back")))
    reading = anki.read(package(("{{c1::" + "a" * 1_500_000, "back"), ("One", "1")))
    assert reading.cards == (Flashcard("One", "1"),)
    assert len(reading.problems[0].item) <= 60


def test_a_note_with_more_gaps_than_anybody_makes_gives_a_hundred_cards() -> None:
    text = "".join(f"{{{{c{number}::x}}}}" for number in range(1, 400))
    reading = anki.read(package((text, "back")))
    assert len(reading.cards) == anki.MOST_GAPS
    assert "gaps with more than 100 numbers" in {note.reason for note in reading.lost}
    text = "".join(f"{{{{c{number}::x}}}}" for number in range(1, 8_000))
    reading = anki.read(package((text, "back")))
    assert [note.reason[:22] for note in reading.problems] == ["a side is longer than "]


def test_a_file_makes_no_more_cards_than_can_be_kept() -> None:
    text = "".join(f"{{{{c{number}::}}}}" for number in range(1, 101)) + "word"
    reading = anki.read(package(*[(text, "back")] * 300))
    assert len(reading.cards) == 5_000
    assert "only the first 5000 cards are taken" in reading.problems[0].reason


def test_text_without_end_is_read_up_to_its_bound_and_said_to_be_cut() -> None:
    reading = anki.read(package(*[("x" * 19_000, "y")] * 400))
    assert len(reading.problems) < 400
    assert reading.problems[0].reason.startswith("only its first 263 notes are read")


def test_a_note_has_no_more_fields_than_are_read() -> None:
    found = anki_package.opened(package(tuple(["side"] * 5_000)))
    assert len(found.notes[0].fields) == anki_package.MOST_FIELDS


def test_a_gap_in_a_subscript_is_a_gap() -> None:
    reading = anki.read(package(("H<sub>{{c1::2}}</sub>O is {{c2::<b>water</b>}}", "")))
    full = "H₂O is water"
    assert reading.cards == (Flashcard("H[…]O is water", full), Flashcard("H₂O is […]", full))


def test_a_picture_inside_the_text_is_no_reason_to_refuse_it() -> None:
    picture = f'<img src="data:image/png;base64,{"A" * 90_000}">'
    assert anki.read(package((f"Cell {picture}", "Unit"))).cards == (Flashcard("Cell", "Unit"),)


def test_cards_with_an_empty_side_are_problems_and_the_others_are_taken() -> None:
    reading = anki.read(package(("One", "1"), ("Two", ""), ("", "3"), ("x" * 5000, "long")))
    assert reading.cards == (Flashcard("One", "1"),)
    assert [note.reason[:22] for note in reading.problems] == [
        "one of its sides is em",
        "one of its sides is em",
        "a side is longer than ",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "not an Anki package"),
        (b"PK\x03\x04 and nothing", "not an Anki package"),
        (zipped({"readme.txt": b"hello"}), "no collection of cards"),
        (zipped({"collection.anki2": b"no database at all"}), "no database"),
        (zipped({"collection.anki2": b""}), "no database"),
        (zipped({"collection.anki21b": b"not packed"}), "cannot be unpacked"),
        (package(("a", "b"), extra="DROP TABLE notes"), "no notes"),
        (package(("a", "b"), extra="UPDATE col SET models = '{'"), "cannot be read"),
        (package(("a", "b"), extra="UPDATE col SET models = '[1]'"), "cannot be read"),
        (package(("a", "b"), extra="""UPDATE col SET models = '{"7": {}}'"""), "cannot be read"),
        (b"x" * (anki_package.LARGEST_FILE + 1), "larger than 20 MB"),
        (zipped({"collection.anki2": b"\0" * 81_000_000}), "larger than 80 MB"),
        (zipped({"collection.anki21b": zstandard.compress(b"\0" * 81_000_000)}), "than 80 MB"),
        (package(("a", "b"), extra=DEEP), "cannot be read"),
    ],
)
def test_what_is_no_deck_is_refused_with_its_reason(content: bytes, told: str) -> None:
    with pytest.raises(NotADeck, match=told):
        anki.read(content)


def test_notes_that_are_a_view_are_no_notes() -> None:
    endless = """
        DROP TABLE notes;
        CREATE VIEW notes AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
        SELECT x AS id, x AS guid, 7 AS mid, '' AS tags, x AS flds FROM n;
    """
    with pytest.raises(NotADeck, match="no notes"):
        anki.read(package(("a", "b"), extra=endless))


LYING = """
    CREATE TABLE other (a);
    PRAGMA writable_schema = ON;
    UPDATE sqlite_master SET sql = 'CREATE VIEW other AS SELECT 1' WHERE name = 'other';
"""
COMPUTED = """
    DROP TABLE {table};
    CREATE TABLE {table} (id, nid, guid, mid, tags, flds, x, {column} AS (hex(zeroblob(20000000))));
    INSERT INTO {table} (x) WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 20)
    SELECT x FROM n;
"""


@pytest.mark.parametrize(("table", "column"), [("notes", "flds"), ("notes", "y"), ("cards", "nid")])
def test_columns_that_are_computed_are_refused(table: str, column: str) -> None:
    extra = COMPUTED.format(table=table, column=column).replace(f" {column},", "", 1)
    with pytest.raises(NotADeck, match="no notes of its own"):
        anki.read(package(("a", "b"), extra=extra))


@pytest.mark.parametrize(
    "extra",
    [
        "CREATE VIEW other AS SELECT 1",
        "CREATE TRIGGER other AFTER INSERT ON notes BEGIN SELECT 1; END",
        "CREATE VIRTUAL TABLE other USING fts5(a)",
        LYING,
    ],
)
def test_a_collection_with_more_than_plain_tables_is_refused(extra: str) -> None:
    with pytest.raises(NotADeck, match=r"no notes of its own|no database"):
        anki.read(package(("a", "b"), extra=extra))


def test_rows_that_a_default_makes_long_are_read_up_to_their_bound() -> None:
    extra = f"ALTER TABLE notes ADD COLUMN long DEFAULT '{'x' * 1_000_000}'"
    assert len(anki.read(package(*[("a", "b")] * 20, extra=extra)).cards) == 20
    swap = (
        "ALTER TABLE notes RENAME COLUMN flds TO old; ALTER TABLE notes RENAME COLUMN long TO flds"
    )
    found = anki_package.opened(package(*[("a", "b")] * 200, extra=f"{extra}; {swap}"))
    assert found.is_cut
    assert len(found.notes) < 90


def test_a_database_that_takes_for_ever_is_stopped() -> None:
    endless = """
        DROP TABLE cards; DROP TABLE notes;
        CREATE TABLE notes (id, guid, mid, tags, flds, sum AS (1));
        INSERT INTO notes WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 9000)
        SELECT x, 'g', 7, '', 'a' || char(31) || 'b' FROM n;
        CREATE TABLE cards (id, nid);
        INSERT INTO cards SELECT id, 0 FROM notes;
    """
    start = time.perf_counter()
    with pytest.raises(NotADeck, match="cannot be read"):
        anki.read(package(extra=endless))
    assert time.perf_counter() - start < 10


def test_characters_that_cannot_be_kept_are_left_out_of_a_file_and_nothing_else() -> None:
    table = b"front,back,note,key\nA\x00TP,en\x00ergy,n\x00,ter\x00m/atp\n\x00,empty,,\nB,c,,\n"
    reading = cards_csv.read(table)
    assert reading.cards == (Flashcard("ATP", "energy", "n", "term/atp"), Flashcard("B", "c"))
    assert [note.reason for note in reading.problems] == ["one of its sides is empty"]
    half = r"""UPDATE col SET models = replace(models, 'Extra', 'Ex\ud800tra')"""
    reading = anki.read(package(("Mem\x00brane", "Lip\x00ids", "more"), extra=half))
    assert reading.cards == (Flashcard("Membrane", "Lipids\nExtra: more"),)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"question,answer\na,b\n", "missing: front, back"),
        (b"", "missing: front, back"),
        (b"front,back\na,\n", "empty"),
    ],
)
def test_a_table_that_cannot_be_taken_says_why(content: bytes, told: str) -> None:
    reading = cards_csv.read(content)
    assert reading.cards == ()
    assert told in reading.problems[0].reason


def test_a_table_names_columns_that_it_does_not_know() -> None:
    reading = cards_csv.read(b"Front ,BACK,color\nATP,energy,red\n\n")
    assert reading.cards == (Flashcard("ATP", "energy"),)
    assert [note.reason for note in reading.lost] == ["unknown column color"]


@pytest.mark.parametrize(
    ("side", "text"),
    [
        ("CO<sub>2</sub> and Na<sup>+</sup>", "CO₂ and Na⁺"),
        ("a&lt;b &amp; c&nbsp;d", "a<b & c d"),
        ("<div>one</div><div>two<br>three</div>", "one\ntwo\nthree"),
        ("<style>p{}</style><script>alert(1)</script>words", "words"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<p>open <b>bold", "open bold"),
    ],
)
def test_html_becomes_words(side: str, text: str) -> None:
    assert plain(side)[0] == text
