"""Foreign Markdown pages → drafts."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from studyapp.lib.problems import ContentProblems
from terms import shelf
from terms.imports import Import, import_page
from terms.models import Term


class Command(BaseCommand):
    help = "Make drafts of Markdown pages (key term or question). What did not fit is reported."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--topic", default="", help="the topic of all the pages, such as 2.8")

    def handle(self, *args: Any, **options: Any) -> None:
        topic = options["topic"]
        if topic and topic not in shelf.current().topics:
            raise CommandError(f"There is no topic {topic}.")
        run = Import(topic=topic)
        made = sum(self._import(file, run) for file in options["files"])
        failed = len(options["files"]) - made
        self.stdout.write(f"{made} draft(s) made; an editor publishes them.")
        if failed:
            raise CommandError(f"{failed} file(s) could not be imported.")

    def _import(self, file: str, run: Import) -> bool:
        try:
            imported = import_page(Path(file).read_bytes(), file, run)
        except OSError as error:
            self.stderr.write(f"{file}:1: cannot be read: {error.strerror}")
            return False
        except ContentProblems as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            return False
        row = imported.row
        for note in imported.notes:
            self.stdout.write(str(note))
        kind = "term" if isinstance(row, Term) else "question"
        self.stdout.write(f"{file}: draft {kind} “{row}” ({row.slug}), topic {row.topic_id}")
        return True
