"""Everything that must be there before the first page: database, content, static files."""

import hashlib
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from studyapp import demo
from studyapp.accounts.actions import editors_group
from studyapp.content.reading import files


class Command(BaseCommand):
    help = "Migrate, load the content, collect static files, compile the laboratory's equations."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        editors_group()
        content = Stamp("content-loaded", [_database(), digest(path for _, path in files(_base()))])
        if content.is_new():
            self.stdout.write("Loading the course")
            call_command("load_content", stdout=self.stdout)
            content.keep()
        if settings.MANIFEST:
            self._collect_static()
        self._compile_equations()
        if settings.LOCAL:
            demo.make()
            names = ", ".join(demo.NAMES)
            self.stdout.write(f"Demonstration accounts {names}; password: {demo.password()}")

    def _collect_static(self) -> None:
        found = (store.path(name) for finder in get_finders() for name, store in finder.list([]))
        static = Stamp("static-collected", [str(settings.STATIC_ROOT), digest(map(Path, found))])
        if static.is_new():
            call_command("collectstatic", interactive=False, verbosity=0)
            static.keep()

    def _compile_equations(self) -> None:
        equations = Stamp("equations-compiled", [digest((_base() / "sim" / "core").glob("*.py"))])
        if equations.is_new():
            self.stdout.write("Compiling the laboratory's equations (once; about half a minute)")
            self.stdout.flush()
            command = [sys.executable, "-m", "sim.core.warm"]
            subprocess.run(command, check=True, cwd=_base())  # noqa: S603 our own module
            equations.keep()


class Stamp:
    """A file in DATA_DIR that says for what a step was last done."""

    def __init__(self, name: str, done_for: Iterable[str]) -> None:
        self.path = Path(settings.DATA_DIR) / name
        self.text = "\n".join(done_for)

    def is_new(self) -> bool:
        return not self.path.exists() or self.path.read_text() != self.text

    def keep(self) -> None:
        self.path.write_text(self.text)


def digest(paths: Iterable[Path]) -> str:
    """Changes with the name, the size or the time of any of the files."""
    facts = sorted((str(p), p.stat().st_size, p.stat().st_mtime_ns) for p in paths)
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _base() -> Path:
    return Path(settings.BASE_DIR)


def _database() -> str:
    database = settings.DATABASES["default"]
    return f"{database['ENGINE']} {database.get('HOST')} {database['NAME']}"
