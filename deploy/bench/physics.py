"""The laboratory's solver against plain C, CVODE, Myokit and SciPy, at equal accuracy.

Each solver gets the loosest tolerance that keeps its error under the bound, measured against a run
at 1e-12; then all are timed in turn, round by round. Ours is timed twice: with everything a page
waits for (reading, 35 columns, envelope), and the integration alone, samples included, which is
what the C program and Myokit time inside their own processes.
"""

import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from unittest import mock

import numba
import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.integrate import odeint

from deploy.bench import peers
from deploy.bench.peers import Solved
from sim.core import simulation
from sim.core.cell import Cell, cell_of
from sim.core.equations import rates
from sim.core.parameters import STATE_NAMES
from sim.core.run import RunRequest, parse_request, simulate

Array = NDArray[np.float64]
TOLERANCES = peers.RTOLS
ROUNDS = 5
POINTS = 600


@dataclass(frozen=True)
class Case:
    """A run without events; `bound` is the largest error relative to each column's range."""

    name: str
    preset: str
    parameters: dict[str, float]
    until_s: float
    bound: float
    hopeless: tuple[str, ...] = ()

    def request(self, rtol: float) -> RunRequest:
        raw = {
            "preset": self.preset,
            "parameters": self.parameters,
            "until_s": self.until_s,
            "every_s": self.until_s / POINTS,
        }
        return replace(parse_request(raw), rtol=rtol)


Solver = Callable[["Case", float], Solved]
EXPLICIT = ("C, DOP853", "CVODE, Adams")  # stiff: they would take minutes
CASES = (
    Case(
        "600 s at rest, then cooled", "animal_cell", {"temperature_C": 20.0}, 600.0, 1e-5, EXPLICIT
    ),
    Case("600 s, pump blocked", "animal_cell", {"ouabain": 1.0}, 600.0, 1e-5, EXPLICIT),
    Case("1 h, pump blocked", "animal_cell", {"ouabain": 1.0}, 3600.0, 1e-5, EXPLICIT),
    Case("1 s of spikes", "neuron", {"p_synaptic_um3_s": 0.6}, 1.0, 1e-3),
)


def measure() -> dict[str, float | str]:
    """Milliseconds of each, and by how much longer than ours it takes; what was compared."""
    solvers, table = contestants()
    for case in CASES:
        table |= _compare(case, solvers)
    return table


def contestants() -> tuple[dict[str, Solver], dict[str, float | str]]:
    """What there is to compare on this machine, by name; versions, and what is missing."""
    told: dict[str, float | str] = {
        "versions": f"Python {platform.python_version()}, NumPy {np.__version__},"
        f" SciPy {scipy.__version__}, Numba {numba.__version__}"
    }
    solvers: dict[str, Solver] = {
        "ours": ours_alone,
        "ours with all that a page waits for": ours_timed,
        "SciPy odeint": scipy_timed,
    }
    try:
        program = peers.CProgram()
        told["versions, C"] = program.version
        for name, label in (("rodas5p", "C, Rodas5P"), ("dop853", "C, DOP853")):
            solvers[label] = _by_program(program, name)
        if program.has_cvode:
            told["versions, SUNDIALS"] = peers.sundials_version()
            solvers["CVODE, BDF"] = _by_program(program, "bdf")
            solvers["CVODE, Adams"] = _by_program(program, "adams")
        else:
            told["not measured: CVODE"] = "apt-get install libsundials-dev"
    except peers.Missing as lack:
        told["not measured: C and CVODE"] = str(lack)
    try:
        myokit = peers.Myokit()
        told["versions, Myokit"] = peers.MYOKIT
        solvers["Myokit"] = lambda case, rtol: myokit.solve(*_start(case), rtol)
    except peers.Missing as lack:
        told["not measured: Myokit"] = str(lack)
    return solvers, told


def _by_program(program: peers.CProgram, name: str) -> Solver:
    return lambda case, rtol: program.solve(name, *_start(case), rtol)


def _start(case: Case) -> tuple[Cell, Array, Array]:
    request = case.request(1e-8)
    y = np.array([request.initial[name] for name in STATE_NAMES])
    return cell_of(dict(request.parameters)), y, np.linspace(0.0, case.until_s, POINTS + 1)


def _compare(case: Case, solvers: dict[str, Solver]) -> dict[str, float | str]:
    reference = ours(case, 1e-12)
    scale = np.ptp(reference, axis=0) + 1e-12
    fit: dict[str, float] = {}
    table: dict[str, float | str] = {}
    for name, solver in solvers.items():
        if name in case.hopeless:
            continue
        rtol = loosest(lambda r, f=solver: f(case, r).samples, reference, scale, case.bound)
        if rtol is None:
            table[f"{case.name}: no tolerance reaches the bound"] = name
        else:
            fit[name] = rtol
    rounds: dict[str, list[float]] = {name: [] for name in fit}
    for _ in range(ROUNDS):
        for name, rtol in fit.items():
            rounds[name].append(solvers[name](case, rtol).seconds)
    best = {name: statistics.median(found) for name, found in rounds.items()}
    table |= {f"{case.name}, {name}, ms": 1e3 * seconds for name, seconds in best.items()}
    mine = best["ours"]
    return table | {
        f"{case.name}: {name} takes, times ours": seconds / mine
        for name, seconds in best.items()
        if name != "ours"
    }


def ours_alone(case: Case, rtol: float) -> Solved:
    """The integration alone: what the compiled code takes, samples and envelope included."""
    spent: list[float] = []
    real = simulation.advance

    def timed(*arguments: object) -> int:
        began = time.perf_counter()
        status: int = real(*arguments)
        spent.append(time.perf_counter() - began)
        return status

    with mock.patch.object(simulation, "advance", timed):
        samples = ours(case, rtol)
    return Solved(sum(spent), samples)


def ours_timed(case: Case, rtol: float) -> Solved:
    """Ours, with everything a page waits for."""
    began = time.perf_counter()
    samples = ours(case, rtol)
    return Solved(time.perf_counter() - began, samples)


def scipy_timed(case: Case, rtol: float) -> Solved:
    """SciPy's LSODA with our compiled right-hand side."""
    began = time.perf_counter()
    samples = scipy_s(case, rtol)
    return Solved(time.perf_counter() - began, samples)


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
