"""Everything that must be there before the first page: database, content, static files."""

import fcntl
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
from terms.models import Unit


class Command(BaseCommand):
    help = "Migrate, load the content, collect static files, compile the laboratory's equations."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        # Two starts at once wait for each other.
        with (Path(settings.DATA_DIR) / "prepare.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._prepare()

    def _prepare(self) -> None:
        call_command("migrate", verbosity=0)
        _keep_private()
        editors_group()
        content = Stamp("content-loaded", [_database(), digest(path for _, path in files(_base()))])
        if content.is_new() or not Unit.objects.exists():
            self.stdout.write("Loading the course")
            call_command("load_content", stdout=self.stdout)
            content.keep()
        if settings.MANIFEST:
            self._collect_static()
        self._compile_equations()
        if settings.LOCAL:
            self.stdout.write(demo.make())
        else:
            demo.shut()

    def _collect_static(self) -> None:
        found = (store.path(name) for finder in get_finders() for name, store in finder.list([]))
        static = Stamp("static-collected", [str(settings.STATIC_ROOT), digest(map(Path, found))])
        if static.is_new() or not (settings.STATIC_ROOT / "staticfiles.json").exists():
            call_command("collectstatic", interactive=False, verbosity=0)
            static.keep()

    def _compile_equations(self) -> None:
        equations = Stamp("equations-compiled", [digest((_base() / "sim" / "core").glob("*.py"))])
        if equations.is_new():
            self.stdout.write("Compiling the laboratory's equations (once; about half a minute)")
            self.stdout.flush()
            command = [sys.executable, "-m", "sim.core.warm"]
            subprocess.run(command, check=True, cwd=_base())  # noqa: S603 our own module
            # The comparison for its page, which would else keep its first reader waiting.
            compared = [sys.executable, "manage.py", "validate_model"]
            subprocess.run(compared, check=False, cwd=_base())  # noqa: S603 our own command
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


def _keep_private() -> None:
    """SQLite's file is for the site's own user alone."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        Path(database["NAME"]).chmod(0o600)


def _base() -> Path:
    return Path(settings.BASE_DIR)


def _database() -> str:
    database = settings.DATABASES["default"]
    return f"{database['ENGINE']} {database.get('HOST')} {database['NAME']}"
