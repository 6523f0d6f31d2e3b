"""An answer on its way: what a page sends of it beside the response itself."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Given:
    """An answer as a page sends it, `age_s` seconds after it was given.

    `base` is the last sequence number the page knew the server to keep, `own` are the responses
    it has sent since without hearing back: what is neither was saved by another page.
    """

    response: Any
    sequence: int
    base: int | None = None
    own: tuple[Any, ...] = ()
    age_s: float = 0.0
