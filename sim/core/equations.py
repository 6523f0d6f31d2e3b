"""The differential equations of the cell: dy/dt and its exact Jacobian, compiled.

State y = [V, n_Na, n_K, n_Cl, W, m, h, n, ATP] in mV, fmol, fL, 1 and mM; time in s. Symbols and
sources: docs/model.md.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.cell import Cell
from sim.core.compiled import compiled, compiled_inside
from sim.core.constants import MM_PER_FMOL_FL
from sim.core.fluxes import fluxes
from sim.core.gates import opening_rates
from sim.core.metabolism import atp_made, atp_used_elsewhere
from sim.core.pump import K_PER_CYCLE, NA_PER_CYCLE
from sim.core.setting import present_setting
from sim.core.slopes import flux_slopes, gate_slopes, setting_slopes
from sim.core.states import ATP, CL, NA, STATES, H, K, M, N, V, W

__all__ = ["ATP", "CL", "NA", "STATES", "H", "K", "M", "N", "V", "W", "jacobian", "rates"]

Array = NDArray[np.float64]
Numbers = Any  # what compiled code takes as a 1-d array of float64


@compiled
def rates(y: Array, cell: Cell, dydt: Array) -> None:
    """Write dy/dt (per s) into `dydt`. `y` and `dydt` are arrays of the 9 states."""
    at = present_setting(y, cell)
    j_na, j_k, j_cl, j_kcc, j_pump = fluxes(y, cell, at)
    dydt[NA] = -j_na - NA_PER_CYCLE * j_pump
    dydt[K] = -j_k - j_kcc + K_PER_CYCLE * j_pump + cell.stimulus_fmol_s
    dydt[CL] = -j_cl - j_kcc
    dydt[V] = cell.mV_per_fmol / at.area * (dydt[NA] + dydt[K] - dydt[CL])
    per_volume = MM_PER_FMOL_FL / y[W]
    inside_mM = per_volume * (y[NA] + y[K] + y[CL] + cell.impermeant_fmol)
    dydt[W] = at.area * cell.water_fL_s_mM * (inside_mM - at.osmolarity_out_mM)
    if cell.area_exponent > 0.0:
        # The charge of a membrane that grows is spread over more of it: V = Q/C.
        dydt[V] -= y[V] * cell.area_exponent * dydt[W] / y[W]
    a_m, b_m, a_h, b_h, a_n, b_n = opening_rates(y[V], cell.is_hodgkin_huxley)
    dydt[M] = cell.gates_per_s * (a_m - (a_m + b_m) * y[M])
    dydt[H] = cell.gates_per_s * (a_h - (a_h + b_h) * y[H])
    dydt[N] = cell.gates_per_s * (a_n - (a_n + b_n) * y[N])
    dydt[ATP] = (
        atp_made(cell.atp_made_mM_s, cell.k_adp_mM, cell.atp_total_mM, y[ATP])
        - atp_used_elsewhere(cell.atp_other_mM_s, y[ATP])
        - per_volume * j_pump
    )


@compiled
def jacobian(y: Array, cell: Cell, jac: Array) -> None:
    """Write ∂(dy_i/dt)/∂y_j into `jac`, a 9 × 9 array, row by equation, column by state."""
    for i in range(STATES):
        for j in range(STATES):
            jac[i, j] = 0.0
    at = present_setting(y, cell)
    flux_slopes(y, cell, at, jac)
    gate_slopes(y, cell, jac)
    if not cell.is_fixed:
        setting_slopes(y, cell, at, jac)
    for j in range(STATES):
        jac[V, j] = cell.mV_per_fmol / at.area * (jac[NA, j] + jac[K, j] - jac[CL, j])
    if not cell.is_fixed:
        _spread_slopes(y, cell, jac)


@compiled_inside
def _spread_slopes(y: Array, cell: Cell, jac: Array) -> None:
    """Add to the row of V what a growing membrane does to dV/dt."""
    dydt = np.empty(STATES)
    rates(y, cell, dydt)
    growth = cell.area_exponent / y[W]
    for j in range(STATES):
        jac[V, j] -= y[V] * growth * jac[W, j]
    jac[V, V] -= growth * dydt[W]
    jac[V, W] -= (
        growth * dydt[V] + growth * growth * y[V] * dydt[W] - growth * y[V] * dydt[W] / y[W]
    )
