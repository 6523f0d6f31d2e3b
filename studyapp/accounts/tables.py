"""An export as tables: what is nested becomes a table of its own that names the row it hangs on."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

Rows = list[dict[str, Any]]
ROW = "row"  # the number of a row, by which a table that hangs on it is joined


def tables_of(kept: Mapping[str, Any]) -> dict[str, Rows]:
    """`account` with the single values; a table for each list; `cards-reviews` for one inside."""
    found: dict[str, Rows] = {"account": []}
    single = {}
    for name, value in kept.items():
        if isinstance(value, list):
            for table, row in _rows(name, value):
                found.setdefault(table, []).append(row)
        else:
            single[name] = value
    found["account"].append(single)
    return found


def _rows(name: str, values: list[Any], parent: int | None = None) -> Iterator[tuple[str, dict]]:
    for number, value in enumerate(values, 1):
        row: dict[str, Any] = {} if parent is None else {f"of_{ROW}": parent}
        row[ROW] = number
        parts = value if isinstance(value, dict) else {"value": value}
        for key, part in parts.items():
            if isinstance(part, list) and part and all(isinstance(each, dict) for each in part):
                yield from _rows(f"{name}-{key}", part, number)
            else:
                row[key] = part
        yield name, row


def zipped(tables: Mapping[str, Rows]) -> bytes:
    """The tables as CSV files, UTF-8 with a byte order mark, so that spreadsheets show them."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in sorted(tables.items()):
            archive.writestr(f"{name}.csv", _csv(rows))
    return target.getvalue()


def _csv(rows: Rows) -> bytes:
    text = io.StringIO(newline="")
    columns = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    """Text and numbers as they are; dates and what is left nested as in the JSON file."""
    if value is None or isinstance(value, str | int | float):
        return value
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).strip('"')
