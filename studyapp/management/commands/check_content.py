"""Every problem of the content files, then a table of counts."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from studyapp.content.checking import check_all, counts


class Command(BaseCommand):
    help = "List every problem of the content files as file:line: reason; exit 1 if there is any."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--path", type=Path, default=settings.BASE_DIR, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        loaded, problems = check_all(options["path"].resolve())
        for problem in problems:
            self.stdout.write(str(problem))
        self.stdout.write(f"\n{'kind':<22}{'where':<10}{'count':>6}")
        for kind, unit, count in counts(loaded):
            self.stdout.write(f"{kind:<22}{unit:<10}{count:>6}")
        if problems:
            raise CommandError(f"{len(problems)} problem(s).")
        self.stdout.write("No problems.")
