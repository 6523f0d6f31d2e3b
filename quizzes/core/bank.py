"""Statistics of a bank of choice items: what a reader of one item cannot see."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.core.kinds.single_choice import SingleChoice

# Upper 5 % point of chi-square with 3 degrees of freedom (any table of the distribution).
CHI2_DF3_P05 = 7.815
# Share of each science practice in the multiple-choice section, per cent.
PRACTICE_NAMES = {
    1: "Concept explanation",
    2: "Visual representations",
    3: "Questions and methods",
    4: "Representing and describing data",
    5: "Statistical tests and data analysis",
    6: "Argumentation",
}
PRACTICE_PERCENT = {1: (25, 33), 2: (16, 24), 3: (8, 14), 4: (8, 14), 5: (8, 14), 6: (20, 26)}


@dataclass(frozen=True)
class Limits:
    """Bounds of `docs/content-formats.md`."""

    longest_key_share: float = 0.35
    length_difference: float = 0.10
    least_stimulus_share: float = 0.40
    most_recall_share: float = 0.25


def position_chi2(items: Sequence[SingleChoice]) -> float:
    """Chi-square of the key's position against an even spread over A–D; 3 degrees of freedom."""
    counts = Counter(item.key for item in items)
    expected = len(items) / 4
    return sum((counts[place] - expected) ** 2 / expected for place in range(4))


def key_is_longest(item: SingleChoice) -> bool:
    """Whether the right option is longer than every wrong one."""
    lengths = [len(option.text) for option in item.options]
    return all(lengths[item.key] > n for place, n in enumerate(lengths) if place != item.key)


def length_difference(items: Sequence[SingleChoice]) -> float:
    """Mean length of right options against that of wrong ones: 0.1 is 10 % longer."""
    right = [len(o.text) for item in items for o in item.options if o.right]
    wrong = [len(o.text) for item in items for o in item.options if not o.right]
    return (sum(right) / len(right)) / (sum(wrong) / len(wrong)) - 1.0


def practice_percent(items: Sequence[SingleChoice]) -> dict[int, float]:
    """Per cent of the items for each science practice."""
    counts = Counter(int(item.skill[0]) for item in items)
    return {practice: 100.0 * counts[practice] / len(items) for practice in PRACTICE_PERCENT}


def faults(items: Sequence[SingleChoice], limits: Limits = Limits()) -> list[str]:
    """What is out of balance in a bank, as sentences; none for an empty bank."""
    if not items:
        return []
    found = []
    if (chi2 := position_chi2(items)) > CHI2_DF3_P05:
        found.append(f"the key's position is uneven: chi-square {chi2:.1f} over {CHI2_DF3_P05}")
    longest = sum(map(key_is_longest, items)) / len(items)
    if longest > limits.longest_key_share:
        found.append(f"the key is the longest option in {longest:.0%} of the items")
    if abs(difference := length_difference(items)) > limits.length_difference:
        found.append(f"right options are {difference:+.0%} in length against wrong ones")
    stimulus = sum(item.stimulus is not None for item in items) / len(items)
    if stimulus < limits.least_stimulus_share:
        found.append(f"only {stimulus:.0%} of the items have a stimulus")
    recall = sum(item.recall for item in items) / len(items)
    if recall > limits.most_recall_share:
        found.append(f"{recall:.0%} of the items are recall")
    return found + _practices(items)


def _practices(items: Sequence[SingleChoice]) -> list[str]:
    """A bank of fewer than 60 items is too small to have the exam's spread."""
    if len(items) < 60:
        return []
    return [
        f"practice {practice} has {percent:.0f} % of the items, the exam {low}–{high} %"
        for practice, percent in practice_percent(items).items()
        for low, high in [PRACTICE_PERCENT[practice]]
        if not low - 1 <= percent <= high + 1
    ]
