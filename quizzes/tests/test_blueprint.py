"""Forms of the mock exam hold to the blueprint, differ, and repeat nothing while there is more."""

import random
import time
from collections import Counter

import pytest

from quizzes.core.blueprint import Blueprint, Candidate, blueprint, draw
from quizzes.tests.bounds import broken_bounds

EXAM = blueprint()
HALF = blueprint(30, 45)


def bank(size: int, seed: int = 1) -> list[Candidate]:
    """Items spread over units and practices much as the course's own, a quarter of them in sets."""
    chance = random.Random(seed)
    practices = [1] * 29 + [2] * 20 + [3] * 11 + [4] * 11 + [5] * 11 + [6] * 23
    found: list[Candidate] = []
    while len(found) < size:
        unit = chance.choice([1, 2, 2, 3, 3, 4, 5, 6, 6, 7, 7, 8])
        in_set = chance.random() < 0.08
        name = f"set-{len(found)}" if in_set else ""
        found += [
            Candidate(
                id=f"item-{len(found) + place:05}",
                unit=unit,
                practice=chance.choice(practices),
                set=name,
                has_stimulus=in_set or chance.random() < 0.55,
                is_recall=not in_set and chance.random() < 0.2,
            )
            for place in range(chance.randint(3, 4) if in_set else 1)
        ]
    return found


def test_the_blueprint_is_that_of_the_exam() -> None:
    assert EXAM.units == {
        1: (5, 7), 2: (6, 8), 3: (7, 10), 4: (6, 9), 5: (5, 7), 6: (7, 10), 7: (8, 12), 8: (6, 9),
    }  # fmt: skip
    assert EXAM.practices[1] == (15, 20)
    assert EXAM.in_sets == (12, 16)


@pytest.mark.parametrize("plan", [EXAM, HALF], ids=["whole", "half"])
def test_two_hundred_forms_hold_to_the_blueprint(plan: Blueprint) -> None:
    among = bank(600)
    forms = [draw(among, plan, seed) for seed in range(200 if plan is EXAM else 40)]
    assert [broken_bounds(form, among, plan) for form in forms if form.shortages] == []
    assert [bad for form in forms if (bad := broken_bounds(form, among, plan))] == []
    assert len({form.ids for form in forms}) == len(forms)


@pytest.mark.parametrize(("size", "forms"), [(400, 200), (5000, 40)])
def test_a_form_is_there_within_a_second(size: int, forms: int) -> None:
    among = bank(size)
    for seed in range(forms):
        before = time.process_time()
        form = draw(among, EXAM, seed)
        assert time.process_time() - before < 1.0
        assert broken_bounds(form, among, EXAM) == []


def test_the_same_seed_gives_the_same_form_whatever_the_order_of_the_bank() -> None:
    among = bank(600)
    assert draw(among, EXAM, 7) == draw(among[::-1], EXAM, 7)


def test_two_students_get_different_forms() -> None:
    among = bank(600)
    shared = set(draw(among, EXAM, 1).ids) & set(draw(among, EXAM, 2).ids)
    assert len(shared) < 30


def test_no_item_comes_again_while_others_of_its_kind_are_unseen() -> None:
    among = {item.id: item for item in bank(900)}
    given: Counter[str] = Counter()
    for seed in range(8):
        form = draw(list(among.values()), EXAM, seed)
        assert form.shortages == ()
        given.update(form.ids)
        among |= {name: _seen_again(among[name]) for name in form.ids}
    # Eight forms are 480 items of 900: none needs to come twice.
    assert max(given.values()) == 1


def test_a_used_up_bank_gives_the_items_met_least_often() -> None:
    among = [_seen_again(item, times=2) for item in bank(600)]
    fresh = [Candidate(f"fresh-{n}", 1 + n % 8, 1 + n % 6, has_stimulus=True) for n in range(16)]
    form = draw([*among, *fresh], EXAM, 3)
    assert {item.id for item in fresh} & set(form.ids)
    assert broken_bounds(form, [*among, *fresh], EXAM) == []


def test_a_bank_that_is_too_small_says_what_it_lacks() -> None:
    among = [item for item in bank(600) if item.unit != 5]
    form = draw(among, EXAM, 1)
    assert form.shortages == ("unit 5: 5 missing",)
    assert len(form.ids) == 60
    assert draw([], EXAM, 1).shortages == ("the bank has none of the 60 items",)


def test_a_handful_of_items_is_a_form_with_many_shortages() -> None:
    form = draw(bank(12), EXAM, 1)
    assert len(form.ids) <= 12
    assert any(line.startswith("items: ") for line in form.shortages)


def test_all_items_are_given_before_a_share_of_them_is_kept() -> None:
    among = [Candidate(f"i-{n}", 1 + n % 8, 1 + n % 6, has_stimulus=n % 5 > 0) for n in range(70)]
    form = draw(among, EXAM, 1)
    assert len(form.ids) == 60
    assert "items in sets: 12 missing" in form.shortages


def _seen_again(item: Candidate, times: int = 1) -> Candidate:
    return Candidate(
        item.id, item.unit, item.practice, item.set, item.has_stimulus, item.is_recall,
        item.seen + times,
    )  # fmt: skip
