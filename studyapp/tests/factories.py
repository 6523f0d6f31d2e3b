"""A teacher, her student and a stranger; a class; pages and items to read and answer."""

import datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from quizzes.core.kinds.single_choice import SingleChoice
from quizzes.models import Item, Quiz, QuizItem
from quizzes.tests.kinds.samples import sample
from studyapp.accounts.models import User
from studyapp.classes.models import Classroom, Membership
from terms.models import Misconception, Term, Unit, lay_out

TODAY = datetime.date(2026, 11, 24)
PASSWORD = "a long password for tests"


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    password = factory.django.Password(PASSWORD)


class TeacherFactory(PersonFactory):
    username = factory.Sequence(lambda n: f"teacher{n}")
    role = User.Role.TEACHER


class ClassroomFactory(DjangoModelFactory):
    class Meta:
        model = Classroom

    name = "AP Biology, period 3"
    teacher = factory.SubFactory(TeacherFactory)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    classroom = factory.SubFactory(ClassroomFactory)
    student = factory.SubFactory(PersonFactory)


def course() -> Unit:
    """Unit 2 with one topic, 2.8, and its objective."""
    topic = {
        "number": "2.8",
        "title": "Mechanisms of Transport",
        "big_ideas": ["ENE"],
        "suggested_skills": ["1.B"],
        "objectives": [{"code": "2.8.A", "paraphrase": "Describe how ions cross membranes"}],
        "terms": ["sodium-potassium pump", "ATPase"],
        "scope": [],
    }
    unit, is_new = Unit.objects.get_or_create(
        number=2,
        defaults={
            "uid": "unit-2",
            "title": "Cells",
            "exam_weight_percent": [10, 13],
            "class_periods": [14, 16],
            "topics": [topic],
        },
    )
    if is_new:
        unit.publish()
        unit.save()
        lay_out(unit)
    return unit


def term(slug: str = "sodium-potassium-pump", *, published: bool = True, **changes: Any) -> Term:
    """A short term page, published unless said otherwise."""
    course()
    values: dict[str, Any] = {
        "uid": f"term-{slug}",
        "slug": slug,
        "title": slug.replace("-", " ").capitalize(),
        "length": "short",
        "topic_id": "2.8",
        "objectives": ["2.8.A"],
        "description": "A description of some twenty characters or more.",
        "updated": TODAY,
        "definition": "A membrane enzyme that moves ions.",
        "what_it_is": "It moves ions.",
        "why_it_matters": "Gradients pay for transport.",
        "connections": "### [ATPase](/terms/atpase/)\n\nOne kind of it.",
        "takeaways": "- One\n- Two\n- Three\n- Four",
        "faqs": "### Is it a channel?\n\nNo. It is an enzyme.",
    }
    row = Term(**(values | changes))
    if published:
        row.publish()
    row.save()
    return row


def misconception(uid: str = "pump-directions-swapped", **changes: Any) -> Misconception:
    """A published misconception."""
    values: dict[str, Any] = {
        "uid": uid,
        "wrong": "The pump moves sodium in.",
        "right": "It moves sodium out.",
        "refutation": "Sodium inside stays low only while it runs.",
        "topics": ["2.8"],
        "scenario": "ouabain",
    }
    row = Misconception(**(values | changes))
    row.publish()
    row.save()
    return row


def choice_record(uid: str = "u2-2.8-001", **changes: Any) -> SingleChoice:
    """A choice item whose key is B."""
    options = [
        {
            "text": f"Option {letter}",
            "why": f"Because of {letter}.",
            "misconception": "pump-directions-swapped",
        }
        for letter in "ABCD"
    ]
    options[1] = {"text": "Option B", "why": "Because of B.", "right": True}
    values: dict[str, Any] = {
        "id": uid,
        "topic": "2.8",
        "objective": "2.8.A",
        "skill": "1.B",
        "difficulty": 2,
        "terms": ["sodium-potassium-pump"],
        "stem": f"Which is right in {uid}?",
        "options": options,
        "updated": TODAY,
    }
    return SingleChoice.model_validate(values | changes)


def item(uid: str = "u2-2.8-001", **changes: Any) -> Item:
    """A published choice item whose key is B."""
    course()
    row = Item()
    row.take(choice_record(uid, **changes))
    row.publish()
    row.save()
    return row


def item_of(kind: str, **changes: Any) -> Item:
    """A published item of any kind that is marked by itself: the sample of that kind."""
    course()
    row = Item()
    row.take(sample(kind, **changes))
    row.publish()
    row.save()
    return row


def quiz(owner: User, count: int = 3, title: str = "The pump") -> Quiz:
    """A quiz of `count` new items, key B in each."""
    made = Quiz.objects.create(title=title, owner=owner)
    for position in range(1, count + 1):
        number = Item.objects.count() + 1
        QuizItem.objects.create(quiz=made, item=item(f"u2-2.8-{number:03}"), position=position)
    return made
