"""Rows → files: the working copies, drafts included and marked."""

from pathlib import Path

from pydantic import BaseModel

from studyapp.content.kinds import KINDS


def dump(base: Path) -> int:
    """Write every row to its file below `base`; return how many files were written."""
    count = 0
    for kind in KINDS:
        by_path: dict[str, list[BaseModel]] = {}
        for row in kind.model.objects.order_by("pk"):
            record = row.to_record()
            if "draft" in type(record).model_fields:
                record = record.model_copy(update={"draft": row.has_unpublished_changes()})
            by_path.setdefault(kind.path_of(record), []).append(record)
        for name, records in by_path.items():
            path = kind.folder(base) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(kind.write(records), encoding="utf-8")
            count += 1
    return count
