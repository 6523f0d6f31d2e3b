"""A form held against the blueprint of the exam, counted without the code that drew it."""

from collections import Counter
from collections.abc import Sequence

from quizzes.core.blueprint import Blueprint, Candidate, Form


def broken_bounds(form: Form, among: Sequence[Candidate], plan: Blueprint) -> list[str]:
    """Counts the form anew: nothing here comes from the code under test."""
    at = {item.id: item for item in among}
    taken = [at[name] for name in form.ids]
    units, practices = Counter(i.unit for i in taken), Counter(i.practice for i in taken)
    sets = Counter(i.set for i in taken if i.set)
    whole = Counter(i.set for i in among if i.set)
    checks = {
        "items": len(taken) == plan.items == len(set(form.ids)),
        "in sets": plan.in_sets[0] <= sets.total() <= plan.in_sets[1],
        "whole sets": all(whole[name] == count for name, count in sets.items()),
        "stimulus": sum(i.has_stimulus for i in taken) >= plan.with_stimulus,
        "recall": sum(i.is_recall for i in taken) <= plan.most_recall,
    }
    checks |= {f"unit {u}": low <= units[u] <= high for u, (low, high) in plan.units.items()}
    checks |= {f"p. {p}": low <= practices[p] <= high for p, (low, high) in plan.practices.items()}
    for name in sets:
        places = [place for place, item in enumerate(taken) if item.set == name]
        checks[f"{name} together"] = places == list(range(places[0], places[0] + len(places)))
    return [name for name, holds in checks.items() if not holds]
