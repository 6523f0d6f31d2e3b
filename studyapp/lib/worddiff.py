"""What changed between two texts, word by word, as safe HTML."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

# A word with the blanks after it; line ends stand alone, so that a new last line is one change.
WORD = re.compile(r"\S+[^\S\n]*|\n\s*|[^\S\n]+")
GAP = " … "


def word_diff(old: str, new: str, *, context: int | None = None) -> SafeString:
    """`new` with what left in `<del>` and what came in `<ins>`; everything is escaped.

    With `context`, only that many words around each change are kept.
    """
    before, after = WORD.findall(old), WORD.findall(new)
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    parts = []
    for place, (kind, a, b, c, d) in enumerate(steps):
        if kind == "equal":
            ends = (place == 0, place == len(steps) - 1)
            parts.append(conditional_escape(_shortened(before[a:b], context, *ends)))
            continue
        if gone := "".join(before[a:b]):
            parts.append(format_html("<del>{}</del>", gone))
        if came := "".join(after[c:d]):
            parts.append(format_html("<ins>{}</ins>", came))
    return mark_safe("".join(parts))  # noqa: S308 every part was escaped above


def _shortened(words: Sequence[str], context: int | None, is_first: bool, is_last: bool) -> str:
    """An unchanged run; its middle is left out, and so is what leads up to the first change."""
    if context is None or len(words) <= 2 * context:
        return "".join(words)
    head = "" if is_first else "".join(words[:context])
    tail = "" if is_last else "".join(words[-context:])
    return f"{head}{GAP}{tail}"
