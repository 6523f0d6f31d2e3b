"""Question formats: what is written is read back; what cannot be taken is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.formats import aiken, csv_table, gift
from quizzes.formats.exchange import Choice, NotText, Question
from quizzes.formats.table import FORMATS, guessed

SIGNS = st.text(st.sampled_from("ab{}~=#:\\\"',;%[]()->⁺Ψ 1n\n"), min_size=1, max_size=14)
TEXTS = SIGNS.map(lambda t: t.strip()).filter(bool)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    key = draw(st.integers(0, 3))
    choices = tuple(
        Choice(draw(TEXTS), place == key, draw(TEXTS), "" if place == key else "a-belief")
        for place in range(4)
    )
    return Question("u2-2.8-001", draw(TEXTS), choices, "2.8", "2.8.A", "6.E", 2, ("ion", "atpase"))


def without_beliefs(question: Question) -> Question:
    choices = tuple(Choice(c.text, c.right, c.why) for c in question.choices)
    return Question(**(vars(question) | {"choices": choices}))


@given(st.lists(questions(), min_size=1, max_size=3))
def test_csv_carries_everything(asked: list[Question]) -> None:
    reading = csv_table.read(csv_table.write(asked))
    assert (list(reading.questions), reading.problems, reading.lost) == (asked, (), ())


@given(st.lists(questions(), min_size=1, max_size=3))
def test_gift_carries_everything_but_the_misconceptions(asked: list[Question]) -> None:
    reading = gift.read(gift.write(asked))
    assert list(reading.questions) == [without_beliefs(question) for question in asked]
    assert (reading.problems, reading.lost) == ((), ())


def test_aiken_carries_question_options_and_key() -> None:
    text = "Which ion\nleaves?\nA. K⁺\nB) Na⁺\nC. Cl⁻\nD. Ca²⁺\nANSWER: B\n\n"
    (question,) = aiken.read(text.replace("\n", "\r\n").encode()).questions
    assert question.stem == "Which ion\nleaves?"
    assert [c.text for c in question.choices if c.right] == ["Na⁺"]
    (again,) = aiken.read(aiken.write([question])).questions
    assert again.choices == question.choices


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Q?\nA. a\nB. b\nC. c\nD. d\nANSWER: E\n", "ANSWER E is none of its options"),
        ("Q?\nA. a\nB. b\nANSWER: A\n", "has 2 options, the bank takes 4"),
        ("Q?\nA. a\nB. b\nC. c\nD. d\n", "has no ANSWER line"),
        ("Q?\nA. a\nstray\nANSWER: A\n", "found “stray”"),
    ],
)
def test_an_aiken_question_that_cannot_be_taken_is_named(text: str, reason: str) -> None:
    good = "Good?\nA. a\nB. b\nC. c\nD. d\nANSWER: D\n"
    reading = aiken.read(f"{good}\n{text}".encode())
    assert [question.stem for question in reading.questions] == ["Good?"]
    assert reason in " ".join(note.reason for note in reading.problems)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Q {}", "an essay question"),
        ("Q {TRUE}", "a true–false question"),
        ("Q {#3.14:0.1}", "a numerical question"),
        ("Q {=a -> b =c -> d}", "a matching question"),
        ("Q {=a =b}", "a short-answer question"),
        ("Q {~%50%a ~%50%b ~c ~d}", "weighted answers"),
        ("Only words", "a description without answers"),
        ("Q {=a ~b ~c}", "has 3 options"),
        ("Q {=a =b ~c ~d}", "has 2 right options"),
    ],
)
def test_a_gift_question_of_another_kind_is_named(text: str, reason: str) -> None:
    reading = gift.read(f"$CATEGORY: bio\n\n{text}\n\n::ok::Good? {{~a =b ~c ~d}}\n".encode())
    assert [question.name for question in reading.questions] == ["ok"]
    assert reason in " ".join(note.reason for note in reading.problems)
    assert [note.reason for note in reading.lost] == ["$CATEGORY: bio"]
    assert reading.count == 2


def test_gift_reads_feedback_escapes_and_a_missing_word() -> None:
    text = r"::a \: b::[html]The pump moves {=3 Na\=out#Right\, yes. ~2 ~1 ~0####All} out."
    reading = gift.read(text.encode())
    (question,) = reading.questions
    assert question.stem == "The pump moves  _____ out."
    assert question.choices[0] == Choice("3 Na=out", True, "Right, yes.")
    assert {"general feedback: All", "its HTML is kept as text"} == {n.reason for n in reading.lost}


def test_a_csv_without_the_needed_columns_says_which() -> None:
    reading = csv_table.read(b"stem,A,B\nq,a,b\n")
    assert reading.problems[0].reason.endswith("missing: C, D, answer")


def test_a_csv_row_with_a_wrong_answer_or_column_is_named() -> None:
    reading = csv_table.read(b"stem,A,B,C,D,answer,hint\nq,a,b,c,d,e,x\nr,a,b,c,d,b,x\n")
    assert [question.stem for question in reading.questions] == ["r"]
    assert "is none of A, B, C, D" in reading.problems[0].reason
    assert reading.lost[0].reason == "unknown column hint"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\xef\xbb\xbf", b"{", b"}{=~#:", b'"', b"A. x\n"]
)
def test_no_file_brings_a_reader_down(name: str, content: bytes) -> None:
    assert FORMATS[name].read(content).questions == ()


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_is_not_text_is_refused(name: str) -> None:
    with pytest.raises(NotText):
        FORMATS[name].read(b"\xff\xfe\x00\x01")


@pytest.mark.parametrize(
    ("file", "content", "name"),
    [
        ("x.gift", b"", "gift"),
        ("x.CSV", b"", "csv"),
        ("x.txt", b"Q\nA. a\r\nANSWER: A", "aiken"),
        ("x.txt", b"::a::Q {=b ~c}", "gift"),
        ("x.doc", b"words", None),
    ],
)
def test_the_format_is_known_from_name_or_content(
    file: str, content: bytes, name: str | None
) -> None:
    form = guessed(file, content)
    assert (form.name if form else None) == name
