"""A word or a phrase, typed."""

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Any, Literal

from pydantic import Field, model_validator

from quizzes.core.kinds.answers import words
from quizzes.core.records import Frozen, Mark, Question, Slug, Text

ALIKE = 0.84
SHORT = 5  # words so short are too much alike to forgive a slip of the finger


class Slip(Frozen):
    """Another answer that students give, and what it tells."""

    text: Text
    why: Text
    misconception: Slug


class ShortText(Question):
    """`accepted`: every wording that is right; the first is shown as the answer."""

    kind: Literal["short-text"] = "short-text"
    accepted: tuple[Text, ...] = Field(min_length=1)
    why: Text
    slips: tuple[Slip, ...] = ()

    @model_validator(mode="after")
    def _told_apart(self) -> "ShortText":
        right = {plain(text) for text in self.accepted}
        if any(not text for text in right):
            raise ValueError("an accepted wording has no letter or digit")
        for slip in self.slips:
            if plain(slip.text) in right:
                raise ValueError(f"“{slip.text}” is accepted and a slip at once")
        return self


def parse_response(raw: Any) -> str | None:
    """The text as typed, spaces tidied; None for none."""
    return words(raw)


def plain(text: str) -> str:
    """A text without what does not matter: case, accents, articles, punctuation."""
    flat = unicodedata.normalize("NFKD", text).casefold()
    flat = "".join(sign for sign in flat if not unicodedata.combining(sign))
    found = re.findall(r"[a-z0-9]+|[+−-]", flat)
    kept = [word for word in found if word not in {"a", "an", "the", "-"}]
    return " ".join(kept)


def _singular(text: str) -> str:
    return " ".join(_without_s(word) for word in text.split())


def _without_s(word: str) -> str:
    ends_in_s = (
        len(word) > SHORT - 1 and word.endswith("s") and not word.endswith(("ss", "is", "us"))
    )
    return word[:-1] if ends_in_s else word


def mark(item: ShortText, response: str | None) -> Mark:
    """One point for an accepted wording, typing errors forgiven.

    The nearest of all known texts decides: `meiosis` is no misspelt `mitosis` where the item
    knows it as a slip.
    """
    given = plain(response or "")
    right = max(_likeness(given, plain(text)) for text in item.accepted)
    slip = _nearest(item, given)
    near = _likeness(given, plain(slip.text)) if slip else 0.0
    if given and right >= ALIKE and right > near:
        return Mark(points=1.0, out_of=1.0)
    found = slip_given(item, response)
    return Mark(points=0.0, out_of=1.0, caught=(found.misconception,) if found else ())


def slip_given(item: ShortText, response: str | None) -> Slip | None:
    """The known wrong answer that was given, typing errors forgiven, if one was."""
    given = plain(response or "")
    slip = _nearest(item, given)
    is_near = slip is not None and _likeness(given, plain(slip.text)) >= ALIKE
    return slip if given and is_near else None


def _nearest(item: ShortText, given: str) -> Slip | None:
    return max(item.slips, key=lambda s: _likeness(given, plain(s.text)), default=None)


def _likeness(given: str, known: str) -> float:
    """1 for the same text, a plural too; less with each letter that differs; 0 if it is short."""
    if _singular(given) == _singular(known):
        return 1.0
    if min(len(given), len(known)) < SHORT:
        return 0.0
    # The measure depends on the order of its arguments: take the stricter of both.
    one = SequenceMatcher(None, given, known, autojunk=False).ratio()
    other = SequenceMatcher(None, known, given, autojunk=False).ratio()
    return min(one, other)
