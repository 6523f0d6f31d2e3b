"""From points to the exam's composite and to a range of AP scores. `docs/exam.md` is the model.

Cut scores are not published. The range takes every table of exam.md, section 5, as equally likely,
and the error of measurement of this exam and of the real one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist

CHOICE_ITEMS = 60
WRITTEN_POINTS = 34
HALF_COMPOSITE = 60.0
COMPOSITE = 2 * HALF_COMPOSITE
WRITTEN_LENGTHS = (9, 9, 4, 4, 4, 4)
SCORES = (1, 2, 3, 4, 5)
LABELS = {
    5: "extremely well qualified",
    4: "well qualified",
    3: "qualified",
    2: "possibly qualified",
    1: "no recommendation",
}
# Lowest composite of 120 for a 2, 3, 4 and 5 in five unofficial tables (K1 to K5 of exam.md).
TABLES = (
    (38, 55, 73, 92),
    (48, 65, 82, 99),
    (36, 56, 76, 93),
    (35, 55, 76, 94),
    (40, 55, 70, 90),
)
TOGETHER = 0.1  # how far the points of one written question go together (intraclass correlation)
READER = 1 / 8  # standard deviation of a second reader's points, for each point of the question
COVERED = 0.8  # of the results that fit, at least so many lie in the range
FEWEST = 2  # scores in a range


@dataclass(frozen=True)
class Earned:
    """Points, and how many there were."""

    points: float
    out_of: float


@dataclass(frozen=True)
class Range:
    """AP scores from `low` to `high`, which hold `share` of the results that fit the composite."""

    low: int
    high: int
    share: float


def choice_part(choice: Earned) -> float:
    """Right answers of 60: a shorter form counts as if it went on like this."""
    return HALF_COMPOSITE * choice.points / choice.out_of


def written_part(written: Sequence[Earned]) -> float:
    """Points × 60/34; of fewer questions likewise."""
    return HALF_COMPOSITE * sum(q.points for q in written) / sum(q.out_of for q in written)


def composite(choice: Earned, written: Sequence[Earned]) -> float:
    """Multiple choice × 1 + free response × 60/34, of 120. Both sections have questions."""
    return choice_part(choice) + written_part(written)


def error(choice: Earned, written: Sequence[Earned]) -> float:
    """Standard error of the composite as a forecast of the real exam's, in its points.

    Lord's binomial error for the choice items; the same for written points, which go together
    within a question, plus what another reader would give; once for this form and once for the
    whole exam on which the score is made.
    """
    right = _likely(choice.points, choice.out_of)
    share = _likely(sum(q.points for q in written), sum(q.out_of for q in written))
    this = _variance(right, choice.out_of, share, [q.out_of for q in written])
    real = _variance(right, CHOICE_ITEMS, share, WRITTEN_LENGTHS)
    return math.sqrt(this + real)


def _likely(points: float, out_of: float) -> float:
    """The share of the points, drawn a little to the middle: nobody is sure of all or of none."""
    return (points + 1) / (out_of + 2)


def _variance(right: float, items: float, share: float, lengths: Sequence[float]) -> float:
    choice = HALF_COMPOSITE**2 * right * (1 - right) / items
    points = sum(m * share * (1 - share) * (1 + (m - 1) * TOGETHER) for m in lengths)
    readers = sum((READER * m) ** 2 for m in lengths)
    return choice + (points + readers) * (HALF_COMPOSITE / sum(lengths)) ** 2


def chances(composite: float, error: float) -> dict[int, float]:
    """How likely each AP score is, over all tables."""
    found = dict.fromkeys(SCORES, 0.0)
    spread = NormalDist(composite, error)
    for cuts in TABLES:
        below = [0.0, *(spread.cdf(cut) for cut in cuts), 1.0]
        for score, (low, high) in zip(SCORES, pairwise(below), strict=True):
            found[score] += (high - low) / len(TABLES)
    return found


def score_range(composite: float, error: float) -> Range:
    """The fewest neighboring scores, two at least, that hold most of what is likely."""
    likely = chances(composite, error)
    for width in range(FEWEST, len(SCORES) + 1):
        spans = [SCORES[start : start + width] for start in range(len(SCORES) - width + 1)]
        best = max(spans, key=lambda span: sum(likely[score] for score in span))
        share = sum(likely[score] for score in best)
        if share >= COVERED:
            break
    return Range(best[0], best[-1], min(share, 1.0))
