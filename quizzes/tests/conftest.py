"""A student, the quiz of forty minutes that was assigned to her class, and her attempt at it."""

import pytest

from quizzes.models import Attempt
from quizzes.tests.timed import begun
from studyapp.classes.models import Assignment, Membership
from studyapp.tests import factories


@pytest.fixture
def membership(db: None) -> Membership:
    return factories.MembershipFactory()


@pytest.fixture
def assignment(membership: Membership) -> Assignment:
    quiz = factories.quiz(membership.classroom.teacher)
    return Assignment.objects.create(
        classroom=membership.classroom,
        activity="quiz",
        activity_id=str(quiz.pk),
        title=quiz.title,
        minutes=40,
    )


@pytest.fixture
def attempt(assignment: Assignment, membership: Membership) -> Attempt:
    return begun(assignment, membership.student)
