"""What browsers send, made into answers. Nothing here raises: what is no answer is None."""

import math
import re
from collections.abc import Mapping
from typing import Any

MOST_LETTERS = 200


def place(raw: Any, count: int) -> int | None:
    """A place from 0 to `count` − 1, from a number or its digits; None for anything else."""
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        return None
    digits = str(raw)
    if not (digits.isascii() and digits.isdigit() and len(digits) < 3):
        return None
    return int(digits) if int(digits) < count else None


def places(raw: Any, count: int) -> list[int] | None:
    """Different places in the order sent; None unless each is one, and no place comes twice."""
    if not isinstance(raw, list | tuple) or len(raw) > count:
        return None
    found = [place(entry, count) for entry in raw]
    known = [entry for entry in found if entry is not None]
    return known if len(known) == len(found) == len(set(known)) else None


def pairs(raw: Any, count: int, options: int) -> dict[str, int] | None:
    """`{"0": 2}`: for places from 0 to `count` − 1 the option chosen; None when it is not that.

    A place that was left open may be missing, empty or None.
    """
    if not isinstance(raw, Mapping) or len(raw) > count:
        return None
    found: dict[str, int] = {}
    for key, value in raw.items():
        row = place(key, count)
        if row is None:
            return None
        if value is None or value == "":
            continue
        option = place(value, options)
        if option is None:
            return None
        found[str(row)] = option
    return dict(sorted(found.items(), key=lambda entry: int(entry[0])))


NUMBER = re.compile(
    r"^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(\.\d+)?(?:(?:e|[x×*·]10\^?)([+-]?\d{1,3}))?$"
)
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")


def number(text: str) -> float | None:
    """A number as students write it: `1,200`, `−4.99`, `.5`, `3e-4`, `3 × 10⁻⁴`, `3*10^-4`.

    A comma groups thousands, as in the United States. None for anything else, and for what is too
    large for a number here.
    """
    plain = text[:MOST_LETTERS].translate(SUPERSCRIPTS).replace("−", "-").replace("–", "-")
    found = NUMBER.match(re.sub(r"\s+", "", plain).lower())
    if not found or not (found[2] or found[3]):
        return None
    whole = (found[2] or "0").replace(",", "")
    value = float(f"{found[1]}{whole}{found[3] or ''}e{found[4] or 0}")
    return value if math.isfinite(value) else None


def text(raw: Any, most: int) -> str | None:
    """A longer text as it was typed, cut at `most` letters; None for nothing but spaces.

    A form ends its lines with CR LF and a script with LF: they say the same.
    """
    if not isinstance(raw, str):
        return None
    found = re.sub(r"\r\n?", "\n", raw.replace("\x00", ""))[:most]
    return found if found.strip() else None


def words(raw: Any) -> str | None:
    """A short text without spaces around it; None for nothing, and for more than a short text."""
    if not isinstance(raw, str):
        return None
    text = " ".join(raw.split())
    return text if 0 < len(text) <= MOST_LETTERS and "\x00" not in text else None
