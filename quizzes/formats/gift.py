"""GIFT: `::name::question {=right#why ~wrong#why}`.

Source: Moodle documentation, "GIFT format". What it has no place for stands in the `[id:]` and
`[tag:]` comment that Moodle reads too: `// [id:u2-2.8-001] [tag:topic:2.8]`.
"""

import re
from collections.abc import Sequence
from typing import Any

from quizzes.formats.exchange import Choice, Note, Question, Reading, as_text, sorted_out

CARRIES = frozenset(
    {"topic", "objective", "skill", "difficulty", "terms", "stem", "text", "right", "why"}
)
SPECIAL = re.compile(r"([\\~=#{}:])")
NAME = re.compile(r"::((?:\\.|[^\\])*?)::")
ANSWERS = re.compile(r"(?<!\\)\{((?:\\.|[^\\}])*)\}")
PIECE = re.compile(r"(?P<sign>[=~])(?P<body>(?:\\.|[^\\=~])*)")
CHOICE = re.compile(r"(?P<text>(?:\\.|[^\\#])*)(?:#(?P<why>.*))?", re.DOTALL)
TAG = re.compile(r"\[(id|tag):([^\]\\]*)\]")
FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")


def read(content: bytes) -> Reading:
    """The single-choice questions of a GIFT file; other kinds are problems. Raises NotText."""
    questions: list[Question] = []
    problems: list[Note] = []
    lost: list[Note] = []
    for number, block in enumerate(re.split(r"\n[ \t]*\n", as_text(content).strip()), 1):
        lines = block.split("\n")
        comments = [line for line in lines if line.lstrip().startswith("//")]
        text = "\n".join(line for line in lines if line not in comments).strip()
        if text.startswith("$CATEGORY:"):
            category, _, text = text.partition("\n")
            lost.append(Note("file", category.strip()))
        if text.strip():
            _read_one(text, " ".join(comments), f"question {number}", questions, problems, lost)
    return sorted_out(questions, problems, lost)


def _read_one(
    text: str,
    comment: str,
    name: str,
    questions: list[Question],
    problems: list[Note],
    lost: list[Note],
) -> None:
    tags = TAG.findall(comment)
    title = NAME.match(text)
    text = text[title.end() :] if title else text
    name = next((value for key, value in tags if key == "id"), "") or name
    if title and name.startswith("question "):
        name = _plain(title[1])
    answers = ANSWERS.search(text)
    kind = _other_kind(answers[1]) if answers else "a description without answers"
    if answers is None or kind:
        problems.append(Note(name, f"is {kind}; only single choice is taken"))
        return
    body, _, general = answers[1].partition("####")
    if general:
        lost.append(Note(name, f"general feedback: {_plain(general)}"))
    after = text[answers.end() :].strip()
    stem = text[: answers.start()] + (f" _____ {after}" if after else "")
    if FORMAT.match(stem) and "[html]" in stem[:12]:
        lost.append(Note(name, "its HTML is kept as text"))
    questions.append(
        Question(
            name=name,
            stem=_plain(FORMAT.sub("", stem, count=1)),
            choices=tuple(_choice(m["sign"], m["body"]) for m in PIECE.finditer(body)),
            **_facts([value for key, value in tags if key == "tag"]),
        )
    )


def _other_kind(answers: str) -> str:
    """The kind of question an answer block belongs to, when it is not single choice."""
    bare = answers.strip()
    if not bare:
        return "an essay question"
    if re.fullmatch(r"(T|F|TRUE|FALSE)(#.*)?", bare, re.IGNORECASE | re.DOTALL):
        return "a true–false question"
    if bare.startswith("#"):
        return "a numerical question"
    if re.search(r"(?<!\\)[~=]\s*%-?[\d.]+%", bare):
        return "a question with weighted answers"
    if re.search(r"(?<!\\)~", bare):
        return ""
    return "a matching question" if "->" in bare else "a short-answer question"


def _choice(sign: str, body: str) -> Choice:
    match = CHOICE.fullmatch(body)
    text, why = (match["text"], match["why"] or "") if match else (body, "")
    return Choice(_plain(FORMAT.sub("", text, count=1)), sign == "=", _plain(why))


def _facts(tags: Sequence[str]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for tag in tags:
        key, _, value = tag.partition(":")
        if key in {"topic", "objective", "skill"}:
            facts[key] = value
        elif key == "difficulty" and value in {"1", "2", "3"}:
            facts[key] = int(value)
    facts["terms"] = tuple(tag[5:] for tag in tags if tag.startswith("term:"))
    return facts


def _plain(text: str) -> str:
    text = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], text, flags=re.DOTALL)
    return text.strip()


def write(questions: Sequence[Question]) -> bytes:
    """The questions in GIFT, each with its comment of tags."""
    return "\n\n".join(_written(question) for question in questions).encode() + b"\n"


def _written(question: Question) -> str:
    tags = [
        f"[tag:{k}:{v}]" for k in ("topic", "objective", "skill") if (v := getattr(question, k))
    ]
    tags += [f"[tag:difficulty:{question.difficulty}]"] if question.difficulty else []
    tags += [f"[tag:term:{term}]" for term in question.terms]
    lines = [f"// [id:{question.name}] {' '.join(tags)}".rstrip()]
    lines.append(f"::{_escaped(question.name)}::[markdown]{_escaped(question.stem)} {{")
    for choice in question.choices:
        why = f"#{_escaped(choice.why)}" if choice.why else ""
        # What looks like a weight or a text format is neither after a text format.
        guard = "[markdown]" if choice.text.startswith(("%", "[")) else ""
        lines.append(f"  {'=' if choice.right else '~'}{guard}{_escaped(choice.text)}{why}")
    return "\n".join((*lines, "}"))


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text.strip()).replace("\n", "\\n")
