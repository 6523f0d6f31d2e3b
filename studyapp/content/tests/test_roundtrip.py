"""Files → rows → files changes nothing, and an edit in the browser outlives every load."""

import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from quizzes.models import Item
from studyapp.content.kinds import KINDS
from studyapp.content.reading import read_all
from terms.models import Term

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A copy of the real content."""
    for room in ("terms", "quizzes", "sim"):
        shutil.copytree(settings.BASE_DIR / room / "content", tmp_path / "start" / room / "content")
    return tmp_path / "start"


def load(folder: Path) -> str:
    out = StringIO()
    call_command("load_content", path=folder, stdout=out)
    return out.getvalue()


def dump(folder: Path) -> Path:
    call_command("dump_content", folder, stdout=StringIO())
    return folder


def records(folder: Path) -> dict[str, Any]:
    loaded, problems = read_all(folder)
    assert problems == []
    return {f"{entry.kind.name} {entry.record.id}": entry.record for entry in loaded}


def texts(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): p.read_text() for p in folder.rglob("*") if p.is_file()}


def rows() -> dict[str, Any]:
    """All that is kept of every row, except when it was touched."""
    kept = [(kind.name, row) for kind in KINDS for row in kind.model.objects.values()]
    times = ("edited_at", "published_at")
    return {f"{n} {r['uid']}": {k: r[k] for k in r if k not in times} for n, r in kept}


def test_loading_dumping_and_loading_the_real_content_changes_nothing(
    files: Path, tmp_path: Path
) -> None:
    load(files)
    before = rows()
    dumped = dump(tmp_path / "dumped")
    assert records(dumped) == records(files)
    assert "0 new, 0 updated" in load(dumped)
    assert rows() == before
    again = dump(tmp_path / "again")
    assert texts(again) == texts(dumped)


def test_loading_twice_changes_nothing(files: Path) -> None:
    load(files)
    before, revisions = rows(), Term.history.count()
    said = load(files)
    assert said.startswith(f"0 new, 0 updated, {len(before)} unchanged, 0 edited")
    assert rows() == before
    assert Term.history.count() == revisions


def test_an_edit_is_reported_and_kept(files: Path) -> None:
    load(files)
    row = Term.objects.get(slug="osmosis")
    row.definition = "Edited in the browser."
    row.save()
    said = load(files)
    assert (
        "kept, edited in the browser: terms/content/unit-2/osmosis.md: term `term-osmosis`" in said
    )
    assert "1 edited and kept" in said
    row.publish()
    row.save()
    assert "1 edited and kept" in load(files)
    row.refresh_from_db()
    assert row.served().definition == "Edited in the browser."


def test_an_edit_is_kept_when_its_file_changes_too(files: Path) -> None:
    load(files)
    Term.objects.filter(slug="osmosis").update(definition="Edited in the browser.")
    path = files / "terms/content/unit-2/osmosis.md"
    path.write_text(path.read_text().replace("## Definition\n\n", "## Definition\n\nNew: "))
    assert "1 edited and kept" in load(files)
    assert Term.objects.get(slug="osmosis").definition == "Edited in the browser."


def test_drafts_are_dumped_and_marked(files: Path, tmp_path: Path) -> None:
    load(files)
    term = Term.objects.get(slug="osmosis")
    term.definition = "Edited in the browser."
    term.save()
    item = Item.objects.get(uid="u2-2.8-001")
    item.take(item.to_record().model_copy(update={"stem": "Edited in the browser?"}))
    item.save()
    found = records(dump(tmp_path / "dumped"))
    drafts = {name for name, record in found.items() if getattr(record, "draft", False)}
    assert drafts == {"term term-osmosis", "item u2-2.8-001"}
    assert found["term term-osmosis"].definition == "Edited in the browser."
    assert "draft: true" in (tmp_path / "dumped/terms/content/unit-2/osmosis.md").read_text()


def test_a_dumped_draft_is_a_draft_where_it_is_loaded(files: Path, tmp_path: Path) -> None:
    load(files)
    Term.objects.filter(slug="osmosis").update(definition="Edited in the browser.")
    dumped = dump(tmp_path / "dumped")
    Term.objects.all().delete()
    load(dumped)
    row = Term.objects.get(slug="osmosis")
    assert not row.is_published
    assert row.definition == "Edited in the browser."
    assert Term.objects.published().count() == Term.objects.count() - 1


def test_loading_a_dump_back_leaves_an_edit_marked_as_one(files: Path, tmp_path: Path) -> None:
    load(files)
    Term.objects.filter(slug="osmosis").update(definition="Edited in the browser.")
    load(dump(tmp_path / "dumped"))
    assert "1 edited and kept" in load(files)
    assert Term.objects.get(slug="osmosis").definition == "Edited in the browser."


def test_a_file_that_is_a_draft_no_longer_is_published(files: Path) -> None:
    path = files / "terms/content/unit-2/osmosis.md"
    text = path.read_text()
    path.write_text(text.replace("---\n", "---\ndraft: true\n", 1))
    load(files)
    assert not Term.objects.get(slug="osmosis").is_published
    path.write_text(text)
    assert "1 updated" in load(files)
    assert Term.objects.get(slug="osmosis").is_published
