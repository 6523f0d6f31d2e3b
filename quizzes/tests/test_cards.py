"""Cards of a student: which there are, what an answer does to them, and that no row is wasted."""

import datetime
from unittest import mock

import pytest
from django.utils import timezone

from quizzes import actions, card_actions, faces, plans, rounds
from quizzes.cardmodels import Card, Review, Round, StudyPlan
from quizzes.core.kinds.table import MARKED
from quizzes.deck import Deck
from quizzes.formats.cards import plain
from quizzes.sittings import Sitting
from studyapp.accounts.models import User
from studyapp.lib import contentversion
from studyapp.tests import factories

pytestmark = pytest.mark.django_db
SLUGS = [f"term-{n}" for n in range(6)]
WRONG = 0


@pytest.fixture
def student() -> User:
    for slug in SLUGS:
        factories.term(slug)
    factories.misconception()
    contentversion.bump()
    return factories.PersonFactory()


def round_of(user: User) -> Round:
    return rounds.today(user, plans.plan_of(user))


def answer(user: User, key: str, is_known: bool = True, seconds: float = 8.0) -> bool:
    return card_actions.answer(round_=round_of(user), key=key, is_known=is_known, seconds=seconds)


def days_later(count: int) -> mock._patch:
    later = timezone.localdate() + datetime.timedelta(days=count)
    return mock.patch("quizzes.rounds.timezone.localdate", return_value=later)


def deck_of(user: User) -> Deck:
    return Deck(user, plans.plan_of(user), timezone.localdate())


def test_there_is_a_card_for_each_term_both_ways_and_for_each_misconception(student: User) -> None:
    unseen = deck_of(student).unseen
    assert unseen[:6] == [faces.term_key(slug) for slug in SLUGS]
    assert unseen[6] == "idea/pump-directions-swapped"
    assert unseen[7:] == [faces.name_key(slug) for slug in SLUGS]


def test_planning_a_day_makes_no_row_for_a_card(student: User) -> None:
    round_ = round_of(student)
    assert len(round_.queue) == 7
    assert round_.fresh == 7
    assert not Card.objects.exists()
    answer(student, round_.queue[0])
    assert Card.objects.count() == 1


def test_a_term_and_its_other_side_do_not_meet_on_one_day(student: User) -> None:
    keys = round_of(student).queue
    assert not {faces.partner(key) for key in keys} & set(keys)


def test_a_missed_item_comes_first(student: User) -> None:
    item = factories.item()
    contentversion.bump()
    actions.practice(user=student, version=item.current, response=WRONG)
    assert round_of(student).queue[0] == f"item/{item.uid}"


def test_another_students_mistakes_make_no_card(student: User) -> None:
    item = factories.item()
    contentversion.bump()
    other = factories.PersonFactory()
    actions.practice(user=other, version=item.current, response=WRONG)
    assert f"item/{item.uid}" not in round_of(student).queue


def test_units_that_are_not_wanted_bring_no_new_cards(student: User) -> None:
    StudyPlan.objects.create(user=student, units=[3])
    assert round_of(student).queue == []


def test_a_known_card_leaves_the_round_and_a_forgotten_one_comes_again(student: User) -> None:
    first, second, *_ = round_of(student).queue
    answer(student, first)
    answer(student, second, is_known=False)
    queue = round_of(student).queue
    assert first not in queue
    assert queue[-1] == second
    answer(student, second)
    assert second not in round_of(student).queue


def test_the_same_day_counts_once(student: User) -> None:
    key = round_of(student).queue[0]
    answer(student, key, is_known=False)
    before = Card.objects.get().stability_days
    answer(student, key)
    assert Card.objects.get().stability_days == before
    assert list(Review.objects.values_list("is_repeat", flat=True)) == [True, False]


def test_an_answer_from_a_second_tab_is_not_kept_twice(student: User) -> None:
    key = round_of(student).queue[0]
    assert answer(student, key) is True
    assert answer(student, key) is False
    assert Review.objects.count() == 1


def test_undo_gives_back_the_card_and_its_time(student: User) -> None:
    before = round_of(student)
    key = before.queue[0]
    answer(student, key, is_known=False)
    card_actions.undo(round_=before)
    after = round_of(student)
    assert after.queue == before.queue
    assert after.spent_s == 0
    assert Card.objects.get().memory is None
    assert card_actions.undo(round_=after) is None


def test_undo_goes_back_answer_by_answer(student: User) -> None:
    round_ = round_of(student)
    for key in round_.queue[:3]:
        answer(student, key)
    for _ in range(3):
        card_actions.undo(round_=round_)
    assert round_of(student).queue == round_.queue


def test_a_card_of_a_turn_that_is_over_is_not_answered_again(student: User) -> None:
    StudyPlan.objects.create(user=student, minutes_a_day=2)
    *others, last = round_of(student).queue
    for key in others:
        answer(student, key)
    turn = round_of(student).turn
    again = {"key": last, "is_known": False, "seconds": 3, "turn": turn}
    assert card_actions.answer(round_=round_of(student), **again) is True
    assert round_of(student).queue == [last]
    assert card_actions.answer(round_=round_of(student), **again) is False
    assert Review.objects.filter(card__key=last).count() == 1


def test_undo_brings_back_what_was_put_aside_step_by_step(student: User) -> None:
    before = round_of(student)
    first, second, third, *_ = before.queue
    answer(student, first)
    card_actions.suspend(round_=before, key=second)
    card_actions.suspend(round_=before, key=third)
    for key in (third, second, first):
        undone = card_actions.undo(round_=before)
        assert undone is not None
        assert (undone.key, undone.is_suspended) == (key, False)
        assert rounds.current(round_of(student))[0] == key
    after = round_of(student)
    assert (after.queue, after.planned, after.aside, after.turn) == (
        before.queue, before.planned, [], 0,
    )  # fmt: skip
    assert not Review.objects.exists()
    assert card_actions.undo(round_=before) is None


def test_undo_leaves_alone_what_was_brought_back_meanwhile(student: User) -> None:
    round_ = round_of(student)
    first, second, *_ = round_.queue
    answer(student, first)
    card_actions.suspend(round_=round_, key=second)
    card_actions.bring_back(user=student, key=second)
    undone = card_actions.undo(round_=round_)
    assert undone is not None
    assert undone.key == first


@pytest.mark.parametrize("is_known", [True, False])
def test_undo_of_an_answer_counts_right_though_the_card_was_put_aside_in_the_list(
    student: User, is_known: bool
) -> None:
    before = round_of(student)
    key = before.queue[0]
    answer(student, key, is_known=is_known)
    card_actions.put_aside(user=student, key=key)
    card_actions.undo(round_=before)
    after = round_of(student)
    assert (after.queue, after.planned) == (before.queue, before.planned)
    assert rounds.current(after)[0] == key


def test_a_card_put_aside_stays_away_until_it_is_brought_back(student: User) -> None:
    round_ = round_of(student)
    key = round_.queue[0]
    card_actions.suspend(round_=round_, key=key)
    assert key not in round_of(student).queue
    with days_later(1):
        assert key not in round_of(student).queue
    card_actions.bring_back(user=student, key=key)
    with days_later(2):
        assert key in round_of(student).queue


@pytest.mark.parametrize(
    "key", ["term/no-such-term", "own/nothing", "own", "item/x", "", "term", "x/y"]
)
def test_a_key_that_names_nothing_makes_no_row(student: User, key: str) -> None:
    round_ = round_of(student)
    card_actions.note(user=student, key=key, text="A note")
    card_actions.suspend(round_=round_, key=key)
    assert answer(student, key) is False
    assert not Card.objects.exists()


def test_a_term_that_is_withdrawn_is_passed_over(student: User) -> None:
    round_ = round_of(student)
    answer(student, round_.queue[0])
    slug = round_.queue[1].partition("/")[2]
    factories.Term.objects.filter(slug=slug).update(published=None)
    contentversion.bump()
    key, _, face = rounds.current(round_of(student))
    assert face is not None
    assert key == round_.queue[2]


def test_a_round_whose_last_term_is_withdrawn_has_nothing_left_and_can_be_lengthened(
    student: User,
) -> None:
    plan = StudyPlan.objects.create(user=student, minutes_a_day=2)
    *others, last = round_of(student).queue
    for key in others:
        answer(student, key)
    factories.Term.objects.filter(slug=last.partition("/")[2]).update(published=None)
    contentversion.bump()
    assert Sitting(round_of(student), plan).left == 0
    card_actions.more(round_=round_of(student), plan=plan)
    assert Sitting(round_of(student), plan).left > 0


def test_the_minutes_of_a_day_are_never_planned_over(student: User) -> None:
    StudyPlan.objects.create(user=student, minutes_a_day=2)
    assert round_of(student).minutes <= 2
    assert len(round_of(student).queue) == 4


def test_time_is_over_when_the_minutes_are_used_and_more_can_be_asked_for(student: User) -> None:
    plan = StudyPlan.objects.create(user=student, minutes_a_day=2)
    for key in round_of(student).queue[:2]:
        answer(student, key, seconds=100)
    round_ = round_of(student)
    assert rounds.is_over_time(round_, plan)
    card_actions.more(round_=round_, plan=plan)
    round_ = round_of(student)
    assert not rounds.is_over_time(round_, plan)
    assert round_.queue


def test_more_minutes_after_the_last_card_bring_more_cards(student: User) -> None:
    plan = StudyPlan.objects.create(user=student, minutes_a_day=2)
    for key in round_of(student).queue:
        answer(student, key)
    card_actions.more(round_=round_of(student), plan=plan)
    round_ = round_of(student)
    assert len(round_.queue) == 3
    assert round_.planned == 7


def test_a_break_is_remembered_and_leaves_no_pile(student: User) -> None:
    StudyPlan.objects.create(user=student, minutes_a_day=2)
    for key in round_of(student).queue:
        answer(student, key)
    with days_later(12):
        round_ = round_of(student)
    assert round_.away_days == 11
    assert round_.minutes <= 2


def test_a_changed_plan_plans_the_rest_of_the_day_anew(student: User) -> None:
    first = round_of(student)
    answer(student, first.queue[0])
    plan = plans.plan_of(student)
    plan.minutes_a_day = 2
    card_actions.change_plan(plan=plan)
    round_ = round_of(student)
    assert len(round_.queue) < len(first.queue) - 1
    assert round_.planned == len(round_.queue) + 1


def test_the_site_says_the_day_until_the_student_does(settings: object, student: User) -> None:
    today = datetime.date(2026, 12, 1)
    plan = StudyPlan(user=student)
    assert plans.exam_day(plan, today) == datetime.date(2027, 5, 3)
    settings.EXAM_DATE = "2027-05-10"  # type: ignore[attr-defined]
    assert plans.exam_day(plan, today) == datetime.date(2027, 5, 10)
    plan.exam_on = datetime.date(2027, 4, 1)
    assert plans.exam_day(plan, today) == datetime.date(2027, 4, 1)
    # Over is over: the next one counts.
    assert plans.exam_day(plan, datetime.date(2027, 6, 1)) == datetime.date(2028, 5, 1)


def test_a_definition_does_not_give_its_term_away() -> None:
    text = "A chloroplast is an organelle; Chloroplasts make sugar."
    blank = faces.BLANK
    wanted = f"A {blank} is an organelle; {blank} make sugar."
    assert faces.masked(text, ["Chloroplast"]) == wanted


@pytest.mark.parametrize("kind", [name for name in MARKED if name != faces.PREDICTED])
def test_a_missed_item_of_any_kind_becomes_a_card_that_answers_itself(kind: str) -> None:
    row = factories.item_of(kind)
    contentversion.bump()
    key = f"item/{row.uid}"
    assert faces.stands(key)
    found = faces.face(key)
    assert found is not None
    assert "<input" not in found.front + found.back
    assert "Your choice" not in found.back
    assert "Left open" not in found.back
    words = plain(found.back)[0]
    assert len(words) >= 5
    assert words not in plain(found.front)[0]


def test_what_hangs_on_a_run_of_the_laboratory_is_no_card() -> None:
    row = factories.item_of(faces.PREDICTED)
    contentversion.bump()
    assert faces.face(f"item/{row.uid}") is None
