"""A run in words and in a few rows: what the page shows without its script, and to crawlers."""

from dataclasses import dataclass, replace

import numpy as np

from sim.core.run import Trajectory, parse_request, simulate
from sim.records import ScenarioRecord
from sim.runs import LIMITS, RTOL
from sim.scenariofiles import run_of

INTERVALS = 8
EVENTS_SHOWN = 2
UNITS = ((86_400.0, "d"), (3600.0, "h"), (60.0, "min"), (1.0, "s"), (0.001, "ms"))


@dataclass(frozen=True)
class Row:
    """A moment of a run, its numbers written out."""

    time: str
    na_mM: str
    k_mM: str
    v_mV: str
    volume: str
    atp_mM: str


def spoken_time(t_s: float) -> str:
    """`90` → `1.5 min`: in the unit in which the number is at least 1."""
    for size, unit in UNITS:
        if t_s >= size * 0.9995:
            return f"{t_s / size:.3g} {unit}"
    return "0 s"


def rows_of(record: ScenarioRecord) -> tuple[list[Row], str]:
    """About ten rows of a scenario's run, and one sentence on where it leads."""
    trajectory = _sampled(record)
    rows = [_row(trajectory, index) for index in range(trajectory.values["t_s"].size)]
    return rows, outcome(rows)


def _sampled(record: ScenarioRecord) -> Trajectory:
    """Even times, and a moment after the first events, when the fast change is over."""
    times = np.linspace(0.0, record.horizon_s, INTERVALS + 1)
    firsts = [event.t_s for event in record.events if event.t_s < record.horizon_s]
    moment_s = max(record.speed * 0.02, 5e-4)
    near = [t_s + moment_s for t_s in firsts[:EVENTS_SHOWN]]
    asked = run_of(record) | {
        "until_s": record.horizon_s,
        "sample_t_s": np.union1d(times, near).tolist(),
    }
    return simulate(replace(parse_request(asked, limits=LIMITS), rtol=RTOL))


def _row(trajectory: Trajectory, index: int) -> Row:
    at = {name: float(values[index]) for name, values in trajectory.values.items()}
    return Row(
        time=spoken_time(at["t_s"]),
        na_mM=f"{at['na_in_mM']:.1f}",
        k_mM=f"{at['k_in_mM']:.1f}",
        v_mV=signed(at["v_mV"]),
        volume=f"{at['volume_ratio']:.2f}",
        atp_mM=f"{at['atp_mM']:.2f}",
    )


def signed(number: float) -> str:
    """A whole number with a true minus sign, never minus zero."""
    return f"{round(number)}".replace("-", "−")


def outcome(rows: list[Row]) -> str:
    """Where a run leads, in one sentence with its numbers."""
    first, last = rows[0], rows[-1]
    return (
        f"After {last.time} in the cell: Na⁺ inside {last.na_mM} mM (from {first.na_mM}), "
        f"K⁺ inside {last.k_mM} mM (from {first.k_mM}), membrane potential "
        f"{last.v_mV} mV (from {first.v_mV}), volume {last.volume} times the start, "
        f"ATP {last.atp_mM} mM."
    )
