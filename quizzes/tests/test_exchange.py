"""Question files and the bank: imports are drafts, exports come back the same, losses are named."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from quizzes.models import Item
from studyapp.content.dumping import dump
from studyapp.tests import factories

pytestmark = pytest.mark.django_db
AIKEN = "Which ion leaves?\nA. K⁺\nB. Na⁺\nC. Cl⁻\nD. Ca²⁺\nANSWER: B\n"


@pytest.fixture(autouse=True)
def course() -> None:
    factories.course()


def take(folder: Path, text: str, name: str = "items.txt", **options: Any) -> dict[str, Any]:
    path = folder / name
    path.write_text(text)
    out = StringIO()
    call_command("import_items", path, stdout=out, **options)
    return json.loads(out.getvalue())


def test_an_imported_item_is_a_draft_and_what_the_file_did_not_say_is_listed(
    tmp_path: Path,
) -> None:
    done = take(tmp_path, AIKEN)
    assert (done["format"], done["items"], done["imported"], done["problems"]) == (
        "aiken",
        1,
        1,
        [],
    )
    assert {"topic", "objective", "skill", "difficulty"} <= {
        word for entry in done["lost"] for word in entry["what"].split()
    }
    item = Item.objects.get()
    assert not item.is_published
    assert item.to_record().key == 1  # type: ignore[attr-defined]
    assert not Item.objects.choices().exists()


def test_a_dry_run_keeps_nothing_and_says_the_same(tmp_path: Path) -> None:
    dry = take(tmp_path, AIKEN, dry_run=True)
    assert not Item.objects.exists()
    assert take(tmp_path, AIKEN) == dry


def test_importing_twice_makes_one_draft(tmp_path: Path) -> None:
    take(tmp_path, AIKEN)
    take(tmp_path, AIKEN)
    assert Item.objects.count() == 1


def test_a_draft_can_be_dumped(tmp_path: Path) -> None:
    take(tmp_path, AIKEN)
    dump(tmp_path)
    assert "draft: true" in (tmp_path / "quizzes/content/unit-2/2.8.yaml").read_text()


@pytest.mark.parametrize("name", ["csv", "gift"])
def test_an_export_read_into_an_empty_bank_gives_the_items_back(tmp_path: Path, name: str) -> None:
    item = factories.item()
    path = tmp_path / f"items.{name}"
    call_command("export_items", format=name, output=path, stderr=StringIO())
    before = item.to_record()
    item.delete()
    assert take(tmp_path, path.read_text(), path.name)["imported"] == 1
    after = Item.objects.get().to_record()
    changed = {k for k, v in dict(after).items() if v != dict(before)[k]}
    assert changed <= {"updated", "terms"} | ({"options"} if name == "gift" else set())


def test_an_import_never_touches_a_published_item(tmp_path: Path) -> None:
    item = factories.item()
    path = tmp_path / "items.csv"
    call_command("export_items", format="csv", output=path, stderr=StringIO())
    take(tmp_path, path.read_text().replace("Which is right", "Which is wrong"), "items.csv")
    item.refresh_from_db()
    assert item.to_record() == factories.choice_record()
    assert Item.objects.count() == 2


def test_an_export_of_a_topic_leaves_out_others_and_drafts_and_names_its_losses() -> None:
    factories.item("u2-2.8-001", stimulus={"drawing": "osmosis"})
    factories.item("u2-2.5-001", topic="2.5", objective="2.5.A")
    row = Item()
    row.take(factories.choice_record("u2-2.8-002"))
    row.save()
    out, err = StringIO(), StringIO()
    call_command("export_items", format="aiken", topic="2.8", stdout=out, stderr=err)
    assert "u2-2.8-001?" in out.getvalue()
    assert "u2-2.5-001" not in out.getvalue()
    assert "u2-2.8-002" not in out.getvalue()
    assert "u2-2.8-001: left out: its drawing" in err.getvalue()


def test_what_cannot_be_taken_is_a_problem_of_that_item_alone(tmp_path: Path) -> None:
    done = take(tmp_path, f"{AIKEN}\nTwo?\nA. a\nB. b\nANSWER: A\n")
    assert (done["items"], done["imported"]) == (2, 1)
    assert done["problems"] == [{"item": "question 2", "reason": "has 2 options, the bank takes 4"}]


def test_an_unknown_format_or_a_missing_file_is_said_plainly(tmp_path: Path) -> None:
    done = take(tmp_path, "words", "x.doc")
    assert done["format"] is None
    assert done["problems"][0]["reason"].startswith("the format is not known")
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_items", tmp_path / "absent.gift")
