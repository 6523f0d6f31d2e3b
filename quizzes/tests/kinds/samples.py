"""One item of each kind, small enough to check a mark by hand."""

from typing import Any

from quizzes.core.kinds.table import parse_item

COMMON = {
    "topic": "2.8",
    "objective": "2.8.A",
    "skill": "1.A",
    "difficulty": 1,
    "stem": "What is asked?",
    "updated": "2026-11-24",
}


def option(text: str, belief: str = "") -> dict[str, Any]:
    return {"text": text, "why": "So.", "right": not belief, "misconception": belief}


ITEMS: dict[str, dict[str, Any]] = {
    "single-choice": {
        "options": [option("one", "b-one"), option("two"), option("three", "b-3"), option("4", "b")]
    },
    "multiple-choice": {
        "options": [
            option("right one"),
            option("wrong one", "b-one"),
            {**option("right two"), "misconception": "b-left-out"},
            option("wrong two", "b-two"),
            option("wrong three", "b-one"),
        ]
    },
    "numeric": {
        "answer": -4.99,
        "within": 0.05,
        "units": [{"name": "bar", "also": ["bars"]}, {"name": "MPa", "times": 10.0}],
        "why": "Because.",
        "slips": [{"value": 4.99, "why": "Sign.", "misconception": "b-sign"}],
    },
    "short-text": {
        "accepted": ["mitosis", "mitotic division", "Na⁺/K⁺ pump"],
        "why": "Because.",
        "slips": [{"text": "meiosis", "why": "No.", "misconception": "b-meiosis"}],
    },
    "ordering": {
        "steps": ["first", "second", "third", "fourth"],
        "why": "Because.",
        "mixups": [{"first": 3, "second": 2, "why": "No.", "misconception": "b-mixed"}],
    },
    "matching": {
        "rows": [
            {"text": "a", "option": 1, "why": "So."},
            {
                "text": "b",
                "option": 2,
                "why": "So.",
                "beliefs": [{"option": 3, "why": "No.", "misconception": "b-three"}],
            },
            {"text": "c", "option": 1, "why": "So."},
            {"text": "d", "option": 3, "why": "So."},
        ],
        "options": ["x", "y", "z"],
    },
    "label-diagram": {
        "drawing": "sodium-potassium-pump",
        "rows": [
            {"text": "above the membrane", "option": 2, "why": "So.", "x": 50, "y": 10},
            {"text": "below the membrane", "option": 1, "why": "So.", "x": 50, "y": 90},
        ],
        "options": ["inside", "outside"],
    },
    "two-tier": {
        "answers": [option("yes"), option("no", "b-no")],
        "reasons": [option("good"), option("bad", "b-bad"), option("worse", "b-worse")],
    },
    "predict-run-explain": {
        "predictions": [option("down", "b-down"), option("up"), option("same", "b-same")],
        "graph": {
            "run": {"preset": "animal_cell", "parameters": {"ouabain": 1.0}, "until_s": 600},
            "time_unit": "min",
            "y": "Concentration (mM)",
            "curves": [{"column": "na_in_mM", "name": "Na⁺ inside"}],
            "summary": "Na⁺ rises.",
        },
        "watch": "Look at Na⁺.",
        "explanations": [option("leak"), option("pump", "b-pump"), option("all", "b-down")],
    },
    "read-graph": {
        "run": {"preset": "animal_cell", "parameters": {"ouabain": 1.0}, "until_s": 7200},
        "time_unit": "min",
        "y": "Concentration (mM)",
        "curves": [
            {"column": "na_in_mM", "name": "Na⁺ inside"},
            {"column": "k_in_mM", "name": "K⁺ inside"},
        ],
        "summary": "Na⁺ rises and K⁺ falls.",
        "measure": {"what": "crossing", "column": "na_in_mM", "other": "k_in_mM"},
        "unit": "min",
        "within": 3,
        "why": "The curves meet there.",
        "misreadings": [
            {
                "measure": {"what": "highest", "column": "na_in_mM"},
                "why": "That is the height.",
                "misconception": "b-height",
            }
        ],
    },
}

POINT = {"earns": "It is right."}
WRITTEN: dict[str, Any] = {
    "type": 3,
    "title": "Cells in salt water",
    "topics": ["2.8"],
    "objectives": ["2.8.A"],
    "prompt": "Cells are put into salt water.",
    "parts": [
        {
            "label": label,
            "verb": "Explain",
            "prompt": "Explain.",
            "points": [POINT] * count,
            "model_answer": "So.",
        }
        for label, count in (("A", 1), ("B", 2), ("C", 1))
    ],
    "updated": COMMON["updated"],
}
"""Free response is scored by its writer, point by point; it has no stem, skill or difficulty."""


def sample(kind: str, **changes: Any) -> Any:
    """The sample item of a kind as a record."""
    own = WRITTEN if kind == "free-response" else COMMON | ITEMS[kind]
    return parse_item({"id": f"sample-{kind}", "kind": kind} | own | changes)
