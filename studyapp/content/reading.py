"""Content files → records, with every problem of every file."""

from collections.abc import Iterator
from pathlib import Path

from studyapp.content.kinds import KINDS
from studyapp.lib.contentfiles import relative
from studyapp.lib.contentkinds import ContentKind, Loaded
from studyapp.lib.problems import ContentProblems, Problem


def files(base: Path) -> Iterator[tuple[ContentKind, Path]]:
    """Every content file below `base`, kind by kind."""
    for kind in KINDS:
        for path in sorted(kind.find(kind.folder(base))):
            yield kind, path


def read_all(base: Path) -> tuple[list[Loaded], list[Problem]]:
    """All the records below `base`, and what is wrong with their files."""
    loaded: list[Loaded] = []
    problems: list[Problem] = []
    for kind, path in files(base):
        name = relative(path, base)
        try:
            text = path.read_text(encoding="utf-8")
            loaded += [Loaded(kind, record, name, text) for record in kind.read(text, name)]
        except ContentProblems as error:
            problems += error.problems
        except UnicodeDecodeError as error:
            problems.append(Problem(name, 1, "", f"is not UTF-8: {error.reason}"))
    return loaded, problems + doubles(loaded)


def doubles(loaded: list[Loaded]) -> list[Problem]:
    """Ids that two records of one kind share."""
    first: dict[tuple[str, str], str] = {}
    problems = []
    for entry in loaded:
        identifier = getattr(entry.record, "id", "")
        key = (entry.kind.name, identifier)
        if key in first:
            reason = f"the id `{identifier}` stands also in {first[key]}"
            problems.append(Problem(entry.file, 1, "id", reason))
        first.setdefault(key, entry.file)
    return problems
