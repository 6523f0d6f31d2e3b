"""Search: names first, forgiving of typing errors; then words inside the pages. In memory, the same
on every database, built once for each version of the content."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

from studyapp.lib import contentversion
from studyapp.search.documents import Document, documents

SIGNS = str.maketrans("⁺⁻₀₁₂₃₄₅₆₇₈₉–—‑−’/", "+-0123456789----' ")
# Ways to write one thing: the query and the names are both brought to the right-hand form.
SAME = {
    "na+": "sodium",
    "na": "sodium",
    "k+": "potassium",
    "k": "potassium",
    "cl-": "chloride",
    "ca2+": "calcium",
    "h+": "proton",
    "h2o": "water",
}
PLURAL = re.compile(r"[a-z]{3}[^isu\d]s$")
FUZZY_FROM = 72
# An alias comes after a title that fits as well.
ALIAS = 5.0
# What the words inside a page add to the match of its name.
WORDS_TOO = 0.15
# What a name loses that is only a small part of a longer query.
PART_ONLY = 20.0


def words(text: str) -> list[str]:
    """Lower-case words without accents; ions by name: `Na⁺/K⁺ pump` → sodium potassium pump."""
    plain = unicodedata.normalize("NFKD", text.translate(SIGNS)).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    found = re.findall(r"\d+\.\d+|[a-z]+\d*[+-](?![a-z])|[a-z0-9]+\+?", plain)
    return [SAME.get(word) or _one(word.rstrip("-")) for word in found]


def _one(word: str) -> str:
    """The singular of a regular plural: `chloroplasts` → chloroplast, `osmosis` stays."""
    return word[:-1] if PLURAL.search(word) else word


class Index:
    """All documents with their names and words."""

    def __init__(self, found: Iterable[Document]) -> None:
        self.documents = list(found)
        self.names: list[tuple[str, int, float]] = []
        self.places: dict[str, set[int]] = defaultdict(set)
        for number, document in enumerate(self.documents):
            for place, name in enumerate(document.names):
                self.names.append((" ".join(words(name)), number, ALIAS if place else 0.0))
            for word in words(f"{document.title} {document.body}"):
                self.places[word].add(number)
        self._texts = [name for name, _, _ in self.names]

    def search(self, query: str, most: int = 20) -> list[Document]:
        """The best `most` documents for `query`, best first; none for an empty query."""
        asked = words(query)[:12]
        if not asked:
            return []
        by_name: dict[int, float] = defaultdict(float)
        for number, score in self._by_name(" ".join(asked)):
            by_name[number] = max(by_name[number], score)
        by_word = dict(self._by_word(asked))
        scores = {
            number: max(by_name[number], by_word.get(number, 0))
            + WORDS_TOO * by_word.get(number, 0)
            for number in {*by_name, *by_word}
        }
        order = sorted(scores, key=lambda n: (-scores[n], self.documents[n].rank, n))
        return [self.documents[number] for number in order[:most]]

    def _by_name(self, asked: str) -> Iterable[tuple[int, float]]:
        """Exact 300, prefix 200 and more, a word's prefix 150, fuzzy up to 140."""
        for name, number, less in self.names:
            if name == asked:
                yield number, 300.0 - less
            elif name.startswith(asked):
                yield number, 200.0 - less + 50 * len(asked) / len(name)
            elif f" {asked}" in f" {name}":
                yield number, 150.0 - less + 40 * len(asked) / len(name)
        if len(asked) < 3:
            return
        close = process.extract(
            asked, self._texts, scorer=_likeness, score_cutoff=FUZZY_FROM, limit=30
        )
        for _, score, place in close:
            _, number, less = self.names[place]
            yield number, 40.0 + score - less

    def _by_word(self, asked: list[str]) -> Iterable[tuple[int, float]]:
        """Documents that hold the words; the more of them and the rarer, the better, up to 100."""
        hits: dict[int, float] = defaultdict(float)
        total = 0.0
        for word in asked:
            places = self.places.get(word) or self._starting_with(word)
            weight = 1.0 / (1.0 + len(places)) ** 0.3
            total += weight
            for number in places:
                hits[number] += weight
        for number, weight in hits.items():
            share = weight / total
            if share > 0.6:
                yield number, 100.0 * share

    def _starting_with(self, start: str) -> set[int]:
        if len(start) < 3:
            return set()
        found = (places for word, places in self.places.items() if word.startswith(start))
        return set().union(*found)


def _likeness(asked: str, name: str, *, score_cutoff: float = 0) -> float:
    """Whole names compared letter by letter, and word by word in any order, extra words excused."""
    whole = fuzz.ratio(asked, name)
    rest = max(0.0, 1 - len(name) / len(asked))
    parts = fuzz.token_set_ratio(asked, name) - 8 - PART_ONLY * rest
    start = fuzz.ratio(asked, name[: len(asked) + 1]) - 10 if len(asked) > 4 else 0
    return max(whole, parts, start)


def current() -> Index:
    """The index of the content version that is served now."""
    return _build(contentversion.current())


@lru_cache(maxsize=2)
def _build(version: str) -> Index:
    return Index(documents())
