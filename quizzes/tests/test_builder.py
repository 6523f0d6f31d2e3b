"""The teacher's quiz of chosen items takes every kind that is marked by itself."""

import pytest
from django.test import Client
from django.urls import reverse

from quizzes import actions
from quizzes.answers import step_keys
from quizzes.core.kinds.table import MARKED
from quizzes.models import Item, Quiz
from studyapp.tests import factories

pytestmark = pytest.mark.django_db


def test_a_quiz_of_every_kind_is_made_looked_at_taken_and_marked() -> None:
    uids = [factories.item_of(kind).uid for kind in MARKED]
    teacher = factories.TeacherFactory()
    client = Client()
    client.force_login(teacher)
    client.post(reverse("quizzes:new_quiz"), {"title": "All kinds", "items": uids})
    quiz = Quiz.objects.get()
    assert client.get(quiz.get_absolute_url()).status_code == 200
    attempt = actions.begin(user=teacher, quiz=quiz, assignment=None)
    page = client.get(attempt.get_absolute_url()).content.decode()
    step = f".{step_keys('sample-ordering')[0]}"
    for name in (".value", step, ".0", ".reason", ".prediction"):
        assert f'{name}"' in page
    actions.hand_in(attempt=attempt)
    assert "What is asked?" in client.get(attempt.get_absolute_url()).content.decode()


def test_a_quiz_is_still_shown_when_one_of_its_items_was_taken_back() -> None:
    teacher = factories.TeacherFactory()
    quiz = factories.quiz(teacher, count=2)
    Item.objects.filter(pk=quiz.items.first().pk).update(published=None)
    client = Client()
    client.force_login(teacher)
    assert client.get(quiz.get_absolute_url()).status_code == 200
