"""Simulated students with plain FSRS and with the plan: `python -m deploy.reviews_figure`.

Writes docs/img/reviews.svg and prints the numbers that docs/reviews.md quotes; takes a minute or
two. The students are those of the tests.
"""

import datetime
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quizzes.core import reviews
from quizzes.tests.students import Memories, aimed, plain, study

TARGET = Path(__file__).resolve().parent.parent / "docs/img/reviews.svg"
CARDS, DAYS = 200, 60
BUDGETS = (1.5, 2.0, 3.0, 4.0, 5.0)  # minutes a day, for plain FSRS
SEEDS = (1, 2, 3, 4, 5)
AWAY = range(25, 39)
AWAY_MINUTES = 6.0
PLAIN, OURS = "#8a5a00", "#0b5c63"


@dataclass(frozen=True)
class Pair:
    """Means over the students: minutes a day of both, shares known on exam day."""

    minutes: float
    plain: float
    ours: float
    ours_minutes: float


def pair(minutes: float) -> Pair:
    """Plain FSRS with at most `minutes` a day, and ours with what it really took."""
    rows = []
    for seed in SEEDS:
        fsrs = study(plain, cards=CARDS, days=DAYS, minutes=minutes, seed=seed)
        a_day = sum(fsrs.minutes) / DAYS
        ours = study(aimed, cards=CARDS, days=DAYS, minutes=a_day, seed=seed)
        rows.append((a_day, fsrs.recall, ours.recall, sum(ours.minutes) / DAYS))
    return Pair(*(statistics.fmean(column) for column in zip(*rows, strict=True)))


def backlogs() -> tuple[list[float], list[float]]:
    """Minutes that lie before the student each morning, two weeks away in between: both ways."""
    pile: list[float] = []

    def watched(
        memories: Memories, now: datetime.datetime, exam: datetime.datetime, minutes: float
    ) -> Sequence[str]:
        due = [memory for memory in memories.values() if memory and memory.due <= now]
        pile.append(sum(reviews.seconds(memory, now) for memory in due) / 60)
        return plain(memories, now, exam, minutes)

    common = {"cards": CARDS, "days": DAYS, "minutes": AWAY_MINUTES, "seed": 1}
    study(watched, away=AWAY, **common)  # type: ignore[arg-type]
    ours = study(aimed, away=AWAY, **common)  # type: ignore[arg-type]
    here = iter(pile)
    return [0.0 if day in AWAY else next(here) for day in range(DAYS)], list(ours.planned)


@dataclass(frozen=True)
class Panel:
    """A frame of axes on the drawing: data to pixels."""

    left: float
    title: str
    x_title: str
    x_max: float
    y_min: float
    y_max: float
    x_ticks: Sequence[float]
    y_ticks: Sequence[float]
    unit: str = ""
    top: float = 56
    width: float = 330
    height: float = 220

    def x(self, value: float) -> float:
        return self.left + self.width * value / self.x_max

    def y(self, value: float) -> float:
        share = (value - self.y_min) / (self.y_max - self.y_min)
        return self.top + self.height * (1 - share)

    def frame(self) -> list[str]:
        bottom = self.top + self.height
        right = self.left + self.width
        parts = [text(self.left, self.top - 24, self.title, "title")]
        for tick in self.y_ticks:
            y = self.y(tick)
            parts.append(f'<path class="grid" d="M{self.left:.0f} {y:.1f}H{right:.0f}"/>')
            parts.append(text(self.left - 8, y + 4, f"{tick:g}{self.unit}", "end"))
        parts += [text(self.x(t), bottom + 20, f"{t:g}", "middle") for t in self.x_ticks]
        middle = self.left + self.width / 2
        return [*parts, text(middle, bottom + 42, self.x_title, "middle")]

    def line(self, points: Sequence[tuple[float, float]], color: str, dash: str = "") -> str:
        path = "L".join(f"{self.x(x):.1f} {self.y(y):.1f}" for x, y in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        return f'<path fill="none" stroke="{color}" stroke-width="2.5"{dashed} d="M{path}"/>'


def text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}">{words}</text>'


STYLE = (
    "text{font:14px system-ui,sans-serif;fill:#1b2430}.title{font-weight:600}.end{text-anchor:end}"
    ".middle{text-anchor:middle}.grid{stroke:#dcd8cc}"
)


def drawing(pairs: Sequence[Pair], piles: tuple[list[float], list[float]]) -> str:
    """The figure: what is known on exam day, and what waits after a break."""
    most = max(p.minutes for p in pairs)
    known = Panel(
        60, "Known on exam day, percent", "minutes a day", most * 1.05, 0, 100,
        (0, 1, 2, 3, 4), (0, 20, 40, 60, 80, 100),
    )  # fmt: skip
    highest = max(map(max, piles))
    break_ = Panel(
        480, "Minutes waiting, two weeks away", "day", DAYS, 0, highest * 1.05,
        (0, 20, 40, 60), range(0, int(highest) + 1, 10),
    )  # fmt: skip
    before, ours = piles
    first = pairs[0]
    parts = [
        *known.frame(),
        known.line([(p.minutes, 100 * p.plain) for p in pairs], PLAIN, "6 4"),
        known.line([(p.minutes, 100 * p.ours) for p in pairs], OURS),
        *break_.frame(),
        break_.line(list(enumerate(before)), PLAIN, "6 4"),
        break_.line(list(enumerate(ours)), OURS),
        *legend(),
    ]
    alt = (
        f"At {first.minutes:.1f} minutes a day {first.ours:.0%} are known with the plan and "
        f"{first.plain:.0%} with plain FSRS; after two weeks away plain FSRS has {highest:.0f} "
        f"minutes waiting, the plan at most {max(ours):.0f}."
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 840 370" role="img" '
        f'aria-label="{alt}"><style>{STYLE}</style><rect width="840" height="370" fill="#fff"/>'
        + "".join(parts)
        + "</svg>\n"
    )


def legend() -> list[str]:
    """Names of the two lines, below both panels."""
    rows = ((260, OURS, "", "the plan, aimed at the exam"), (530, PLAIN, "6 4", "plain FSRS"))
    parts = []
    for x, color, dash, name in rows:
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        line = f'<path stroke="{color}" stroke-width="2.5"{dashed} d="M{x} 345h36"/>'
        parts += [line, text(x + 44, 350, name, "start")]
    return parts


def main() -> None:
    pairs = [pair(minutes) for minutes in BUDGETS]
    print("minutes a day | plain FSRS | the plan | minutes of the plan")
    for p in pairs:
        print(f"{p.minutes:.2f} | {p.plain:.1%} | {p.ours:.1%} | {p.ours_minutes:.2f}")
    piles = backlogs()
    print(f"waiting after two weeks: plain {max(piles[0]):.1f}, planned {max(piles[1]):.1f}")
    TARGET.write_text(drawing(pairs, piles))


if __name__ == "__main__":
    main()
