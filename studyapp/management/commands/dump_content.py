"""Rows → files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from studyapp.content.dumping import dump


class Command(BaseCommand):
    help = "Write all content to files, drafts included and marked."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("dir", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        count = dump(options["dir"].resolve())
        self.stdout.write(f"{count} files written below {options['dir']}")
