"""What the laboratory's solver is measured against: plain C, SUNDIALS CVODE and Myokit.

Everything is for the benchmark only and stays in `var/bench`. What the machine lacks is named.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.core import dop853_tableau, rosenbrock
from sim.core.cell import Cell

Array = NDArray[np.float64]
HERE = Path(__file__).parent
WORK = Path(os.environ.get("DATA_DIR", "var")).resolve() / "bench"
RTOLS = tuple(10.0**-n for n in (4, 5, 6, 7, 8, 9, 10))
REPEATS = 5
MYOKIT = "myokit==1.39.2"
# The constants of `struct cell` in cell.c, by their names here.
CONSTANTS = (
    *("thermal_mV", "na_out_mM", "k_out_mM", "cl_out_mM", "osmolarity_out_mM", "mV_per_fmol"),
    *("impermeant_fmol", "water_fL_s_mM", "p_na", "p_na_gated", "p_k", "p_k_gated", "p_cl"),
    *("kcc2_fmol_s", "pump_fmol_s", "k_atp_mM", "atp_made_mM_s", "atp_other_mM_s", "k_adp_mM"),
    *("atp_total_mM", "stimulus_fmol_s", "gates_per_s"),
)


@dataclass(frozen=True)
class Solved:
    """Seconds of one run, and its samples: V, Na, K, Cl (mV, mM), one row each."""

    seconds: float
    samples: Array


class Missing(Exception):
    """A peer that cannot be measured here, and how to get it."""


def concentrations(v_mV: Array, amounts: Array, volume_fL: Array) -> Array:
    """Samples × (V, Na, K, Cl) from potentials, amounts (samples × 3) and volumes."""
    return np.column_stack([v_mV, *(1000.0 * amounts[:, i] / volume_fL for i in range(3))])


class CProgram:
    """`cell.c`, compiled; with CVODE where its headers are."""

    def __init__(self) -> None:
        compiler = shutil.which("cc")
        if compiler is None:
            raise Missing("a C compiler (apt-get install gcc)")
        WORK.mkdir(parents=True, exist_ok=True)
        (WORK / "tableaux.h").write_text(_header())
        self.binary = WORK / "cell"
        base = [compiler, "-O3", "-march=native", "-std=gnu11", f"-I{WORK}", str(HERE / "cell.c")]
        cvode = ["-DHAVE_CVODE", "-lsundials_cvode", "-lsundials_nvecserial"]
        ends = ["-o", str(self.binary), "-lm"]
        self.has_cvode = _works([*base, *ends[:2], *cvode, *ends[2:]])
        if not self.has_cvode:
            subprocess.run([*base, *ends], check=True)
        self.version = _first_line([compiler, "--version"])

    def solve(
        self, name: str, cell: Cell, y: Array, times: Array, rtol: float, repeats: int = 1
    ) -> Solved:
        """A run by `name` (rodas5p, dop853, bdf, adams), timed inside the program."""
        if name in {"bdf", "adams"} and not self.has_cvode:
            raise Missing("SUNDIALS (apt-get install libsundials-dev)")
        start = [*(getattr(cell, n) for n in CONSTANTS), *y]
        text = " ".join([*map(_digits, start), str(len(times)), *map(_digits, times)])
        command = [str(self.binary), name, repr(rtol), str(repeats)]
        done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=300)
        if done.returncode:
            raise ArithmeticError(f"{name} failed at {rtol}")
        first, *rows = done.stdout.splitlines()
        found = np.array([[float(n) for n in row.split()] for row in rows])
        return Solved(float(first), concentrations(found[:, 0], found[:, 1:4], found[:, 4]))


def _digits(number: float) -> str:
    return repr(float(number))


def sundials_version() -> str:
    """The version of the installed headers, or an empty text."""
    for path in (Path("/usr/include/sundials/sundials_config.h"),):
        if path.exists():
            line = next(t for t in path.read_text().splitlines() if "SUNDIALS_VERSION " in t)
            return line.split('"')[1]
    return ""


def _works(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True).returncode == 0


def _first_line(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True).stdout.splitlines()[0]


def _header() -> str:
    tables = {
        "RODAS_A": rosenbrock.A,
        "RODAS_C": rosenbrock.C,
        "RODAS_DENSE": rosenbrock.DENSE,
        "DOP_A": dop853_tableau.A,
        "DOP_E5": dop853_tableau.ERROR_5,
        "DOP_E3": dop853_tableau.ERROR_3,
        "DOP_DENSE": dop853_tableau.DENSE,
    }
    lines = [f"#define RODAS_GAMMA {rosenbrock.GAMMA!r}"]
    for name, table in tables.items():
        size = "".join(f"[{n}]" for n in table.shape)
        numbers = ", ".join(repr(float(n)) for n in table.ravel())
        lines.append(f"static const double {name}{size} = {{{numbers}}};")
    return "\n".join(lines)


class Myokit:
    """Myokit in an environment of its own; it compiles the model with SUNDIALS CVODES."""

    def __init__(self) -> None:
        if not sundials_version():
            raise Missing("SUNDIALS, for Myokit (apt-get install libsundials-dev)")
        folder = WORK / "myokit"
        self.python = folder / "bin" / "python"
        if not self.python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
            pip = [str(self.python), "-m", "pip", "install", "--quiet", MYOKIT, "setuptools"]
            if subprocess.run(pip, capture_output=True).returncode:
                shutil.rmtree(folder)
                raise Missing(f"Myokit (pip install {MYOKIT})")
        self.known: dict[str, dict[float, Solved]] = {}

    def solve(self, cell: Cell, y: Array, times: Array, rtol: float) -> Solved:
        """A run, timed around Myokit's own `run`. A model is compiled once for all tolerances."""
        model = mmt(cell, y)
        if model not in self.known:
            self.known[model] = self._solve_all(model, times)
        return self.known[model][rtol]

    def _solve_all(self, model: str, times: Array) -> dict[float, Solved]:
        asked = {"model": model, "times": times.tolist(), "rtols": RTOLS, "repeats": REPEATS}
        script = HERE / "myokit_run.py"
        command = [str(self.python), str(script)]
        done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True)
        if done.returncode:
            raise Missing(f"Myokit, which failed: {done.stderr.strip().splitlines()[-1]}")
        found = json.loads(done.stdout.splitlines()[-1])
        solved = {}
        for rtol, run in zip(RTOLS, found, strict=True):
            states = np.array(run["states"])
            samples = concentrations(states[:, 0], states[:, 1:4], states[:, 4])
            solved[rtol] = Solved(run["seconds"], samples)
        return solved


def mmt(cell: Cell, y: Array) -> str:
    """The model in Myokit's language."""
    names = ("V", "nNa", "nK", "nCl", "W", "m", "h", "n", "ATP")
    start = "\n".join(f"c.{name} = {_digits(n)}" for name, n in zip(names, y, strict=True))
    constants = "\n".join(f"{name} = {_digits(getattr(cell, name))}" for name in CONSTANTS)
    return f"[[model]]\n{start}\n\n[c]\nt = 0 bind time\n{constants}\n{EQUATIONS}"


EQUATIONS = """
pv = 1000 / W
na = pv * nNa
k = pv * nK
cl = pv * nCl
u = V / thermal_mV
entering = u / (exp(u) - 1)
leaving = entering + u
j_na = 1e-3 * (p_na + p_na_gated * m^3 * h) * (na * leaving - na_out_mM * entering)
j_k = 1e-3 * (p_k + p_k_gated * n^2) * (k * leaving - k_out_mM * entering)
j_cl = 1e-3 * p_cl * (cl * entering - cl_out_mM * leaving)
kcc = kcc2_fmol_s * log(k * cl / (k_out_mM * cl_out_mM))
site = na / (na + 0.2 * (1 + k / 8.3))
pump = pump_fmol_s * site^3 * ATP / (ATP + k_atp_mM)
d_na = -j_na - 3 * pump
d_k = -j_k - kcc + 2 * pump + stimulus_fmol_s
d_cl = -j_cl - kcc
dot(nNa) = d_na
dot(nK) = d_k
dot(nCl) = d_cl
dot(V) = mV_per_fmol * (d_na + d_k - d_cl)
dot(W) = water_fL_s_mM * (na + k + cl + pv * impermeant_fmol - osmolarity_out_mM)
am = 0.32 * (V + 52) / (1 - exp(-(V + 52) / 4))
bm = 0.28 * (V + 25) / (exp((V + 25) / 5) - 1)
ah = 0.128 * exp(-(V + 53) / 18)
bh = 4 / (1 + exp(-(V + 30) / 5))
an = 0.016 * (V + 35) / (1 - exp(-(V + 35) / 5))
bn = 0.25 * exp(-(V + 50) / 40)
dot(m) = gates_per_s * (am * (1 - m) - bm * m)
dot(h) = gates_per_s * (ah * (1 - h) - bh * h)
dot(n) = gates_per_s * (an * (1 - n) - bn * n)
adp = atp_total_mM - ATP
made = atp_made_mM_s * adp / (adp + k_adp_mM)
dot(ATP) = made - atp_other_mM_s * ATP / (ATP + 0.5) - pv * pump
"""
