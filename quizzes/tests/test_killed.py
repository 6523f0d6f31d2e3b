"""A server that is killed while it hands in: nothing is lost, and nothing is half done."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing as closing_of
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from quizzes import actions, closing
from quizzes.models import Attempt
from quizzes.tests.timed import assert_in_order
from studyapp.classes.models import Result

pytestmark = pytest.mark.django_db(transaction=True)

# Marks the first answer, or all of them, and is gone before anything else can be done.
HAND_IN = """
import os, signal, sys, django
django.setup()
from quizzes import actions, closing
from quizzes.models import Answer, Attempt
real = closing.mark
def mark(answers):
    if sys.argv[2] == "after":
        real(list(answers))
    os.kill(os.getpid(), signal.SIGKILL)
closing.mark = mark
attempt = Attempt.objects.get(pk=sys.argv[1])
actions.save_answer(attempt=attempt, position=2, response=3, sequence=1)
actions.hand_in(attempt=attempt)
"""


@contextmanager
def seen_from_outside(path: Path) -> Iterator[str]:
    """The address of the test's database for another process, and what that did is seen here.

    SQLite's is in memory: the other process works on a copy, which is read back.
    """
    if connection.vendor != "sqlite":
        stands = urlsplit(os.environ["DATABASE_URL"])
        yield stands._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        return
    assert connection.connection is not None
    with closing_of(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
    yield f"sqlite:///{path}"
    with closing_of(sqlite3.connect(path)) as left:
        left.backup(connection.connection)


def killed_while_handing_in(attempt: Attempt, address: str, when: str) -> None:
    """In a process of its own, on the database at `address`."""
    environment = os.environ | {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "studyapp.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", HAND_IN, str(attempt.pk), when],
        cwd=settings.BASE_DIR,
        env=environment,
    )
    assert done.returncode == -signal.SIGKILL


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_between_saving_and_marking_it_is_open_with_every_saved_answer(
    attempt: Attempt, tmp_path: Path, when: str
) -> None:
    actions.save_answer(attempt=attempt, position=1, response=1, sequence=1)
    with seen_from_outside(tmp_path / "killed.sqlite3") as address:
        killed_while_handing_in(attempt, address, when)
    attempt.refresh_from_db()
    assert attempt.is_open
    assert [(a.response, a.points) for a in attempt.answers.all()] == [
        (1, None),
        (3, None),
        (None, None),
    ]
    assert not Result.objects.exists()
    actions.hand_in(attempt=attempt)
    assert closing.repair() == 0
    assert_in_order(attempt)
