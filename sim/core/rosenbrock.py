"""One step of Rodas5P, the implicit solver for quiet cells.

A stiffly accurate, L-stable Rosenbrock method of order 5 with 8 stages, an embedded error
estimate of order 4 and an interpolant of order 4. Coefficients: G. Steinebach, Construction of
Rosenbrock–Wanner method Rodas5P and numerical benchmarks within the Julia Differential
Equations package, BIT Numer Math 63:27 (2023), in the transformed variables of Hairer & Wanner,
Solving ODEs II, IV.7: with W = I/(γh) − J,

    W·k_i = f(y + Σ a_ij·k_j) + Σ c_ij·k_j / h,   y_next = y + Σ b_j·k_j,   error = k_8.
"""

import numpy as np
from numpy.typing import NDArray

from sim.core.cell import Cell
from sim.core.compiled import compiled_inside
from sim.core.equations import ATP, CL, NA, STATES, H, K, M, N, V, W, rates
from sim.core.linear import factor, solve
from sim.core.workspace import COUPLED, Work

Array = NDArray[np.float64]

ORDER = 5
STAGES = 8
GAMMA = 0.21193756319429014

# fmt: off
_A6 = (-7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256,
       0.030198172008377946)
A = np.array([
    [0.0] * 8,
    [3.0] + [0.0] * 7,
    [2.849394379747939, 0.45842242204463923] + [0.0] * 6,
    [-6.954028509809101, 2.489845061869568, -10.358996098473584] + [0.0] * 5,
    [2.8029986275628964, 0.5072464736228206, -0.3988312541770524, -0.04721187230404641]
    + [0.0] * 4,
    [*_A6, 0.0, 0.0, 0.0],
    [*_A6, 1.0, 0.0, 0.0],
    [*_A6, 1.0, 1.0, 0.0],
])
C = np.array([
    [0.0] * 8,
    [-14.155112264123755] + [0.0] * 7,
    [-17.97296035885952, -2.859693295451294] + [0.0] * 6,
    [147.12150275711716, -1.41221402718213, 71.68940251302358] + [0.0] * 5,
    [165.43517024871676, -0.4592823456491126, 42.90938336958603, -5.961986721573306] + [0.0] * 4,
    [24.854864614690072, -3.0009227002832186, 47.4931110020768, 5.5814197821558125,
     -0.6610691825249471, 0.0, 0.0, 0.0],
    [30.91273214028599, -3.1208243349937974, 77.79954646070892, 34.28646028294783,
     -19.097331116725623, -28.087943162872662, 0.0, 0.0],
    [37.80277123390563, -3.2571969029072276, 112.26918849496327, 66.9347231244047,
     -40.06618937091002, -54.66780262877968, -9.48861652309627, 0.0],
])
DENSE = np.array([
    [25.948786856663858, -2.5579724845846235, 10.433815404888879, -2.3679251022685204,
     0.524948541321073, 1.1241088310450404, 0.4272876194431874, -0.17202221070155493],
    [-9.91568850695171, -0.9689944594115154, 3.0438037242978453, -24.495224566215796,
     20.176138334709044, 15.98066361424651, -6.789040303419874, -6.710236069923372],
    [11.419903575922262, 2.8879645146136994, 72.92137995996029, 80.12511834622643,
     -52.072871366152654, -59.78993625266729, -0.15582684282751913, 4.883087185713722],
])
# fmt: on


COUPLED_STATES = (V, NA, K, CL, W, ATP)
GATES = (M, H, N)
BY_ITSELF, BY_V = COUPLED, COUPLED + 1


@compiled_inside
def rosenbrock_increment(y: Array, slope: Array, h_s: float, cell: Cell, work: Work) -> bool:
    """Work out the increment of a step of `h_s` seconds from `y`, into `work.increment`.

    Needs `slope` = f(y) and `work.jacobian` at y. The last of `work.stages` is then the
    error estimate. Returns False when the step's matrix is singular.
    """
    if not factor_step(h_s, work):
        return False
    k, z = work.stages, work.stage_y
    for s in range(STATES):
        k[0, s] = slope[s]
    solve_step(k[0], work)
    for s in range(STATES):
        z[s] = y[s] + A[1, 0] * k[0, s]
    rates(z, cell, k[1])
    for s in range(STATES):
        k[1, s] += C[1, 0] / h_s * k[0, s]
    solve_step(k[1], work)
    _middle_stages(y, h_s, cell, work)
    _last_stages(y, h_s, cell, work)
    for s in range(STATES):
        total = A[5, 0] * k[0, s] + A[5, 1] * k[1, s] + A[5, 2] * k[2, s]
        total += A[5, 3] * k[3, s] + A[5, 4] * k[4, s]
        work.increment[s] = total + (k[5, s] + k[6, s] + k[7, s])
    return True


@compiled_inside
def _middle_stages(y: Array, h_s: float, cell: Cell, work: Work) -> None:
    k, z, per_s = work.stages, work.stage_y, 1.0 / h_s
    for s in range(STATES):
        z[s] = y[s] + (A[2, 0] * k[0, s] + A[2, 1] * k[1, s])
    rates(z, cell, k[2])
    for s in range(STATES):
        k[2, s] += per_s * (C[2, 0] * k[0, s] + C[2, 1] * k[1, s])
    solve_step(k[2], work)
    for s in range(STATES):
        z[s] = y[s] + (A[3, 0] * k[0, s] + A[3, 1] * k[1, s] + A[3, 2] * k[2, s])
    rates(z, cell, k[3])
    for s in range(STATES):
        k[3, s] += per_s * (C[3, 0] * k[0, s] + C[3, 1] * k[1, s] + C[3, 2] * k[2, s])
    solve_step(k[3], work)
    for s in range(STATES):
        rest = A[4, 2] * k[2, s] + A[4, 3] * k[3, s]
        z[s] = y[s] + (A[4, 0] * k[0, s] + A[4, 1] * k[1, s] + rest)
    rates(z, cell, k[4])
    for s in range(STATES):
        rest = C[4, 2] * k[2, s] + C[4, 3] * k[3, s]
        k[4, s] += per_s * (C[4, 0] * k[0, s] + C[4, 1] * k[1, s] + rest)
    solve_step(k[4], work)


@compiled_inside
def _last_stages(y: Array, h_s: float, cell: Cell, work: Work) -> None:
    """Each of the last three starts where the one before would have ended."""
    k, z, per_s = work.stages, work.stage_y, 1.0 / h_s
    for s in range(STATES):
        rest = A[5, 2] * k[2, s] + A[5, 3] * k[3, s] + A[5, 4] * k[4, s]
        z[s] = y[s] + (A[5, 0] * k[0, s] + A[5, 1] * k[1, s] + rest)
    rates(z, cell, k[5])
    for s in range(STATES):
        rest = C[5, 2] * k[2, s] + C[5, 3] * k[3, s] + C[5, 4] * k[4, s]
        k[5, s] += per_s * (C[5, 0] * k[0, s] + C[5, 1] * k[1, s] + rest)
    solve_step(k[5], work)
    for s in range(STATES):
        z[s] += k[5, s]
    rates(z, cell, k[6])
    for s in range(STATES):
        rest = C[6, 2] * k[2, s] + C[6, 3] * k[3, s] + C[6, 4] * k[4, s] + C[6, 5] * k[5, s]
        k[6, s] += per_s * (C[6, 0] * k[0, s] + C[6, 1] * k[1, s] + rest)
    solve_step(k[6], work)
    for s in range(STATES):
        z[s] += k[6, s]
    rates(z, cell, k[7])
    for s in range(STATES):
        rest = C[7, 2] * k[2, s] + C[7, 3] * k[3, s] + C[7, 4] * k[4, s] + C[7, 5] * k[5, s]
        k[7, s] += per_s * (C[7, 0] * k[0, s] + C[7, 1] * k[1, s] + rest + C[7, 6] * k[6, s])
    solve_step(k[7], work)


@compiled_inside
def factor_step(h_s: float, work: Work) -> bool:
    """Factor W = I/(γh) − J for `solve_step`; False when it is singular.

    A gate depends on V and on itself alone, so the three gates are eliminated before the six
    other states are factored. Their diagonal, 1/(γh) + α + β, is never 0.
    """
    diagonal = 1.0 / (GAMMA * h_s)
    for i in range(COUPLED):
        for j in range(COUPLED):
            work.lu[i, j] = -work.jacobian[COUPLED_STATES[i], COUPLED_STATES[j]]
        work.lu[i, i] += diagonal
    for g in range(len(GATES)):
        gate = GATES[g]
        inverse = 1.0 / (diagonal - work.jacobian[gate, gate])
        work.gates[g, BY_ITSELF] = inverse
        work.gates[g, BY_V] = work.jacobian[gate, V]
        for i in range(COUPLED):
            through = inverse * work.jacobian[COUPLED_STATES[i], gate]
            work.gates[g, i] = through
            work.lu[i, 0] -= through * work.jacobian[gate, V]
    return factor(work.lu, work.pivots)


@compiled_inside
def solve_step(k: Array, work: Work) -> None:
    """Replace `k` (of all states) by the solution x of W·x = k."""
    b, gates = work.right, work.gates
    for i in range(COUPLED):
        through = gates[0, i] * k[M] + gates[1, i] * k[H] + gates[2, i] * k[N]
        b[i] = k[COUPLED_STATES[i]] + through
    solve(work.lu, work.pivots, b)
    for i in range(COUPLED):
        k[COUPLED_STATES[i]] = b[i]
    for g in range(len(GATES)):
        k[GATES[g]] = gates[g, BY_ITSELF] * (k[GATES[g]] + gates[g, BY_V] * b[0])


@compiled_inside
def rosenbrock_error(work: Work) -> float:
    """Return the largest error of the step in units of `work.scale` (1 is just acceptable)."""
    worst = 0.0
    for s in range(STATES):
        error = abs(work.stages[STAGES - 1, s]) / work.scale[s]
        if not error <= worst:  # a NaN is the worst error
            worst = error
    return worst


@compiled_inside
def rosenbrock_dense(work: Work) -> None:
    """Work out the interpolant of the step just taken, into `work.dense`."""
    for row in range(3):
        for s in range(STATES):
            work.dense[row, s] = DENSE[row, 0] * work.stages[0, s]
        for j in range(1, STAGES):
            for s in range(STATES):
                work.dense[row, s] += DENSE[row, j] * work.stages[j, s]


@compiled_inside
def rosenbrock_at(theta: float, s: int, y: Array, work: Work) -> float:
    """Return state `s` at the fraction `theta` of the step from `y` to `work.next_y`."""
    inner = work.dense[0, s] + theta * (work.dense[1, s] + theta * work.dense[2, s])
    rest = 1.0 - theta
    interpolated: float = rest * y[s] + theta * (work.next_y[s] + rest * inner)
    return interpolated
