"""Question files → draft items."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quizzes.exchange import import_items
from quizzes.formats.table import FORMATS


class Command(BaseCommand):
    help = "Make draft items of question files; print what was done as one JSON object."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--format", choices=list(FORMATS), help="otherwise guessed")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        form = FORMATS.get(options["format"] or "")
        done = []
        taken: set[str] = set()
        for path in options["files"]:
            try:
                content = path.read_bytes()
            except OSError as error:
                raise CommandError(f"{path}: cannot be read: {error.strerror}") from error
            dry_run = options["dry_run"]
            done.append(import_items(content, path.name, form=form, dry_run=dry_run, taken=taken))
            if len(options["files"]) > 1:
                for entry in (*done[-1]["problems"], *done[-1]["lost"]):
                    entry["item"] = f"{path}: {entry['item']}"
        self.stdout.write(json.dumps(_joined(done), ensure_ascii=False, indent=2))


def _joined(done: list[dict[str, Any]]) -> dict[str, Any]:
    """What was done with several files; the format when all have the same one."""
    formats = {each["format"] for each in done}
    sums = {name: sum(each[name] for each in done) for name in ("items", "imported")}
    lists = {name: [e for each in done for e in each[name]] for name in ("problems", "lost")}
    return {"format": formats.pop() if len(formats) == 1 else None} | sums | lists
