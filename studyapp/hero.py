"""The chart on the home page: one computed run of the laboratory, as SVG paths."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sim.core.run import parse_request, simulate

OFF_S, ON_S, END_S = 900.0, 4500.0, 10800.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 508.0, 16.0, 240.0
HIGHEST_MM = 150.0
RUN = {
    "preset": "animal_cell",
    "parameters": {},
    "events": [
        {"t_s": OFF_S, "set": {"ouabain": 1.0}},
        {"t_s": ON_S, "set": {"ouabain": 0.0}},
    ],
    "until_s": END_S,
    "every_s": END_S / 120,
}


def x_of(t_s: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * t_s / END_S, 1)


def y_of(c_mM: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * c_mM / HIGHEST_MM, 1)


def path_of(times_s: Sequence[float], values_mM: Sequence[float]) -> str:
    """An SVG path through the points."""
    return "M" + "L".join(f"{x_of(t)} {y_of(c)}" for t, c in zip(times_s, values_mM, strict=True))


@cache
def chart() -> dict[str, Any]:
    """What the template draws. Computed once in each process."""
    run = simulate(parse_request(RUN))
    times, na, k = (list(run.values[name]) for name in ("t_s", "na_in_mM", "k_in_mM"))
    crossing = next(t for t, a, b in zip(times, na, k, strict=True) if a > b)
    return {
        "na_path": path_of(times, na),
        "k_path": path_of(times, k),
        "na_start": round(na[0]),
        "k_start": round(k[0]),
        "cross_min": round((crossing - OFF_S) / 60),
        "off_x": x_of(OFF_S),
        "off_width": round(x_of(ON_S) - x_of(OFF_S), 1),
        "off_middle": round((x_of(ON_S) + x_of(OFF_S)) / 2, 1),
        "y_ticks": [{"at": y_of(c), "label": c} for c in (0, 50, 100, 150)],
        "x_ticks": [{"at": x_of(3600.0 * h), "label": h} for h in (0, 1, 2, 3)],
        "na_label_y": y_of(na[-1]) - 12,
        "k_label_y": y_of(k[-1]) + 26,
    }
