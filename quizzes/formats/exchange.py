"""What passes between question files and the bank: questions with options, one of them right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

LETTERS = "ABCD"


@dataclass(frozen=True)
class Choice:
    text: str
    right: bool = False
    why: str = ""
    misconception: str = ""


@dataclass(frozen=True)
class Question:
    """A single-choice question. What its file does not say is empty or 0."""

    name: str
    stem: str
    choices: tuple[Choice, ...]
    topic: str = ""
    objective: str = ""
    skill: str = ""
    difficulty: int = 0
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    """A problem (the item is not taken) or a loss (it is, without this), and of which item."""

    item: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """What a file holds. `count` is the number of items in it, taken or not."""

    questions: tuple[Question, ...]
    problems: tuple[Note, ...]
    lost: tuple[Note, ...]

    @property
    def count(self) -> int:
        return len(self.questions) + len({note.item for note in self.problems})


@dataclass(frozen=True)
class Format:
    """`carries` names the fields of a Question and its choices that a file of it can hold."""

    name: str
    suffix: str
    read: Callable[[bytes], Reading]
    write: Callable[[Sequence[Question]], bytes]
    carries: frozenset[str]


class NotText(Exception):
    """The file is not UTF-8 text."""


def as_text(content: bytes) -> str:
    """The text of a file with `\\n` line ends. Raises NotText."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotText("the file is not UTF-8 text") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def fault(question: Question) -> str:
    """Why a question cannot be an item of the bank; "" when it can."""
    right = sum(choice.right for choice in question.choices)
    texts = [choice.text for choice in question.choices]
    if not question.stem:
        return "has no question text"
    if len(texts) != len(LETTERS):
        return f"has {len(texts)} options, the bank takes {len(LETTERS)}"
    if right != 1:
        return f"has {right} right options, the bank takes exactly one"
    if not all(texts):
        return "has an empty option"
    return ""


def sorted_out(questions: Sequence[Question], problems: list[Note], lost: list[Note]) -> Reading:
    """A reading in which questions that the bank cannot hold are problems."""
    good = []
    for question in questions:
        if reason := fault(question):
            problems.append(Note(question.name, reason))
        else:
            good.append(question)
    return Reading(tuple(good), tuple(problems), tuple(lost))
