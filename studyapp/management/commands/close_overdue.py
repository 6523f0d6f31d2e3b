"""Finish attempts whose time is over, and mark what a stopped process left unmarked."""

import logging
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from quizzes import closing

EVERY_S = 15.0
log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Finish attempts whose time is over, as of their deadline, and mark what is unmarked. "
        "Safe to run again and by several machines at once; `serve` does it all the time."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        closed, repaired = closing.close_overdue(), closing.repair()
        self.stdout.write(f"{closed} finished at their deadline, {repaired} marked again")


def close_now_and_then(last: float) -> float:
    """Do it when the last time is long enough ago; when it was done last.

    A database that is away or busy now is asked again the next time.
    """
    if time.monotonic() - last < EVERY_S:
        return last
    try:
        closing.close_overdue()
        closing.repair()
    except DatabaseError as error:
        log.warning("Overdue attempts were not finished this time: %s", error)
    finally:
        connection.close_if_unusable_or_obsolete()
    return time.monotonic()
