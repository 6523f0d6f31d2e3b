"""Free-response items of every type, with the points that the exam gives their parts."""

import datetime
from typing import Any

from quizzes.core.kinds.free_response import FreeResponse
from quizzes.models import Item, ItemVersion
from studyapp.lib import contentversion
from studyapp.tests import factories

TODAY = datetime.date(2026, 11, 24)
SHAPES = {1: (1, 3, 3, 2), 2: (1, 4, 2, 2)}
SHORT = (1, 1, 1, 1)


def free_response_record(uid: str = "", kind_of: int = 2, **changes: Any) -> FreeResponse:
    """A question of type `kind_of`; part B of type 2 asks for a graph."""
    parts = []
    for label, count in zip("ABCD", SHAPES.get(kind_of, SHORT), strict=True):
        is_graph = kind_of == 2 and label == "B"
        parts.append(
            {
                "label": label,
                "verb": "Construct" if is_graph else "Explain",
                "prompt": "Construct a graph." if is_graph else f"Explain part {label}.",
                "points": [
                    {
                        "earns": f"{label}{n} is right.",
                        "does_not": "A restatement.",
                        "also": "Same.",
                    }
                    for n in range(1, count + 1)
                ],
                "model_answer": f"The model answer to {label}.",
            }
        )
    values: dict[str, Any] = {
        "id": uid or f"u2-frq-type-{kind_of}",
        "type": kind_of,
        "title": f"A question of type {kind_of}",
        "topics": ["2.8"],
        "objectives": ["2.8.A"],
        "prompt": "Use the data.",
        "parts": parts,
        "updated": TODAY,
    }
    return FreeResponse.model_validate(values | changes)


def written_item(uid: str = "", kind_of: int = 2, **changes: Any) -> Item:
    """The same, published."""
    row = Item()
    row.take(free_response_record(uid, kind_of, **changes))
    row.publish()
    row.save()
    return row


def choice_bank(count: int) -> list[Item]:
    """Published choice items, key B, spread over units and practices."""
    factories.course()
    rows = []
    for n in range(count):
        unit, practice = 1 + n % 8, 1 + n % 6
        row = Item()
        row.take(
            factories.choice_record(
                f"u{unit}-{unit}.1-{n:03}", topic=f"{unit}.1", objective=f"{unit}.1.A",
                skill=f"{practice}.A", stimulus={"text": "Some data."} if n % 5 else None,
            )
        )  # fmt: skip
        row.published = row.to_record().model_dump(mode="json")
        rows.append(row)
    Item.objects.bulk_create(rows)
    versions = [ItemVersion(item=row, number=1, record=row.published) for row in rows]
    for row, version in zip(rows, ItemVersion.objects.bulk_create(versions), strict=True):
        row.current = version
    Item.objects.bulk_update(rows, ["current"])
    contentversion.bump()
    return rows


def written_bank(rounds: int = 1) -> list[Item]:
    """Published free-response items, `rounds` of each type, the types from different units."""
    found = [
        written_item(f"u{kind}-frq-{n}", kind, topics=[f"{kind}.1"], objectives=[f"{kind}.1.A"])
        for n in range(rounds)
        for kind in range(1, 7)
    ]
    contentversion.bump()
    return found
