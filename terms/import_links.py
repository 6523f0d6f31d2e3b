"""Which page of this site a foreign page means: by slug, old address, title or alias."""

import re
from urllib.parse import unquote, urlsplit

from django.urls import reverse
from django.utils.text import slugify

from terms.names import folded
from terms.shelf import Shelf, term_url

NUMBERED = re.compile(r"(?:topic-)?([1-8])[.-](\d{1,2})(?:-(?P<title>[a-z0-9-]+))?")
UNIT = re.compile(r"unit-([1-8])")


def slug_of(text: str) -> str:
    """`text` as an address: ions and dashes made plain first."""
    return slugify(folded(text))


class KnownPages:
    """The published pages of this site. `hosts` are those whose links are looked up."""

    def __init__(self, course: Shelf) -> None:
        self.course = course
        self.hosts: set[str] = {""}
        self._slug: dict[str, str] = {}
        for term in course.terms.values():
            for key in (term.slug, slug_of(term.title), *term.url_aliases):
                self._slug.setdefault(key, term.slug)
        for term in course.terms.values():
            for alias in term.aliases:
                self._slug.setdefault(slug_of(alias), term.slug)
        self._address = {key: term_url(slug) for key, slug in self._slug.items() if key}
        for topic in course.topics.values():
            self._address.setdefault(slug_of(topic.title), topic.get_absolute_url())
        for question in course.questions.values():
            url = reverse("terms:question", args=[question.slug])
            for key in (question.slug, slug_of(question.question)):
                self._address.setdefault(key, url)

    @staticmethod
    def hosts_of(*addresses: str) -> set[str]:
        """The hosts of a page's own addresses: links to them are links within its site."""
        return {host for a in addresses if (host := urlsplit(a).hostname)}

    def find(self, address: str, title: str = "") -> str:
        """This site's page for a link's address, or failing that its title; "" for none."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return ""
        if (parts.hostname or "") not in self.hosts:
            return ""
        if parts.scheme not in {"", "http", "https"} or not parts.path.strip("/"):
            return ""
        segment = unquote(parts.path).rstrip("/").split("/")[-1]
        segment = re.sub(r"\.(md|html?)$", "", segment.strip().casefold())
        found = self._address.get(segment) or self._address.get(slug_of(segment))
        return found or self._numbered(segment) or self.by_name(title)

    def by_name(self, name: str) -> str:
        """This site's page for a title, an alias or a question; "" when there is none."""
        return self._address.get(slug_of(name), "")

    def term_slug(self, name: str) -> str:
        """The slug of the term that has this slug, old address, title or alias, or ""."""
        return self._slug.get(slug_of(name), "")

    def _numbered(self, segment: str) -> str:
        """Topics and units by number; a title beside the number must be the topic's own."""
        if unit := UNIT.fullmatch(segment):
            number = int(unit[1])
            return next((u.get_absolute_url() for u in self.course.units if u.number == number), "")
        match = NUMBERED.fullmatch(segment)
        topic = self.course.topics.get(f"{match[1]}.{match[2]}") if match else None
        if match is None or topic is None:
            return ""
        fits = match["title"] is None or match["title"] == slug_of(topic.title)
        return topic.get_absolute_url() if fits else ""
