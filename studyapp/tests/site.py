"""A site's data as its first start makes them, made once for all processes of a test run."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "for tests only"
PATIENCE_S = 240


def environment(folder: Path, port: int, **more: str) -> dict[str, str]:
    """Settings of a site whose data are in `folder`, with SQLite and one process."""
    own = {
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "PORT": str(port),
        "WORKERS": "1",
        "DEMO_PASSWORD": PASSWORD,
    }
    left_out = {"STATIC_MANIFEST", "ALLOWED_HOSTS"}
    return {k: v for k, v in os.environ.items() if k not in left_out} | own | more


def manage(*words: str, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=PATIENCE_S
    )


def prepared(factory: pytest.TempPathFactory, name: str) -> Path:
    """A folder of one's own with what `prepare` makes: course, class, static files."""
    first = _first(factory)
    return Path(shutil.copytree(first, factory.mktemp(name), dirs_exist_ok=True))


def _first(factory: pytest.TempPathFactory) -> Path:
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, made = shared / "prepared", shared / "prepared.made"
    with (shared / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            folder.mkdir(exist_ok=True)
            done = manage("prepare", env=environment(folder, 0))
            assert "Demonstration accounts" in done.stdout, done.stderr
            made.touch()
    return folder
