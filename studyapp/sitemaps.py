"""What crawlers should read."""

import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from terms import shelf


class Terms(Sitemap):
    def items(self) -> list[Any]:
        return list(shelf.current().terms.values())

    def location(self, item: Any) -> str:
        return reverse("terms:term", args=[item.slug])

    def lastmod(self, item: Any) -> datetime.date:
        return item.updated


class Questions(Terms):
    def items(self) -> list[Any]:
        return list(shelf.current().questions.values())

    def location(self, item: Any) -> str:
        return reverse("terms:question", args=[item.slug])


class Course(Sitemap):
    def items(self) -> list[str]:
        course = shelf.current()
        fixed = [
            reverse(name) for name in ("home", "terms:units", "terms:terms", "terms:questions")
        ]
        fixed += [
            reverse(name)
            for name in ("quizzes:practice", "sim:index", "sim:validation", "quizzes:exam")
        ]
        units = [unit.get_absolute_url() for unit in course.units]
        return [*fixed, *units, *(topic.get_absolute_url() for topic in course.topics.values())]

    def location(self, item: str) -> str:
        return item


SITEMAPS = {"terms": Terms, "questions": Questions, "course": Course}
