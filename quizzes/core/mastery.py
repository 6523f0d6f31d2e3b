"""How well a student masters an objective: an estimate from her answers, with its uncertainty.

Model: the three-parameter logistic of item response theory (Birnbaum 1968, in Lord & Novick,
Statistical Theories of Mental Test Scores, ch. 17-20). A student of ability θ gets an item of
difficulty b right with probability g + (1 − g)/(1 + e^(b − θ)), g the chance of guessing it.

Estimator: expected a posteriori on a grid (Bock & Mislevy 1982, Appl Psychol Meas 6:431). The
prior of one objective is centered on the ability that all her answers together show, so that an
objective with two answers is not taken for hopeless or perfect. Old answers count less: the log
likelihood of an answer is halved every `HALF_LIFE_DAYS`.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quizzes.core.score import TOGETHER

Array = NDArray[np.float64]

HALF_LIFE_DAYS = 45.0
DIFFICULTY = {1: -1.0, 2: 0.0, 3: 1.0}
"""The writer's difficulty (1 easy to 3 hard) in logits, until answers tell better."""
CHANCE = 0.25  # four options; `Kind.chance` has it for every kind
SPREAD_OF_STUDENTS = 1.2  # standard deviation of θ between students, logits
SPREAD_OF_OBJECTIVES = 0.9  # and between the objectives of one student
MASTERED = 0.80
SURE = 0.90  # the interval holds the truth with this probability
GRID: Array = np.linspace(-5.0, 5.0, 161)


@dataclass(frozen=True)
class Answered:
    """One answer. `difficulty` in logits, `share` of the points earned (0 to 1), `chance` the share
    that blind guessing earns at this item, `weight` the number of items for which it counts."""

    objective: str
    share: float
    difficulty: float = 0.0
    days_ago: float = 0.0
    chance: float = CHANCE
    weight: float = 1.0


@dataclass(frozen=True)
class Mastery:
    """The probability of getting an average item of the objective right.

    `low` and `high` bound it with probability `SURE`; `answers` counts what it rests on.
    """

    value: float
    low: float
    high: float
    answers: int

    @property
    def is_mastered(self) -> bool:
        """Mastered, and not by a lucky streak: better than not that the bar is passed."""
        return self.value >= MASTERED

    @property
    def is_known(self) -> bool:
        """Whether the answers tell more than that they are few."""
        return self.high - self.low < 0.5


def chance_of_right(theta: Array | float, difficulty: float, chance: float = CHANCE) -> Array:
    """Probability of a right answer at each ability; all in logits but `chance`."""
    logistic = 1.0 / (1.0 + np.exp(difficulty - np.asarray(theta, dtype=float)))
    return np.asarray(chance + (1.0 - chance) * logistic)


def written(
    objectives: Sequence[str], share: float, points: int, days_ago: float
) -> list[Answered]:
    """A scored free-response answer as answers to each of its `objectives`; which of them cost a
    point is not said, so every one gets the same `share` of the question's `points`.

    Points of a question go together (`score.TOGETHER`), so m of them tell as much as
    m/(1 + (m − 1)ρ) items do (Kish 1965, Survey Sampling: the design effect). One of k objectives
    moves their mean by a kth, so what the mean tells of it falls with k². Nobody guesses in
    writing; the difficulty is taken for the average.
    """
    alone = points / (1.0 + (points - 1) * TOGETHER)
    weight = alone / max(1, len(objectives)) ** 2
    return [Answered(code, share, 0.0, days_ago, 0.0, weight) for code in objectives]


def mastery(answers: Sequence[Answered]) -> dict[str, Mastery]:
    """The mastery of every objective that was answered, by its code."""
    center, spread = _prior(answers)
    by_objective: dict[str, list[Answered]] = {}
    for answer in answers:
        by_objective.setdefault(answer.objective, []).append(answer)
    return {
        code: _told(_posterior(own, center=center, spread=spread), len(own))
        for code, own in by_objective.items()
    }


def unanswered(answers: Sequence[Answered]) -> Mastery:
    """What is to be expected of an objective without answers, from all the others."""
    return _told(_normal(*_prior(answers)), 0)


def ability(answers: Sequence[Answered]) -> tuple[float, float]:
    """Mean and standard deviation of the student's ability in logits, all objectives together."""
    overall = _posterior(answers, center=0.0, spread=SPREAD_OF_STUDENTS)
    return float(overall @ GRID), _deviation(overall)


def _prior(answers: Sequence[Answered]) -> tuple[float, float]:
    """Mean and deviation of an objective's ability before its own answers are looked at.

    The center is itself uncertain: by what few answers tell, and by the objectives that they
    happen to come from.
    """
    center, spread = ability(answers)
    objectives = len({answer.objective for answer in answers}) or 1
    of_center = math.hypot(spread, SPREAD_OF_OBJECTIVES / math.sqrt(objectives))
    return center, math.hypot(of_center if answers else spread, SPREAD_OF_OBJECTIVES)


def _posterior(answers: Sequence[Answered], *, center: float, spread: float) -> Array:
    log = np.log(_normal(center, spread))
    for answer in answers:
        weight = answer.weight * 0.5 ** (max(0.0, answer.days_ago) / HALF_LIFE_DAYS)
        right = chance_of_right(GRID, answer.difficulty, answer.chance)
        share = min(1.0, max(0.0, answer.share))
        log += weight * (share * np.log(right) + (1.0 - share) * np.log1p(-right))
    return _shares(np.exp(log - log.max()))


def _normal(center: float, spread: float) -> Array:
    return _shares(np.exp(-0.5 * ((GRID - center) / spread) ** 2))


def _shares(density: Array) -> Array:
    return np.asarray(density / density.sum())


def _deviation(posterior: Array) -> float:
    mean = float(posterior @ GRID)
    return math.sqrt(float(posterior @ (GRID - mean) ** 2))


def _told(posterior: Array, count: int) -> Mastery:
    """An average item is one of difficulty 0 that cannot be guessed: knowledge, not luck."""
    known = chance_of_right(GRID, 0.0, chance=0.0)
    below = np.cumsum(posterior)
    tail = (1.0 - SURE) / 2.0
    low = known[int(np.searchsorted(below, tail))]
    high = known[min(int(np.searchsorted(below, 1.0 - tail)), GRID.size - 1)]
    return Mastery(float(posterior @ known), float(low), float(high), count)


def worth(found: Mapping[str, Mastery], weights: Mapping[str, float], rest: Mastery) -> list[str]:
    """Objectives in the order in which an hour on them promises most for the exam.

    `weights`: the share of the exam that hangs on each objective; `rest` stands for those without
    answers. What is promised is the weight times the gap to the bar, and half the doubt on top:
    where little is known, a few answers tell the most.
    """

    def promise(code: str) -> float:
        at = found.get(code, rest)
        gap = max(0.0, MASTERED - at.value)
        return weights[code] * (gap + 0.5 * (at.high - at.low) * (1.0 - at.value))

    return sorted(weights, key=lambda code: (-promise(code), code))
