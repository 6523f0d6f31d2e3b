"""The receipt of a finished attempt: a short code that only this site can make.

It depends on what was answered and when it was handed in. A student keeps it, on paper if she
likes; her teacher types it in and learns whether it is what stands there, or stood there once.
"""

import json
import re
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from quizzes.models import Attempt, AttemptEvent

LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # none that look alike, none that make words
LENGTH = 8


def code_of(attempt: Attempt) -> str:
    """The code of what stands in the attempt now, such as `17-K3F9-QX2M`."""
    answers = [[answer.position, answer.response] for answer in attempt.answers.all()]
    at = attempt.handed_in_at.isoformat() if attempt.handed_in_at else ""
    text = json.dumps([attempt.pk, at, answers], sort_keys=True)
    number = int.from_bytes(salted_hmac("quizzes.receipts", text, algorithm="sha256").digest())
    letters = ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters += LETTERS[place]
    return f"{attempt.pk}-{letters[:4]}-{letters[4:]}"


def keep(attempt: Attempt) -> None:
    """Note the code of what stands in a finished attempt, with its end: an answer that is taken
    afterwards makes another one, and the student may hold either."""
    closed = attempt.events.filter(what=AttemptEvent.What.CLOSED).last()
    code = code_of(attempt)
    if closed is not None and code not in _given_with(closed):
        closed.detail["codes"] = [*closed.detail.get("codes", ()), code]
        closed.save(update_fields=["detail"])


def _given_with(closed: AttemptEvent) -> list[str]:
    """The codes of one end. Of older ends only the first is known."""
    first = closed.detail.get("code")
    return [*([first] if first else ()), *closed.detail.get("codes", ())]


@dataclass(frozen=True)
class Checked:
    """What a code says. `attempt` is None for a code that this site never gave."""

    attempt: Attempt | None = None
    is_current: bool = False


def check(text: str, teacher: object) -> Checked:
    """Look a code up among the finished attempts of a teacher's classes."""
    code = re.sub(r"\s+", "", text).upper()
    number = code.split("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        return Checked()
    found = Attempt.objects.filter(pk=int(number), assignment__classroom__teacher=teacher)
    attempt = found.select_related("user", "assignment").first()
    if attempt is None:
        return Checked()
    if not attempt.is_open and code_of(attempt) == code:
        return Checked(attempt, is_current=True)
    closed = attempt.events.filter(what=AttemptEvent.What.CLOSED)
    is_given = any(code in _given_with(event) for event in closed)
    return Checked(attempt) if is_given else Checked()
