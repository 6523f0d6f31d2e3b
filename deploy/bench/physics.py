"""The solver of the laboratory against SciPy on the same compiled equations, at equal accuracy.

Each solver gets the loosest tolerance that keeps its error under the bound, measured against a run
at 1e-12; then both are timed in turn. Peers that must be compiled belong to later work.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import odeint

from sim.core.cell import cell_of
from sim.core.equations import rates
from sim.core.parameters import STATE_NAMES
from sim.core.run import RunRequest, parse_request, simulate

Array = NDArray[np.float64]
TOLERANCES = tuple(10.0**-n for n in (4, 5, 6, 7, 8, 9, 10))
ROUNDS = 7
POINTS = 600


@dataclass(frozen=True)
class Case:
    """A run without events; `bound` is the largest error relative to each column's range."""

    name: str
    preset: str
    parameters: dict[str, float]
    until_s: float
    bound: float

    def request(self, rtol: float) -> RunRequest:
        raw = {
            "preset": self.preset,
            "parameters": self.parameters,
            "until_s": self.until_s,
            "every_s": self.until_s / POINTS,
        }
        return replace(parse_request(raw), rtol=rtol)


CASES = (
    Case("600 s, pump blocked", "animal_cell", {"ouabain": 1.0}, 600.0, 1e-5),
    Case("1 h, pump blocked", "animal_cell", {"ouabain": 1.0}, 3600.0, 1e-5),
    Case("1 s of spikes", "neuron", {"p_synaptic_um3_s": 0.6}, 1.0, 1e-3),
)


def measure() -> dict[str, float | str]:
    """Milliseconds of both, and the ratio."""
    table: dict[str, float | str] = {}
    for case in CASES:
        reference = ours(case, 1e-12)
        scale = np.ptp(reference, axis=0) + 1e-12
        mine = loosest(lambda rtol, c=case: ours(c, rtol), reference, scale, case.bound)
        peer = loosest(lambda rtol, c=case: scipy_s(c, rtol), reference, scale, case.bound)
        if mine is None or peer is None:
            table[f"{case.name}: no tolerance reaches the bound"] = (
                "ours" if mine is None else "SciPy"
            )
            continue
        pairs = [
            (timed(lambda c=case, r=mine: ours(c, r)), timed(lambda c=case, r=peer: scipy_s(c, r)))
            for _ in range(ROUNDS)
        ]
        table[f"{case.name}, ours, ms"] = 1e3 * statistics.median(p[0] for p in pairs)
        table[f"{case.name}, SciPy odeint, ms"] = 1e3 * statistics.median(p[1] for p in pairs)
        table[f"{case.name}, SciPy takes longer, times"] = statistics.median(
            p[1] / p[0] for p in pairs
        )
    return table


def ours(case: Case, rtol: float) -> Array:
    """Samples × (v, na, k, cl) of our own solver, with everything a page waits for."""
    run = simulate(case.request(rtol))
    return np.column_stack([run.values[n] for n in ("v_mV", "na_in_mM", "k_in_mM", "cl_in_mM")])


def scipy_s(case: Case, rtol: float) -> Array:
    """The same from SciPy's LSODA, the right-hand side compiled."""
    request = case.request(rtol)
    cell = cell_of(dict(request.parameters))
    start = np.array([request.initial[name] for name in STATE_NAMES])
    slope = np.empty_like(start)

    def right_hand_side(y: Array, t: float) -> Array:
        rates(y, cell, slope)
        return slope

    times = np.linspace(0.0, case.until_s, POINTS + 1)
    y = odeint(right_hand_side, start, times, rtol=rtol, atol=rtol * 1e-3, mxstep=1_000_000)
    volume = y[:, STATE_NAMES.index("volume_fL")]
    ions = [1000.0 * y[:, STATE_NAMES.index(f"{n}_fmol")] / volume for n in ("na", "k", "cl")]
    return np.column_stack([y[:, STATE_NAMES.index("v_mV")], *ions])


def loosest(
    solve: Callable[[float], Array], reference: Array, scale: Array, bound: float
) -> float | None:
    """The loosest tolerance whose largest relative error is within `bound`."""
    for rtol in TOLERANCES:
        error = float(np.max(np.abs(solve(rtol) - reference) / scale))
        if error <= bound:
            return rtol
    return None


def timed(action: Callable[[], object]) -> float:
    """Seconds that `action` takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
