"""Misconceptions as feedback names them, with the laboratory state that refutes each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from terms.records import MisconceptionRecord
from terms.shelf import Shelf


def lab_url(scenario: str, here: str) -> str:
    """The laboratory in the state of `scenario`, with the way back."""
    url = reverse("sim:scenario", args=[scenario])
    return f"{url}?{urlencode({'return': here})}" if here else url


@dataclass(frozen=True)
class ShownBelief:
    """A misconception. `lab_url` is empty where no laboratory state refutes it."""

    record: MisconceptionRecord
    lab_url: str


@dataclass(frozen=True)
class Setting:
    """The course, and the address of the page, to which the laboratory leads back."""

    course: Shelf
    here: str = ""

    def lab(self, scenario: str) -> str:
        return lab_url(scenario, self.here) if scenario else ""

    def belief(self, uid: str, scenario: str = "") -> ShownBelief | None:
        """The misconception `uid`; the laboratory in `scenario`, otherwise in its own."""
        found = self.course.misconceptions.get(uid)
        return ShownBelief(found, self.lab(scenario or found.scenario)) if found else None

    def beliefs(self, uids: Iterable[str]) -> list[ShownBelief]:
        found = [self.belief(uid) for uid in uids]
        return [belief for belief in found if belief]
