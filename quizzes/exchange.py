"""Question files ⇄ items of the bank. What is imported is a draft; what is missing is said."""

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from pydantic import ValidationError

from quizzes.core.kinds.single_choice import SingleChoice
from quizzes.formats.exchange import Choice, Format, Note, NotText, Question, Reading
from quizzes.formats.table import guessed
from quizzes.models import Item
from terms import shelf

TO_BE_WRITTEN = "To be written."
# Names no misconception: check_content and an editor find it.
NO_MISCONCEPTION = "to-be-chosen"
IMPORTED_FROM = "Imported from"  # opens the reason in the history of an imported draft
ITEM_ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")


def import_items(
    content: bytes,
    file: str,
    *,
    form: Format | None,
    dry_run: bool,
    taken: set[str] | None = None,
) -> dict[str, Any]:
    """Drafts of the items in one file; what `import_items` prints of it.

    `taken` are the ids that this run has made drafts of already, in other files; it grows.
    """
    taken = set() if taken is None else taken
    form = form or guessed(file, content)
    try:
        if form is None:
            raise NotText("the format is not known; name it with --format")
        reading = form.read(content)
    except NotText as error:
        reading = Reading((), (Note("file", str(error)),), ())
    problems, lost = list(reading.problems), list(reading.lost)
    imported = 0
    with transaction.atomic():
        for question in reading.questions:
            missing: list[Note] = []
            try:
                record = _record(question, missing)
            except ValidationError as error:
                problems += [Note(question.name, str(e["msg"])) for e in error.errors()]
                continue
            refusal = _keep(record, file, taken, dry_run=dry_run)
            if refusal:
                problems.append(Note(question.name, refusal))
                continue
            imported += 1
            lost += missing
    return {
        "format": form.name if form else None,
        "items": reading.count,
        "imported": imported,
        "problems": [{"item": note.item, "reason": note.reason} for note in problems],
        "lost": [{"item": note.item, "what": note.reason} for note in lost],
    }


def _record(question: Question, lost: list[Note]) -> SingleChoice:
    """A valid item; everything the file does not say gets a stand-in, named in `lost`."""
    course = shelf.current()
    topic = question.topic if question.topic in course.topics else next(iter(course.topics), "2.1")
    codes = [objective.code for objective in course.objectives_of(topic)] or [f"{topic}.A"]
    stand_ins = {
        "topic": (question.topic, topic),
        "objective": (question.objective, codes[0]),
        "skill": (question.skill, "1.A"),
        "difficulty": (question.difficulty, 2),
    }
    missing = [f"{name} (now {value})" for name, (given, value) in stand_ins.items() if not given]
    if question.topic and question.topic != topic:
        missing.append(f"unknown topic {question.topic} (now {topic})")
    if not all(choice.why for choice in question.choices):
        missing.append("why an option is right or wrong (now “To be written.”)")
    if not all(choice.misconception or choice.right for choice in question.choices):
        missing.append(f"misconceptions of wrong options (now {NO_MISCONCEPTION})")
    lost += [Note(question.name, f"the file does not say: {what}") for what in missing]
    values = {name: given or value for name, (given, value) in stand_ins.items()}
    return SingleChoice.model_validate(
        values
        | {
            "id": _free_id(question, topic),
            "topic": topic,
            "terms": [term for term in question.terms if term in course.terms],
            "stem": question.stem,
            "options": [_option(choice) for choice in question.choices],
            "updated": timezone.localdate(),
        }
    )


def _option(choice: Choice) -> dict[str, Any]:
    option: dict[str, Any] = {"text": choice.text, "why": choice.why or TO_BE_WRITTEN}
    if choice.right:
        return option | {"right": True}
    return option | {"misconception": choice.misconception or NO_MISCONCEPTION}


def _free_id(question: Question, topic: str) -> str:
    """The file's own id when nothing published has it; else one made from the question's words."""
    name = question.name if ITEM_ID.fullmatch(question.name) and len(question.name) < 80 else ""
    if name and not Item.objects.published().filter(uid=name).exists():
        return name
    words = "\n".join((question.stem, *(choice.text for choice in question.choices)))
    return f"u{topic[0]}-{topic}-{hashlib.sha256(words.encode()).hexdigest()[:8]}"


def _keep(record: SingleChoice, file: str, taken: set[str], *, dry_run: bool) -> str:
    """Make a draft of `record`, or say why not; empty when it was written (or would be).

    The draft of an earlier import is replaced; nothing published or written by hand ever is.
    """
    if record.id in taken:
        return f"`{record.id}` was imported a moment ago; only the first of that name is taken"
    row = Item.objects.filter(uid=record.id).first() or Item()
    if row.is_published:
        return f"`{record.id}` is published already; it is left alone"
    if row.pk and not _is_as_imported(row):
        return f"the draft `{record.id}` was written or edited by hand; it is left alone"
    taken.add(record.id)
    if not dry_run:
        row.take(record)
        row._change_reason = f"{IMPORTED_FROM} {file}"
        row.save()
    return ""


def _is_as_imported(row: Item) -> bool:
    """Whether nobody has saved the draft since an import made it; its history tells."""
    last = row.history.order_by("-history_id").first()
    return last is not None and (last.history_change_reason or "").startswith(IMPORTED_FROM)


def export_items(form: Format, topic: str) -> tuple[bytes, list[Note]]:
    """Published choice items in one format, and what that format has no place for."""
    items = Item.objects.choices().order_by("uid")
    records = [row.served() for row in (items.of_topic(topic) if topic else items)]
    lost = [note for record in records for note in _left_out(record, form)]
    return form.write([_question(record) for record in records]), lost


def _question(item: SingleChoice) -> Question:
    text = item.stimulus.text if item.stimulus else ""
    return Question(
        name=item.id,
        stem=f"{text}\n\n{item.stem}".strip(),
        choices=tuple(
            Choice(option.text, option.right, option.why, option.misconception)
            for option in item.options
        ),
        topic=item.topic,
        objective=item.objective,
        skill=item.skill,
        difficulty=item.difficulty,
        terms=item.terms,
    )


def _left_out(item: SingleChoice, form: Format) -> Iterable[Note]:
    for part in ("table", "chart", "drawing"):
        if item.stimulus and getattr(item.stimulus, part):
            yield Note(item.id, f"its {part}")
    fields = ("topic", "objective", "skill", "difficulty", "terms", "why", "misconception")
    missing = [name for name in fields if name not in form.carries]
    if missing:
        yield Note(item.id, ", ".join(missing))
