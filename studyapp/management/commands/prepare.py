"""Everything that must be there before the first page: database, content, static files."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from sim.core.warm import warm
from studyapp import demo
from studyapp.accounts.actions import editors_group
from studyapp.content.reading import files


class Command(BaseCommand):
    help = "Migrate, load the content, collect static files, compile the laboratory's equations."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        if self._content_is_new():
            self.stdout.write("Loading the course")
            call_command("load_content", stdout=self.stdout)
            self._stamp().write_text(self._content_mark())
        if settings.MANIFEST:
            call_command("collectstatic", interactive=False, verbosity=0)
        mark = settings.DATA_DIR / "equations-compiled"
        if not mark.exists():
            self.stdout.write("Compiling the laboratory's equations (once; about half a minute)")
            warm()
            mark.touch()
        editors_group()
        if settings.LOCAL:
            demo.make()
            names = ", ".join(demo.NAMES)
            self.stdout.write(f"Demonstration accounts {names}; password: {demo.password()}")

    def _stamp(self) -> Any:
        return settings.DATA_DIR / "content-loaded"

    def _content_mark(self) -> str:
        """Changes with any content file and with the database that it was loaded into."""
        newest = max(path.stat().st_mtime_ns for _, path in files(settings.BASE_DIR))
        count = sum(1 for _ in files(settings.BASE_DIR))
        database = settings.DATABASES["default"]
        return f"{newest} {count} {database['ENGINE']} {database.get('HOST')} {database['NAME']}"

    def _content_is_new(self) -> bool:
        stamp = self._stamp()
        return not stamp.exists() or stamp.read_text() != self._content_mark()
