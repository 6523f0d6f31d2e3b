"""Question files → draft items."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quizzes.exchange import import_items
from quizzes.formats.table import FORMATS


class Command(BaseCommand):
    help = "Make draft items of a question file; print one JSON object for each file."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--format", choices=list(FORMATS), help="otherwise guessed")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        form = FORMATS.get(options["format"] or "")
        for path in options["files"]:
            try:
                content = path.read_bytes()
            except OSError as error:
                raise CommandError(f"{path}: cannot be read: {error.strerror}") from error
            done = import_items(content, path.name, form=form, dry_run=options["dry_run"])
            self.stdout.write(json.dumps(done, ensure_ascii=False, indent=2))
