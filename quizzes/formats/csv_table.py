"""CSV: one item a row, the columns of COLUMNS, in any order; only `stem`, A–D and `answer` must be.

UTF-8 with a byte order mark, so that spreadsheets show ions as they are.
"""

import csv
import io
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

FACTS = ("id", "topic", "objective", "skill", "difficulty", "terms", "stem")
COLUMNS = (
    *FACTS,
    *LETTERS,
    "answer",
    *(f"why_{letter}" for letter in LETTERS),
    *(f"misconception_{letter}" for letter in LETTERS),
)
NEEDED = ("stem", *LETTERS, "answer")
CARRIES = frozenset(
    {"topic", "objective", "skill", "difficulty", "terms", "stem", "text", "right", "why"}
    | {"misconception"}
)


def read(content: bytes) -> Reading:
    """The rows of a CSV file. Raises NotText."""
    rows = csv.DictReader(io.StringIO(as_text(content)), restkey="", restval="")
    names = [name.strip() for name in rows.fieldnames or ()]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        reason = f"the first line must name the columns; missing: {', '.join(missing)}"
        return Reading((), (Note("file", reason),), ())
    lost = [Note("file", f"unknown column {name}") for name in names if name not in COLUMNS]
    questions = []
    problems: list[Note] = []
    for row in rows:
        if not any(row.values()):
            continue
        values = {str(k).strip(): v.strip() for k, v in row.items() if isinstance(v, str)}
        name = values.get("id") or f"line {rows.line_num}"
        if len(values["answer"]) != 1 or values["answer"].upper() not in LETTERS:
            problems.append(Note(name, f"the answer “{values['answer']}” is none of A, B, C, D"))
        else:
            questions.append(_question(name, values))
    return sorted_out(questions, problems, lost)


def _question(name: str, values: dict[str, str]) -> Question:
    choices = tuple(
        Choice(
            text=values[letter],
            right=letter == values["answer"].upper(),
            why=values.get(f"why_{letter}", ""),
            misconception=values.get(f"misconception_{letter}", ""),
        )
        for letter in LETTERS
    )
    difficulty = values.get("difficulty", "")
    return Question(
        name=name,
        stem=values["stem"],
        choices=choices,
        topic=values.get("topic", ""),
        objective=values.get("objective", ""),
        skill=values.get("skill", ""),
        difficulty=int(difficulty) if difficulty in {"1", "2", "3"} else 0,
        terms=tuple(values.get("terms", "").split()),
    )


def write(questions: Sequence[Question]) -> bytes:
    """The questions as rows under COLUMNS."""
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for question in questions:
        row: dict[str, object] = {name: getattr(question, name) for name in FACTS[1:4]}
        row |= {"id": question.name, "stem": question.stem, "terms": " ".join(question.terms)}
        row["difficulty"] = question.difficulty or ""
        for letter, choice in zip(LETTERS, question.choices, strict=True):
            row |= {letter: choice.text, f"why_{letter}": choice.why}
            row[f"misconception_{letter}"] = choice.misconception
            if choice.right:
                row["answer"] = letter
        writer.writerow(row)
    return table.getvalue().encode("utf-8-sig")
