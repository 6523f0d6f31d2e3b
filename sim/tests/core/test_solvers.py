"""The two solvers against their orders, each other and SciPy."""

import numba
import numpy as np
import pytest
from scipy.integrate import solve_ivp

from sim.core.cell import cell_of
from sim.core.dop853 import dop853_at, dop853_dense, dop853_increment
from sim.core.equations import STATES, jacobian, rates
from sim.core.integrate import ONLY_EXPLICIT, ONLY_IMPLICIT
from sim.core.linear import factor, solve
from sim.core.parameters import STATE_NAMES
from sim.core.presets import preset
from sim.core.rosenbrock import (
    GAMMA,
    factor_step,
    rosenbrock_at,
    rosenbrock_dense,
    rosenbrock_increment,
    solve_step,
)
from sim.core.workspace import cell_record, new_work
from sim.tests.core.cells import ANIMAL, MINUTE, NEURON, SQUID, run

SPAN_S = 1.5e-3
FIRING = {"p_synaptic_um3_s": 0.6}
OUABAIN = {"ouabain": 1.0}


@numba.njit(error_model="numpy")
def fixed_steps(y, span_s, count, is_explicit, cells, works, middle):
    """Take equal steps; `middle` gets the interpolant half-way through the last one."""
    h_s = span_s / count
    cell, work, slope = cells[0], works[0], np.zeros(STATES)
    for _ in range(count):
        rates(y, cell, slope)
        if is_explicit:
            dop853_increment(y, slope, h_s, cell, work)
        else:
            jacobian(y, cell, work.jacobian)
            rosenbrock_increment(y, slope, h_s, cell, work)
        for s in range(STATES):
            work.next_y[s] = y[s] + work.increment[s]
        rates(work.next_y, cell, work.next_slope)
        if is_explicit:
            dop853_dense(y, slope, h_s, cell, work)
        else:
            rosenbrock_dense(work)
        for s in range(STATES):
            middle[s] = (
                dop853_at(0.5, s, y, work) if is_explicit else rosenbrock_at(0.5, s, y, work)
            )
        for s in range(STATES):
            y[s] = work.next_y[s]


@numba.njit(error_model="numpy")
def solved(a, pivots, b):
    is_regular = factor(a, pivots)
    solve(a, pivots, b)
    return is_regular


@pytest.fixture(scope="module")
def depolarised():
    """A neuron about to fire: its cell, its state, and a reference solution."""
    parameters = preset(NEURON).parameters
    cell = cell_of(parameters)
    y = np.array([preset(NEURON).initial[name] for name in STATE_NAMES])
    y[0] = -45.0

    def slope(_t, state):
        dydt = np.zeros(STATES)
        rates(state, cell, dydt)
        return dydt

    reference = solve_ivp(
        slope, (0, SPAN_S), y, method="DOP853", rtol=1e-13, atol=1e-13, dense_output=True
    )
    return cell, y, reference.sol


def errors(depolarised, is_explicit, counts):
    """Error of V at the end, and of the interpolant inside the last step, for numbers of steps."""
    cell, start, reference = depolarised
    found = []
    for count in counts:
        y, middle = start.copy(), np.zeros(STATES)
        works = new_work(np.ones(STATES))
        fixed_steps(y, SPAN_S, count, is_explicit, cell_record(cell), works, middle)
        half_way = SPAN_S * (1 - 0.5 / count)
        found.append((abs(y - reference(SPAN_S))[0], abs(middle - reference(half_way))[0]))
    return np.array(found).T


@pytest.mark.parametrize(
    ("is_explicit", "counts", "order", "dense_order"),
    [(False, (80, 160, 320), 5, 4), (True, (20, 40), 8, 6)],
    ids=["Rodas5P", "DOP853"],
)
def test_halving_the_step_shows_the_order(depolarised, is_explicit, counts, order, dense_order):
    ends, middles = errors(depolarised, is_explicit, counts)
    assert np.log2(ends[-2] / ends[-1]) > order - 0.6
    assert np.log2(middles[-2] / middles[-1]) > dense_order - 0.6


def test_linear_systems_are_solved_with_pivoting():
    rng = np.random.default_rng(1)
    a = rng.normal(size=(9, 9))
    a[0, 0] = 0.0
    b = rng.normal(size=9)
    x = b.copy()
    assert solved(a.copy(), np.zeros(9, dtype=np.int64), x)
    np.testing.assert_allclose(x, np.linalg.solve(a, b), rtol=1e-10)
    assert not factor_alone(np.zeros((9, 9)))


def factor_alone(a):
    return solved(a, np.zeros(9, dtype=np.int64), np.ones(9))


@numba.njit(error_model="numpy")
def solved_step(h_s, works, k):
    is_regular = factor_step(h_s, works[0])
    solve_step(k, works[0])
    return is_regular


@pytest.mark.parametrize("name", [ANIMAL, NEURON, SQUID])
@pytest.mark.parametrize("h_s", [1e-5, 1e-2, 10.0])
def test_eliminating_the_gates_first_solves_the_whole_system(name, h_s):
    y = np.array([preset(name).initial[state] for state in STATE_NAMES])
    y *= np.array([0.6, 1.1, 0.9, 1.2, 1.05, 1.5, 0.8, 1.3, 0.7])
    works = new_work(np.ones(STATES))
    jac = np.zeros((STATES, STATES))
    jacobian(y, cell_of({**preset(name).parameters, **FIRING}), jac)
    works["jacobian"] = jac
    k = np.random.default_rng(1).normal(size=STATES)
    x = k.copy()
    assert solved_step(h_s, works, x)
    matrix = np.eye(STATES) / (GAMMA * h_s) - jac
    np.testing.assert_allclose(x, np.linalg.solve(matrix, k), rtol=1e-7)


CASES = [
    # preset, events, samples, reason
    (ANIMAL, [(60.0, OUABAIN)], np.linspace(0, 600, 61), "quiet, a toggle"),
    (NEURON, [(0.0, FIRING)], np.linspace(0, 0.5, 301), "repetitive firing"),
    (NEURON, [(0.1, {"locked_open": 0.05})], np.linspace(0, 5, 51), "sudden collapse"),
    (SQUID, [(0.005, {"stimulus_pA": 150.0})], np.linspace(0, 0.1, 201), "ohmic spikes"),
]


@pytest.mark.parametrize(("name", "events", "times", "reason"), CASES, ids=lambda c: str(c)[:12])
def test_implicit_and_explicit_solvers_agree(name, events, times, reason):
    if reason == "quiet, a toggle":
        events, times = [(1.0, OUABAIN)], np.linspace(0, 10, 11)  # explicit is slow here
    switching = run(name, events, times)
    for solver in (ONLY_IMPLICIT, ONLY_EXPLICIT):
        alone = run(name, events, times, solver=solver)
        for column, tolerance in (("v_mV", 0.01), ("na_in_mM", 1e-5), ("k_in_mM", 1e-5)):
            np.testing.assert_allclose(
                alone.values[column], switching.values[column], rtol=0, atol=tolerance
            )


@pytest.mark.parametrize(
    ("name", "values", "times", "method", "rtol"),
    [
        (ANIMAL, OUABAIN, np.linspace(0, 600, 61), "LSODA", 1e-9),
        (ANIMAL, OUABAIN, np.linspace(0, 600, 61), "Radau", 1e-9),
        (NEURON, FIRING, np.linspace(0, 0.2, 101), "LSODA", 1e-11),
        (NEURON, FIRING, np.linspace(0, 0.05, 51), "Radau", 1e-9),
        (SQUID, {"stimulus_pA": 150.0}, np.linspace(0, 0.02, 41), "LSODA", 1e-11),
    ],
)
def test_scipys_solvers_agree(name, values, times, method, rtol):
    cell = cell_of({**preset(name).parameters, **values})

    def slope(_t, state):
        dydt = np.zeros(STATES)
        rates(np.ascontiguousarray(state), cell, dydt)
        return dydt

    def slopes(_t, state):
        jac = np.zeros((STATES, STATES))
        jacobian(np.ascontiguousarray(state), cell, jac)
        return jac

    start = np.array([preset(name).initial[state] for state in STATE_NAMES])
    span = (0.0, times[-1])
    theirs = solve_ivp(slope, span, start, method, times, jac=slopes, rtol=rtol, atol=1e-10).y
    ours = run(name, [(0.0, values)], times).values
    np.testing.assert_allclose(ours["v_mV"], theirs[0], rtol=0, atol=0.01)
    for column, row in (("na_fmol", 1), ("k_fmol", 2), ("cl_fmol", 3)):
        np.testing.assert_allclose(ours[column], theirs[row], rtol=1e-6)


def test_a_finer_tolerance_changes_nothing_that_shows():
    events, times = [(0.0, FIRING)], np.linspace(0, 5, 401)
    usual = run(NEURON, events, times)
    finer = run(NEURON, events, times, rtol=1e-11)
    assert np.max(np.abs(usual.spike_times_s - finer.spike_times_s)) < 1e-7
    assert np.max(np.abs(usual.values["v_mV"] - finer.values["v_mV"])) < 0.01
    assert np.max(np.abs(usual.values["na_in_mM"] - finer.values["na_in_mM"])) < 1e-5


def test_a_quiet_hour_takes_few_steps_and_a_second_of_firing_a_few_thousand():
    assert run(ANIMAL, [(60.0, OUABAIN)], [60 * MINUTE]).steps < 600
    assert run(NEURON, [(0.0, FIRING)], [1.0], rtol=1e-7).steps < 6_000
