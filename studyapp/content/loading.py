"""Records → rows. A row that an editor changed since it was loaded is reported and left alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from studyapp.lib import contentversion
from studyapp.lib.contentfiles import fingerprint
from studyapp.lib.contentkinds import Loaded
from studyapp.lib.contentrows import ContentRow
from terms.models import Unit, lay_out


@dataclass
class Outcome:
    """What loading did. `kept` names the records whose rows were edited, with their files."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)


@transaction.atomic
def load(
    loaded: Sequence[Loaded],
    *,
    overwrite: bool,
    are_own: bool = True,
    progress: Callable[[int, int], None],
) -> Outcome:
    """Write `loaded` to the database in one transaction; call `progress(done, of)` as it goes.

    `are_own`: these are the project's own files, which later loads are compared with. Others (a
    dump, say) that agree with an edited row leave it marked as edited.
    """
    outcome = Outcome()
    rows = {kind.name: _rows(kind.model) for kind in {e.kind.name: e.kind for e in loaded}.values()}
    for done, entry in enumerate(loaded, 1):
        known = rows[entry.kind.name]
        _load_one(entry, known, outcome, overwrite=overwrite, are_own=are_own)
        progress(done, len(loaded))
    if outcome.new or outcome.updated:
        transaction.on_commit(contentversion.bump)
    return outcome


def _rows(model: type[ContentRow]) -> dict[str, ContentRow]:
    return {row.uid: row for row in model.objects.all()}


def _load_one(
    entry: Loaded,
    rows: dict[str, ContentRow],
    outcome: Outcome,
    *,
    overwrite: bool,
    are_own: bool,
) -> None:
    identifier = getattr(entry.record, "id", "")
    row = rows.get(identifier)
    digest = fingerprint(entry.record)
    if row is None:
        _write(entry.kind.model(), entry, digest)
        outcome.new += 1
    elif fingerprint(row.to_record()) == digest:
        _agree(row, entry, digest, outcome, are_own=are_own)
    elif row.is_edited() and not overwrite:
        outcome.kept.append(f"{entry.file}: {entry.kind.name} `{identifier}`")
    else:
        _write(row, entry, digest)
        outcome.updated += 1


def _agree(row: ContentRow, entry: Loaded, digest: str, outcome: Outcome, *, are_own: bool) -> None:
    """The file says what the working copy says; perhaps it is a draft no longer."""
    is_draft = getattr(entry.record, "draft", False)
    if not row.is_published and not is_draft and row.loaded_fingerprint == digest:
        row.publish()
        row.save()
        outcome.updated += 1
        return
    if are_own and row.loaded_fingerprint != digest:
        row.loaded_fingerprint = digest
        row.save()
    outcome.unchanged += 1


def _write(row: ContentRow, entry: Loaded, digest: str) -> None:
    row.take(entry.record)
    row.loaded_fingerprint = digest
    if not getattr(entry.record, "draft", False):
        row.publish()
    row.save()
    if isinstance(row, Unit):
        lay_out(row)
