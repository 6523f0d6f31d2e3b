"""The repository’s own bank carries the mock exam: its counts, and forms for many students."""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from quizzes import exams, stock
from quizzes.core.blueprint import Form, blueprint
from quizzes.core.exam import SHAPES
from quizzes.exammodels import MockExam
from quizzes.tests.bounds import broken_bounds
from studyapp.accounts.models import User
from studyapp.tests.factories import PersonFactory
from terms import shelf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_course")]
FORMS = 200
TYPES = [1, 2, 3, 4, 5, 6]
FIRST, SECOND = SHAPES["full"].sections


@pytest.fixture
def student() -> User:
    return PersonFactory()


def choice_items() -> list[stock.Entry]:
    return stock.current().where(lambda entry: entry.kind == "single-choice")


def forms(student: User, section: Any, seeds: Sequence[int]) -> list[Form]:
    """What students without an exam behind them are given, one form for each seed."""
    found = []
    for seed in seeds:
        before = time.process_time()
        found.append(exams.draw(MockExam(user=student, form="full", seed=seed), section))
        assert time.process_time() - before < 1.0
    return found


def test_every_topic_of_the_other_units_has_eight_items_and_all_together_400() -> None:
    counts = stock.current().counts(lambda entry: entry.topic)
    others = [number for number in shelf.current().topics if not number.startswith("2.")]
    assert {number: counts[number] for number in others if counts[number] < 8} == {}
    assert sum(counts[number] for number in others) >= 400
    assert len({number[0] for number in others}) == 7


def test_twenty_sets_share_a_stimulus_and_are_spread_over_the_course() -> None:
    sets: dict[str, list[stock.Entry]] = {}
    for entry in stock.current().entries:
        if entry.set:
            sets.setdefault(entry.set, []).append(entry)
    assert len(sets) >= 20
    assert {name: len(own) for name, own in sets.items() if not 2 <= len(own) <= 5} == {}
    assert len({entry.unit for own in sets.values() for entry in own}) == 8


def test_every_type_of_free_response_has_two_questions() -> None:
    counts = Counter(entry.type for entry in stock.written())
    assert sorted(counts) == TYPES
    assert min(counts.values()) >= 2


def test_two_hundred_forms_of_section_one_keep_the_blueprint(student: User) -> None:
    plan, among = blueprint(), [entry.candidate() for entry in choice_items()]
    drawn = forms(student, FIRST, range(FORMS))
    assert [form.shortages for form in drawn if form.shortages] == []
    assert [bad for form in drawn if (bad := broken_bounds(form, among, plan))] == []
    assert len({form.ids for form in drawn}) == FORMS


def test_two_hundred_forms_of_section_two_have_the_six_types_and_four_units(
    student: User,
) -> None:
    at = {entry.uid: entry for entry in stock.written()}
    drawn = forms(student, SECOND, range(FORMS))
    for form in drawn:
        questions = [at[uid] for uid in form.ids]
        assert [question.type for question in questions] == TYPES
        assert len({question.unit for question in questions[2:]}) == 4
        assert form.shortages == ()
    assert len({form.ids for form in drawn}) >= 6


@pytest.mark.parametrize("start", [0, 1000, 2000])
def test_who_sits_exam_after_exam_meets_nothing_twice_while_there_is_more(
    student: User, monkeypatch: pytest.MonkeyPatch, start: int
) -> None:
    met: Counter[str] = Counter()
    monkeypatch.setattr(exams, "seen_by", lambda user: Counter({u: 2 * n for u, n in met.items()}))
    types = {entry.uid: entry.type for entry in stock.written()}
    for turn in range(6):
        for section in (FIRST, SECOND):
            (form,) = forms(student, section, [start + turn])
            met.update(form.ids)
        assert uneven(met, types) == {}
        if 60 * (turn + 1) <= len(choice_items()) // 2:
            # Half of the bank is left: it has enough of every unit and practice.
            assert max(met[entry.uid] for entry in choice_items()) == 1


def uneven(met: Mapping[str, int], types: Mapping[str, int]) -> dict[int, list[int]]:
    """The types of which a question came again before all of them had come."""
    times: dict[int, list[int]] = {}
    for uid, number in types.items():
        times.setdefault(number, []).append(met[uid])
    return {number: own for number, own in times.items() if max(own) - min(own) > 1}
