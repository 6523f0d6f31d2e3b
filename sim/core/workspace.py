"""Memory the solvers work in: records of fixed layout, made once per run.

Compiled code takes a record by its address. A named tuple of as many arrays and numbers would
be handed over piece by piece at every call, which costs as much as the equations themselves.
`Cell`, `Present` and `Work` say which fields such a record has; compiled code gets an array of
one record and names its only element.
"""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.core.cell import Cell
from sim.core.equations import STATES

Array = NDArray[np.float64]
Records = NDArray[np.void]

STAGES = 16
DENSE_ROWS = 7
COUPLED = 6
"""States that are solved for together by the implicit solver: all but the three gates."""


class Present(Protocol):
    """Where an integration stands after a step: all that decides the steps to come.

    `y` the state, `rounding` what it has lost to rounding so far, `slope` f(y); `t_s` since the
    stretch began, `h_s` the next step to try, `counter` the steps in a row that spoke for the
    other solver, `steps` all those tried.
    """

    y: Array
    rounding: Array
    slope: Array
    t_s: float
    h_s: float
    is_explicit: bool
    counter: int
    steps: int


PRESENT = np.dtype(
    [
        ("y", "f8", STATES),
        ("rounding", "f8", STATES),
        ("slope", "f8", STATES),
        ("t_s", "f8"),
        ("h_s", "f8"),
        ("is_explicit", "?"),
        ("counter", "i8"),
        ("steps", "i8"),
    ],
    align=True,
)


class Work(Protocol):
    """Scratch of one step.

    `h_s` is its length, `error` its error (1 is just acceptable), `stable` the factor for the
    next step that stability allows, infinite in an implicit step. `next_y` and `next_slope`
    belong to its end, `increment` is next_y − y, `next_rounding` what next_y will have lost;
    `stages` (16 × 9) are the stages k, `dense` (7 × 9) the interpolant's coefficients; `scale`
    the error weights; `floor` the size below which a state counts as this size when its
    relative error is judged. `lu`, `pivots` and `right` (6) belong to the system of the coupled
    states; each row of `gates` (3 × 8) is a gate's column of that system's matrix, its own
    inverse diagonal, and its slope by V.
    """

    h_s: float
    error: float
    stable: float
    next_y: Array
    next_slope: Array
    next_rounding: Array
    increment: Array
    stage_y: Array
    stages: Array
    dense: Array
    scale: Array
    floor: Array
    jacobian: Array
    lu: Array
    pivots: NDArray[np.int64]
    gates: Array
    right: Array


WORK = np.dtype(
    [
        ("h_s", "f8"),
        ("error", "f8"),
        ("stable", "f8"),
        ("next_y", "f8", STATES),
        ("next_slope", "f8", STATES),
        ("next_rounding", "f8", STATES),
        ("increment", "f8", STATES),
        ("stage_y", "f8", STATES),
        ("stages", "f8", (STAGES, STATES)),
        ("dense", "f8", (DENSE_ROWS, STATES)),
        ("scale", "f8", STATES),
        ("floor", "f8", STATES),
        ("jacobian", "f8", (STATES, STATES)),
        ("lu", "f8", (COUPLED, COUPLED)),
        ("pivots", "i8", COUPLED),
        ("gates", "f8", (3, COUPLED + 2)),
        ("right", "f8", COUPLED),
    ],
    align=True,
)

_LETTERS = {float: "f8", int: "i8", bool: "?"}
CELL = np.dtype([(name, _LETTERS[kind]) for name, kind in Cell.__annotations__.items()], align=True)


def new_present(y: Array) -> Records:
    """Return a fresh record of `Present` at the state `y`."""
    presents = np.zeros(1, PRESENT)
    presents["y"] = y
    return presents


def new_work(floor: Array) -> Records:
    """Return a fresh record of `Work`; `floor` has one size per state."""
    works = np.zeros(1, WORK)
    works["floor"] = floor
    return works


def cell_record(cell: Cell) -> Records:
    """Return a record with the fields of `cell`."""
    return np.array([tuple(cell)], CELL)
