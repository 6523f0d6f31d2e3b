"""What `check_content` would say of one page, for the editor who has just saved it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from studyapp.lib.contentkinds import Loaded
from terms import checks, shelf
from terms.kinds import KINDS

VERBS = ("has ", "is ", "needs ", "links ")


def warnings_of(record: Any) -> Iterator[str]:
    """One sentence for each problem; a published course is what `record` may refer to."""
    course = shelf.current()
    others = [
        *(unit.served() for unit in course.units),
        *course.terms.values(),
        *course.guides.values(),
        *course.questions.values(),
    ]
    kind = next(kind for kind in KINDS if kind.model.record_class is type(record))
    own = Loaded(kind, record, "this page", kind.write([record]))
    loaded = [*(Loaded(kind, r, "", "") for r in others if r.id != record.id), own]
    drawings = Path(settings.BASE_DIR) / "static/img/drawings"
    found = [*checks.check_one(own, checks.Course(loaded), drawings), *checks.names_taken(loaded)]
    for problem in found:
        if problem.file == own.file:
            yield _sentence(problem.place, problem.reason)


def _sentence(place: str, reason: str) -> str:
    subject = place.replace("_", " ")
    text = f"{subject} {reason}" if reason.startswith(VERBS) else f"{subject}: {reason}"
    text = text.removeprefix(": ").strip()
    return f"{text[:1].upper()}{text[1:]}"
