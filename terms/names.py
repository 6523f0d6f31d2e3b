"""Names of terms found in prose: longest match, once per section, plurals included."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

# One sign for one sign, so that a place in the folded text is the same place in the text.
FOLD = str.maketrans("⁺⁻₀₁₂₃₄₅₆₇₈₉–—‑−’\u00a0", "+-0123456789----' ")
WORD = r"[A-Za-z0-9⁺⁻+]"


def folded(text: str) -> str:
    """`text` with super- and subscripts, dashes and quotes made plain; its length is kept."""
    return text.translate(FOLD)


def plurals(name: str) -> set[str]:
    """`name` with the regular plurals of its last word."""
    forms = {name}
    if re.search(r"[^aeiou]y$", name):
        forms.add(name[:-1] + "ies")
    elif re.search(r"(s|x|z|ch|sh)$", name):
        forms.add(name + "es")
    else:
        forms.add(name + "s")
    if name.endswith("sis"):
        forms.add(name[:-2] + "es")
    return forms


@dataclass(frozen=True)
class Name:
    """A way to write a term, and the address of the term's page."""

    text: str
    address: str


class Glossary:
    """All names at once, as one pattern. Build it once for each version of the content."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._address: dict[str, str] = {}
        for name in names:
            for form in plurals(folded(name.text)):
                self._address.setdefault(form.casefold(), name.address)
        longest_first = sorted(self._address, key=len, reverse=True)
        choices = "|".join(re.escape(name) for name in longest_first) or r"(?!)"
        self._pattern = re.compile(rf"(?<!{WORD}|-)({choices})(?!{WORD}|-[a-z])", re.IGNORECASE)

    def linker(self, own: str = "") -> Callable[[str], Sequence[tuple[str, str | None]]]:
        """A linker for one section: every address once, the page's `own` address never."""
        used = {own}

        def link(text: str) -> list[tuple[str, str | None]]:
            pieces: list[tuple[str, str | None]] = []
            at = 0
            for match in self._pattern.finditer(folded(text)):
                address = self._address[match[0].casefold()]
                if address in used:
                    continue
                used.add(address)
                pieces += [(text[at : match.start()], None), (text[slice(*match.span())], address)]
                at = match.end()
            return [*(p for p in pieces if p[0]), *([(text[at:], None)] if text[at:] else [])]

        return link
