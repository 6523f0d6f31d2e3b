"""The topic of an imported page, from the course's key terms: by name, or by what it names."""

import re
from collections import Counter
from dataclasses import dataclass

from terms.names import Glossary, Name, folded
from terms.shelf import Shelf


@dataclass(frozen=True)
class Guess:
    """A topic's number and why; `number` is "" when nothing speaks for any topic."""

    number: str
    why: str


def guess(course: Shelf, *, names: list[str], text: str) -> Guess:
    """The topic of a page that is called `names` and says `text`."""
    wanted = {folded(name).casefold().strip() for name in names}
    for term in course.terms.values():
        if wanted & {folded(name).casefold() for name in (term.title, *term.aliases)}:
            return Guess(term.topic, f"“{term.title}” is one of its terms")
    for topic in course.topics.values():
        for key in topic.key_terms:
            if folded(key).casefold() in wanted:
                return Guess(topic.number, f"“{key}” is one of its key terms")
    votes = _votes(course, names, text)
    if not votes:
        return Guess("", "")
    number, count = votes.most_common(1)[0]
    return Guess(number, f"guessed from {count} mention(s) of its key terms; check it")


def _votes(course: Shelf, names: list[str], text: str) -> Counter[str]:
    """How often the terms of each topic are named: once a paragraph; in a title it counts three."""
    own = [Name(t.title, t.topic) for t in course.terms.values()]
    own += [Name(alias, t.topic) for t in course.terms.values() for alias in t.aliases]
    key_terms = [Name(k, t.number) for t in course.topics.values() for k in t.key_terms]
    glossary = Glossary([*own, *key_terms])
    votes: Counter[str] = Counter()
    paragraphs = [(name, 3) for name in names] + [(p, 1) for p in re.split(r"\n\s*\n", text)]
    for paragraph, weight in paragraphs:
        for _, topic in glossary.linker()(paragraph):
            if topic:
                votes[topic] += weight
    return votes
