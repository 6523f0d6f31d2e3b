"""Published items → a question file."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from quizzes.exchange import export_items
from quizzes.formats.table import FORMATS


class Command(BaseCommand):
    help = "Write the published choice items in a question format. What it cannot hold is listed."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--format", choices=list(FORMATS), required=True)
        parser.add_argument("--topic", default="", help="one topic alone, such as 2.8")
        parser.add_argument("--output", type=Path, metavar="FILE", help="otherwise standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        content, lost = export_items(FORMATS[options["format"]], options["topic"])
        if options["output"]:
            options["output"].write_bytes(content)
        elif hasattr(self.stdout, "buffer"):
            self.stdout.flush()
            sys.stdout.buffer.write(content)
        else:
            self.stdout.write(content.decode(), ending="")
        for note in lost:
            self.stderr.write(f"{note.item}: left out: {note.reason}")
