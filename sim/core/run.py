"""A run: its event log in, its trajectory out. The same log always gives the same trajectory.

This module is the package's front door: `parse_request` checks, `simulate` computes.
"""

from sim.core.integrate import EITHER
from sim.core.reading import Problem, RunProblems, parse_request
from sim.core.request import FILE_LIMITS, Event, Limits, RunRequest
from sim.core.simulation import Simulation
from sim.core.trajectory import Checkpoint, Trajectory

__all__ = [
    "FILE_LIMITS",
    "Checkpoint",
    "Event",
    "Limits",
    "Problem",
    "RunProblems",
    "RunRequest",
    "Trajectory",
    "parse_request",
    "simulate",
]


def simulate(
    request: RunRequest, checkpoint: Checkpoint | None = None, *, solver: int = EITHER
) -> Trajectory:
    """Integrate a run and return its samples.

    With a `checkpoint` of an earlier run that began in the same way, and lies at or before
    `request.from_s`, the integration goes on from there, with the same result to the last bit;
    any other checkpoint is ignored. Never raises for what the cell does: a run that cannot go
    on is returned up to there, with the reason in `stopped`. `solver` (see
    `sim.core.integrate`) is for checking one solver against the other.
    """
    return Simulation(request, solver).trajectory(checkpoint)
