"""Free-response items of every type, with the points that the exam gives their parts."""

import datetime
from typing import Any

from quizzes.core.kinds.free_response import FreeResponse
from quizzes.models import Item

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
