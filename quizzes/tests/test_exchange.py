"""Question files and the bank: imports are drafts, exports come back the same, losses are named."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from quizzes.exchange import import_items
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


def reasons(done: dict[str, Any]) -> dict[str, str]:
    return {entry["item"]: entry["reason"] for entry in done["problems"]}


def gift(*names: str) -> str:
    return "\n\n".join(
        f"::{name}:: Which ion leaves, {place}? {{ =Na ~K ~Cl ~Ca }}"
        for place, name in enumerate(names)
    )


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_name_used_twice_in_a_file_is_a_problem_and_the_first_is_kept(
    tmp_path: Path, dry_run: bool
) -> None:
    done = take(tmp_path, gift("ion-1", "ion-1", "ion-2"), "x.gift", dry_run=dry_run)
    assert (done["items"], done["imported"]) == (3, 2)
    assert "only the first of that name" in reasons(done)["ion-1"]
    assert len({str(entry) for entry in done["lost"]}) == len(done["lost"])
    if not dry_run:
        assert {row.uid for row in Item.objects.all()} == {"ion-1", "ion-2"}
        assert "leaves, 0?" in Item.objects.get(uid="ion-1").title


def test_the_same_words_twice_are_one_draft_and_counted_once(tmp_path: Path) -> None:
    done = take(tmp_path, f"{AIKEN}\n{AIKEN}")
    assert (done["items"], done["imported"], Item.objects.count()) == (2, 1, 1)
    assert len(done["problems"]) == 1


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_draft_that_an_editor_changed_is_left_alone_and_said(
    tmp_path: Path, dry_run: bool
) -> None:
    take(tmp_path, gift("ion-1", "ion-2"), "x.gift")
    row = Item.objects.get(uid="ion-1")
    row.take(factories.choice_record("ion-1", stem="Written by hand?"))
    row._change_reason = "Edited"
    row.save()
    done = take(tmp_path, gift("ion-1", "ion-2"), "x.gift", dry_run=dry_run)
    assert done["imported"] == 1
    assert "edited" in reasons(done)["ion-1"]
    assert Item.objects.get(uid="ion-1").title == "Written by hand?"


def test_a_draft_written_by_hand_is_not_taken_for_an_imported_one(tmp_path: Path) -> None:
    row = Item()
    row.take(factories.choice_record("ion-1", stem="Written by hand?"))
    row.save()
    done = take(tmp_path, gift("ion-1"), "x.gift")
    assert (done["imported"], list(reasons(done))) == (0, ["ion-1"])
    assert Item.objects.get().title == "Written by hand?"


def test_importing_again_after_publishing_says_that_nothing_was_written(tmp_path: Path) -> None:
    text = f"{AIKEN}\n{AIKEN.replace('Which', 'What')}"
    take(tmp_path, text)
    for row in Item.objects.all():
        row.publish()
        row.save()
    done = take(tmp_path, text)
    assert (done["items"], done["imported"], Item.objects.count()) == (2, 0, 2)
    assert all("published" in reason for reason in reasons(done).values())
    assert len(done["problems"]) == 2
    assert done["lost"] == []


def test_an_import_is_named_in_the_drafts_history(tmp_path: Path) -> None:
    take(tmp_path, AIKEN)
    assert Item.objects.get().history.get().history_change_reason == "Imported from items.txt"


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


def test_two_files_of_one_run_do_not_replace_each_others_drafts() -> None:
    taken: set[str] = set()
    done = [
        import_items(gift("ion-1").encode(), file, form=None, dry_run=False, taken=taken)
        for file in ("one.gift", "two.gift")
    ]
    assert [each["imported"] for each in done] == [1, 0]
