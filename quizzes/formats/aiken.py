"""Aiken: a question line, `A. …` options, `ANSWER: B`.

Source: Moodle documentation, "Aiken format". Only text, options and the key exist in it.
"""

import re
from collections.abc import Sequence

from quizzes.formats.exchange import (
    LETTERS,
    Choice,
    Note,
    Question,
    Reading,
    as_text,
    sorted_out,
)

OPTION = re.compile(r"([A-Z])[.)]\s+(.*)")
ANSWER = re.compile(r"ANSWER:\s*([A-Z])\s*")
CARRIES = frozenset({"stem", "text", "right"})


def read(content: bytes) -> Reading:
    """The questions of an Aiken file. Raises NotText."""
    questions: list[Question] = []
    problems: list[Note] = []
    stem: list[str] = []
    options: dict[str, str] = {}
    for number, line in enumerate(as_text(content).split("\n"), 1):
        line = line.strip()
        name = f"question {len(questions) + len(problems) + 1}"
        if answer := ANSWER.fullmatch(line):
            key = answer[1]
            if key not in options:
                problems.append(Note(name, f"line {number}: ANSWER {key} is none of its options"))
            else:
                choices = tuple(Choice(text, letter == key) for letter, text in options.items())
                questions.append(Question(name, "\n".join(stem).strip(), choices))
            stem, options = [], {}
        elif (option := OPTION.fullmatch(line)) and stem:
            options[option[1]] = option[2]
        elif options and line:
            problems.append(
                Note(name, f"line {number}: expected an option or ANSWER, found “{line}”")
            )
            stem, options = [line], {}
        elif line or stem:
            stem.append(line)
    if any(stem) or options:
        problems.append(
            Note(f"question {len(questions) + len(problems) + 1}", "has no ANSWER line")
        )
    return sorted_out(questions, problems, [])


def write(questions: Sequence[Question]) -> bytes:
    """The questions in Aiken; everything of one becomes one line."""
    return "\n".join(_written(question) for question in questions).encode()


def _written(question: Question) -> str:
    pairs = list(zip(LETTERS, question.choices, strict=True))
    lines = [_line(question.stem), *(f"{letter}. {_line(choice.text)}" for letter, choice in pairs)]
    key = next(letter for letter, choice in pairs if choice.right)
    return "\n".join((*lines, f"ANSWER: {key}", ""))


def _line(text: str) -> str:
    return " ".join(text.split())
