"""The practice page lists everything: units, topics, objectives, practices, misconceptions."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.core.kinds.table import MARKED
from studyapp.tests import factories

pytestmark = pytest.mark.django_db


def test_a_stranger_finds_every_way_to_practice(client: Client) -> None:
    factories.misconception()
    factories.item()
    page = client.get(reverse("quizzes:practice")).content.decode()
    for url in ("/practice/unit/2/", "/practice/topic/2.8/", "/practice/skill/1/"):
        assert f'href="{url}"' in page
    assert "1 misconception<" in page
    assert "#topic-2.8" in page


def test_the_counts_are_of_all_kinds(client: Client) -> None:
    for kind in MARKED:
        factories.item_of(kind)
    page = client.get(reverse("quizzes:practice")).content.decode()
    assert f"{len(MARKED)} AP-style items" in page


def test_the_misconceptions_of_a_unit_are_counted_and_folded(client: Client) -> None:
    factories.item()
    factories.misconception()
    page = client.get(reverse("quizzes:misconceptions")).content.decode()
    assert '<details class="fold' in page
    assert "1 idea<" in page


def test_an_empty_bank_says_what_to_do(client: Client) -> None:
    page = client.get(reverse("quizzes:practice")).content.decode()
    assert "load_content" in page


def test_many_items_cost_no_more_queries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, 41):
        factories.item(f"u2-2.8-{number:03}")
    with django_assert_max_num_queries(16):
        client.get(reverse("quizzes:practice"))
