"""Files → rows."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from studyapp.content.loading import load
from studyapp.content.reading import read_all


class Command(BaseCommand):
    help = "Load the content files. Rows edited since the last load are reported and kept."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--path", type=Path, default=settings.BASE_DIR, metavar="DIR")
        parser.add_argument("--overwrite", action="store_true", help="replace edited rows too")

    def handle(self, *args: Any, **options: Any) -> None:
        loaded, problems = read_all(options["path"].resolve())
        if problems:
            for problem in sorted(problems):
                self.stderr.write(str(problem))
            raise CommandError(f"{len(problems)} problem(s); nothing was loaded.")
        outcome = load(
            loaded,
            overwrite=options["overwrite"],
            are_own=options["path"].resolve() == settings.BASE_DIR,
            progress=self._progress,
        )
        for line in outcome.kept:
            self.stdout.write(f"kept, edited in the browser: {line}")
        self.stdout.write(
            f"{outcome.new} new, {outcome.updated} updated, {outcome.unchanged} unchanged, "
            f"{len(outcome.kept)} edited and kept"
        )

    def _progress(self, done: int, of: int) -> None:
        if self.stdout.isatty() and (done % 20 == 0 or done == of):
            self.stdout.write(f"\r{done} of {of} records", ending="\n" if done == of else "")
            self.stdout.flush()
