"""Graphs that students make from typed axes and points, and what can be seen of their quality.

What was typed is kept as it was typed; only reading it is strict. The checks are those of the
graphing question: kind of graph, labels and units, scale, points, error bars.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from quizzes.core.kinds import answers
from quizzes.core.kinds.answers import number
from quizzes.core.records import Chart

GraphType = Literal["bar", "histogram", "line", "scatter"]
TYPES: dict[str, str] = {
    "bar": "Bar graph",
    "histogram": "Histogram",
    "line": "Line graph",
    "scatter": "Scatter plot",
}
# A model graph knows no histograms; and points may be joined or not where both are right.
FAMILIES = {"bar": "bar", "histogram": "bar", "line": "points", "scatter": "points"}
MOST_SERIES = 4
MOST_LETTERS = 4_000
AXIS_KEYS = tuple(
    f"{axis}_{part}" for axis in "xy" for part in ("label", "unit", "from", "to", "step")
)
SERIES_KEYS = tuple(
    f"{part}{place}" for place in range(1, MOST_SERIES + 1) for part in ("name", "points")
)
KEYS = ("type", *AXIS_KEYS, "log", *SERIES_KEYS)
NEAR = 0.02  # of the axis: as near as a careful hand plots
FILLED = 0.5  # of the axis, at least

Point = tuple[float | str, float, float | None]


@dataclass(frozen=True)
class Axis:
    """`low`, `high` and `step` are None where nothing readable was typed."""

    label: str
    unit: str
    low: float | None
    high: float | None
    step: float | None

    @property
    def title(self) -> str:
        return f"{self.label} ({self.unit})" if self.unit else self.label


@dataclass(frozen=True)
class Line:
    """One series: its name, its points as (x, y, half-length of the bar or None)."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Plot:
    """A graph as it was read. `problems`: what could not be read, as sentences."""

    type: str
    x: Axis
    y: Axis
    is_log: bool
    lines: tuple[Line, ...]
    problems: tuple[str, ...]

    @property
    def points(self) -> list[Point]:
        return [point for line in self.lines for point in line.points]

    @property
    def is_numbered(self) -> bool:
        """Whether the x axis counts, instead of naming groups."""
        return bool(self.points) and all(isinstance(x, float) for x, _, _ in self.points)


def typed(raw: Any) -> dict[str, str]:
    """What was typed of a graph, by its keys; empty fields and unknown keys are left out."""
    if not isinstance(raw, Mapping):
        return {}
    found = {}
    for key in KEYS:
        if (entry := answers.text(raw.get(key), MOST_LETTERS)) is not None:
            found[key] = entry
    return found


def read(fields: Mapping[str, str]) -> Plot:
    """The graph that the typed fields describe; nothing makes it fail."""
    problems: list[str] = []
    rows = [
        (place, name, _rows(text, name, problems))
        for place in range(1, MOST_SERIES + 1)
        if (text := fields.get(f"points{place}", "").strip())
        for name in [fields.get(f"name{place}", "").strip() or f"Series {place}"]
    ]
    is_numbered = all(number(x) is not None for _, _, points in rows for x, _, _ in points)
    lines = tuple(
        Line(name, tuple((_place(x, is_numbered), y, e) for x, y, e in points))
        for _, name, points in rows
        if points
    )
    return Plot(
        type=fields["type"] if fields.get("type") in TYPES else "",
        x=_axis(fields, "x", problems),
        y=_axis(fields, "y", problems),
        is_log="log" in fields,
        lines=lines,
        problems=tuple(problems),
    )


def _place(x: str, is_numbered: bool) -> float | str:
    return (number(x) or 0.0) if is_numbered else x


def _rows(text: str, name: str, problems: list[str]) -> list[tuple[str, float, float | None]]:
    """Lines of “x, y” or “x, y, half-length of the bar”."""
    found = []
    for count, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        row = _row(line)
        if row is None:
            problems.append(f"{name}, line {count}: write “x, y” or “x, y, error bar”.")
        else:
            found.append(row)
    return found


def _row(line: str) -> tuple[str, float, float | None] | None:
    """Values apart by commas; by semicolons or tabs where a number has commas of its own."""
    parts = [
        part.strip() for part in re.split(r"[;\t]" if re.search(r"[;\t]", line) else ",", line)
    ]
    if len(parts) not in (2, 3) or not parts[0]:
        return None
    y = number(parts[1])
    error = number(parts[2].lstrip("±+/−- ")) if len(parts) == 3 else None
    if y is None or (len(parts) == 3 and error is None):
        return None
    return parts[0], y, error


def _axis(fields: Mapping[str, str], name: str, problems: list[str]) -> Axis:
    values: dict[str, float | None] = {}
    for part, said in (("from", "lowest value"), ("to", "highest value"), ("step", "step")):
        text = fields.get(f"{name}_{part}", "")
        values[part] = number(text) if text else None
        if text and values[part] is None:
            problems.append(f"{name} axis: its {said}, “{text.strip()}”, is no number.")
    label, unit = (fields.get(f"{name}_{part}", "").strip() for part in ("label", "unit"))
    return Axis(label, unit, values["from"], values["to"], values["step"])


def sentence(plot: Plot) -> str:
    """What the graph shows, for whoever cannot see it."""
    if not plot.points:
        return "No points yet."
    kind = TYPES.get(plot.type, "Graph of no chosen type")
    y, x = plot.y.title or "an unnamed quantity", plot.x.title or "an unnamed quantity"
    bars = sum(error is not None for _, _, error in plot.points)
    count = len(plot.points)
    return (
        f"{kind} of {y} against {x}: {count} point{'s' * (count != 1)}"
        f" in {len(plot.lines)} series, {bars or 'none'} with an error bar."
    )


@dataclass(frozen=True)
class Check:
    """One thing that the rubric looks for. `said` is what was found; `is_met` is None where
    nobody but a reader can tell."""

    name: str
    is_met: bool | None
    said: str


def checks(plot: Plot, model: Chart | None = None) -> dict[str, Check]:
    """What a computer can see of the graph; with `model`, whether it shows the model's data."""
    return {
        "type": _type_check(plot, model),
        "axes": _axes_check(plot),
        "units": _units_check(plot, model),
        "scale": _scale_check(plot),
        "points": _points_check(plot, model),
        "errors": _errors_check(plot, model),
    }


def _type_check(plot: Plot, model: Chart | None) -> Check:
    wanted = FAMILIES.get(model.type, "") if model else FAMILIES.get(plot.type, "")
    is_met: bool | None = bool(plot.type) and FAMILIES[plot.type] == wanted
    said = TYPES.get(plot.type, "No kind of graph was chosen")
    if model and not is_met:
        said += f"; the model is a {TYPES[model.type].lower()}"
    unnamed = len(plot.lines) > 1 and len({line.name for line in plot.lines}) < len(plot.lines)
    if unnamed:
        return Check("Kind of graph", False, f"{said}; the series have no names of their own.")
    if model is None and plot.type:
        return Check("Kind of graph", None, f"{said}: is it right for these data?")
    return Check("Kind of graph", is_met, said + ".")


def _axes_check(plot: Plot) -> Check:
    bare = [name for name, axis in (("x", plot.x), ("y", plot.y)) if not axis.label]
    said = "Both axes are labeled." if not bare else f"No label on the {' and '.join(bare)} axis."
    return Check("Axes labeled", not bare, said)


def _units_check(plot: Plot, model: Chart | None) -> Check:
    """Without a model one axis may go without: groups and counts have no unit."""
    wanted = {"x": "(" in model.x, "y": "(" in model.y} if model else {"y": True, "x": False}
    bare = [name for name, axis in (("x", plot.x), ("y", plot.y)) if wanted[name] and not axis.unit]
    said = f"No unit on the {' and '.join(bare)} axis." if bare else "The units are there."
    return Check("Units", not bare, said)


def _scale_check(plot: Plot) -> Check:
    problems = [] if plot.points else ["There are no points to hold"]
    if plot.points and plot.is_numbered and plot.type != "bar":
        xs = [float(x) for x, _, _ in plot.points]
        problems += _fit(plot.x, "x", min(xs), max(xs), False)
    if plot.points:
        low = min(y - (error or 0.0) for _, y, error in plot.points)
        high = max(y + (error or 0.0) for _, y, error in plot.points)
        problems += _fit(plot.y, "y", low, high, plot.is_log)
    said = ("; ".join(problems) or "It is even, holds all points and is well filled") + "."
    return Check("Scale", not problems, said)


def _fit(axis: Axis, name: str, low: float, high: float, is_log: bool) -> list[str]:
    """What is wrong with an axis that should hold `low` to `high`."""
    if axis.low is None or axis.high is None:
        return [f"the {name} axis has no lowest and highest value"]
    if axis.low >= axis.high or (is_log and axis.low <= 0):
        return [f"the {name} axis cannot run from {axis.low:g} to {axis.high:g}"]
    if low < axis.low or high > axis.high:
        return [f"points lie outside the {name} axis"]
    found = []
    if axis.step is None and not is_log:
        found.append(f"the {name} axis has no step between its marks")
    # Bars stand on zero: what they fill begins there.
    filled = max(high, 0.0) - min(low, 0.0) if axis.low <= 0 <= axis.high else high - low
    if not is_log and filled < FILLED * (axis.high - axis.low):
        found.append(f"the points fill less than half of the {name} axis")
    return found


def _points_check(plot: Plot, model: Chart | None) -> Check:
    if model is None:
        count = len(plot.points)
        said = f"{count} plotted; compare them with the data."
        return Check("All points", None if count else False, said)
    wanted = _wanted(model)
    met = sum(_found(plot, point, model) is not None for point in wanted)
    return Check(
        "All points", met == len(wanted), f"{met} of {len(wanted)} plotted where they lie."
    )


def _errors_check(plot: Plot, model: Chart | None) -> Check:
    bars = sum(error is not None for _, _, error in plot.points)
    if model is None:
        said = f"On {bars} of {len(plot.points)} points; compare them with the data."
        return Check("Error bars", None if bars else False, said)
    wanted = [point for point in _wanted(model) if point[2] is not None]
    if not wanted:
        return Check("Error bars", True, "The data have none to draw.")
    met = sum(
        (point := _found(plot, right, model)) is not None
        and point[2] is not None
        and abs(point[2] - (right[2] or 0.0)) <= _tolerance(model)
        for right in wanted
    )
    return Check("Error bars", met == len(wanted), f"{met} of {len(wanted)} are right.")


def _wanted(model: Chart) -> list[Point]:
    return [
        (float(x) if isinstance(x, int | float) else x, y, error)
        for series in model.series
        for x, y, error in series.points
    ]


def _tolerance(model: Chart) -> float:
    ys = [y for _, y, _ in _wanted(model)]
    return NEAR * (max(*ys, 0.0) - min(*ys, 0.0))


def _found(plot: Plot, right: Point, model: Chart) -> Point | None:
    """The student's point that is this point of the model, whatever its series is called."""
    near = _tolerance(model)
    return next(
        (
            p
            for p in plot.points
            if _same_place(p[0], right[0], model) and abs(p[1] - right[1]) <= near
        ),
        None,
    )


def _same_place(x: float | str, right: float | str, model: Chart) -> bool:
    if isinstance(x, float) and isinstance(right, float):
        places = [p[0] for p in _wanted(model) if isinstance(p[0], float)]
        return abs(x - right) <= NEAR * max(max(places) - min(places), 1e-9)
    return _plain(x) == _plain(right)


def _plain(x: float | str) -> str:
    value = number(x) if isinstance(x, str) else x
    return f"{value:g}" if value is not None else " ".join(str(x).lower().split())
