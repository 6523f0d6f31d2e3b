"""The laboratory's model against papers, closed forms and itself."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sim import validation


class Command(BaseCommand):
    help = "Compare the membrane model with published models; the outcome is kept for its page."

    def handle(self, *args: Any, **options: Any) -> None:
        found = validation.report()
        rows = [row for part in (*found["groups"], *found["models"]) for row in part["rows"]]
        broken = [row["says"] for row in rows if not row["holds"]]
        for says in broken:
            self.stderr.write(f"does not hold: {says}")
        if broken:
            raise CommandError(f"{len(broken)} of {len(rows)} comparisons do not hold.")
        self.stdout.write(f"All {len(rows)} comparisons of the membrane model hold.")
