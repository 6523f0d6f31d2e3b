"""Short ways to make runs and cells for the tests of the physics."""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.cell import cell_of
from sim.core.equations import rates
from sim.core.integrate import EITHER
from sim.core.parameters import STATE_NAMES, Values
from sim.core.run import RunRequest, Trajectory, parse_request, simulate

ANIMAL, NEURON, SQUID = "animal_cell", "neuron", "squid_axon"
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0

Timeline = Iterable[tuple[float, Mapping[str, float]]]


def request(
    preset: str | None,
    events: Timeline = (),
    times: Iterable[float] = (),
    *,
    rtol: float = 1e-8,
    **more: Any,
) -> RunRequest:
    """A run of `preset` with (time, settings) events, sampled at `times`."""
    raw = {
        "preset": preset,
        "events": [{"t_s": t_s, "set": dict(values)} for t_s, values in events],
        **more,
    }
    sampled = [float(t_s) for t_s in times]
    if sampled:
        raw |= {"sample_t_s": sampled, "until_s": more.get("until_s", sampled[-1])}
    return dataclasses.replace(parse_request(raw), rtol=rtol)


def run(
    preset: str | None,
    events: Timeline = (),
    times: Iterable[float] = (),
    *,
    solver: int = EITHER,
    **more: Any,
) -> Trajectory:
    """The trajectory of `request(...)`."""
    return simulate(request(preset, events, times, **more), solver=solver)


def last(trajectory: Trajectory, column: str) -> float:
    """A column's value at the last sample."""
    return float(trajectory.values[column][-1])


def slope_of(parameters: Values, state: Values) -> NDArray[np.float64]:
    """dy/dt of a named state."""
    y = np.array([state[name] for name in STATE_NAMES])
    dydt = np.zeros_like(y)
    rates(y, cell_of(parameters), dydt)
    return dydt
