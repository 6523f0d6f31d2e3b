"""From the text of a run to JSON values, refusing what JSON leaves open.

Python's reader takes NaN and Infinity, which are no JSON, and keeps the last of two entries of
one name, so that two readers of one file could see two runs. Both are refused.
"""

import json
from typing import Any

from sim.core.reading import Problem, RunProblems


def decode(text: str | bytes) -> Any:
    """Return the values of a JSON text; raises `RunProblems` (one, at "JSON") when it is none."""
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_once_each)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        raise RunProblems([Problem("JSON", f"{error.msg} at {where}")]) from error
    except (ValueError, RecursionError) as error:  # not text, a name twice, too deep, too long
        raise RunProblems([Problem("JSON", _one_line(error))]) from error


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number of JSON")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entries = dict(pairs)
    if len(entries) < len(pairs):
        seen = set()
        for name, _ in pairs:
            if name in seen:
                raise ValueError(f"{name[:60]!r} is given twice in one object")
            seen.add(name)
    return entries


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or "cannot be understood"
