"""The differential equations of the cell: dy/dt and its exact Jacobian, compiled.

State y = [V, n_Na, n_K, n_Cl, W, m, h, n, ATP] in mV, fmol, fL, 1 and mM; time in s. Fluxes are
positive outward. Symbols and sources: docs/model.md. Electrodiffusion and architecture after
Dijkstra et al. 2016 J Neurosci 36:11881; ohmic law after Hodgkin & Huxley 1952.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.cell import Cell
from sim.core.compiled import compiled, compiled_inside
from sim.core.constants import MM_PER_FMOL_FL, TRACE_MM
from sim.core.gates import bernoulli_pair, bernoulli_slope, opening_rates, rate_slopes
from sim.core.metabolism import (
    atp_made,
    atp_made_slope,
    atp_used_elsewhere,
    atp_used_elsewhere_slope,
)
from sim.core.pump import K_PER_CYCLE, NA_PER_CYCLE, pump_cycles, pump_slopes

Array = NDArray[np.float64]
Numbers = Any  # what compiled code takes as a 1-d array of float64

V, NA, K, CL, W, M, H, N, ATP = range(9)
STATES = 9


@compiled_inside
def log_ratio(over_mM: float, under_mM: float) -> float:
    """Return ln(over/under), each at least a trace, so that an empty side has a finite answer."""
    return math.log(max(over_mM, TRACE_MM) / max(under_mM, TRACE_MM))


@compiled_inside
def open_fractions(y: Array, is_ohmic: bool) -> tuple[float, float]:
    """Return the open fractions of gated Na+ (m³h) and K+ channels (n², or n⁴ after HH)."""
    n_squared = y[N] * y[N]
    return y[M] * y[M] * y[M] * y[H], n_squared * n_squared if is_ohmic else n_squared


@compiled_inside
def fluxes(y: Array, cell: Cell) -> tuple[float, float, float, float, float]:
    """Return outward Na+, K+, Cl- channel fluxes, KCC2 and pump cycles, all in fmol/s."""
    per_volume = MM_PER_FMOL_FL / y[W]
    na_in, k_in, cl_in = per_volume * y[NA], per_volume * y[K], per_volume * y[CL]
    entering, leaving = bernoulli_pair(y[V] / cell.thermal_mV)
    na_open, k_open = open_fractions(y, cell.is_ohmic)
    p_na = 1e-3 * (cell.p_na + cell.p_na_gated * na_open)
    p_k = 1e-3 * (cell.p_k + cell.p_k_gated * k_open)
    p_cl = 1e-3 * cell.p_cl
    j_na = p_na * (na_in * leaving - cell.na_out_mM * entering)
    j_k = p_k * (k_in * leaving - cell.k_out_mM * entering)
    j_cl = p_cl * (cl_in * entering - cell.cl_out_mM * leaving)
    if cell.is_ohmic:
        rt_f = cell.thermal_mV
        g_na = cell.g_na + cell.g_na_gated * na_open
        g_k = cell.g_k + cell.g_k_gated * k_open
        j_na += g_na * (y[V] - rt_f * log_ratio(cell.na_out_mM, na_in))
        j_k += g_k * (y[V] - rt_f * log_ratio(cell.k_out_mM, k_in))
        j_cl -= cell.g_cl * (y[V] - rt_f * log_ratio(cl_in, cell.cl_out_mM))
    j_kcc = 0.0
    if cell.kcc2_fmol_s > 0.0:
        inside = max(k_in, TRACE_MM) * max(cl_in, TRACE_MM)
        j_kcc = cell.kcc2_fmol_s * math.log(inside / (cell.k_out_mM * cell.cl_out_mM))
    j_pump = pump_cycles(cell.pump_fmol_s, cell.k_atp_mM, na_in, k_in, y[ATP])
    return j_na, j_k, j_cl, j_kcc, j_pump


@compiled
def rates(y: Array, cell: Cell, dydt: Array) -> None:
    """Write dy/dt (per s) into `dydt`. `y` and `dydt` are arrays of the 9 states."""
    j_na, j_k, j_cl, j_kcc, j_pump = fluxes(y, cell)
    dydt[NA] = -j_na - NA_PER_CYCLE * j_pump
    dydt[K] = -j_k - j_kcc + K_PER_CYCLE * j_pump + cell.stimulus_fmol_s
    dydt[CL] = -j_cl - j_kcc
    dydt[V] = cell.mV_per_fmol * (dydt[NA] + dydt[K] - dydt[CL])
    per_volume = MM_PER_FMOL_FL / y[W]
    inside_mM = per_volume * (y[NA] + y[K] + y[CL] + cell.impermeant_fmol)
    dydt[W] = cell.water_fL_s_mM * (inside_mM - cell.osmolarity_out_mM)
    a_m, b_m, a_h, b_h, a_n, b_n = opening_rates(y[V], cell.is_ohmic)
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
    _channel_slopes(y, cell, jac)
    if cell.is_ohmic:
        _ohmic_slopes(y, cell, jac)
    _transport_slopes(y, cell, jac)
    _gate_slopes(y, cell, jac)
    for j in range(STATES):
        jac[V, j] = cell.mV_per_fmol * (jac[NA, j] + jac[K, j] - jac[CL, j])
    per_volume = MM_PER_FMOL_FL / y[W]
    jac[W, NA] = jac[W, K] = jac[W, CL] = cell.water_fL_s_mM * per_volume
    solute = y[NA] + y[K] + y[CL] + cell.impermeant_fmol
    jac[W, W] = -cell.water_fL_s_mM * per_volume * solute / y[W]


@compiled_inside
def _channel_slopes(y: Array, cell: Cell, jac: Array) -> None:
    per_volume = MM_PER_FMOL_FL / y[W]
    na_in, k_in, cl_in = per_volume * y[NA], per_volume * y[K], per_volume * y[CL]
    u = y[V] / cell.thermal_mV
    entering, leaving = bernoulli_pair(u)
    entering_slope = bernoulli_slope(u) / cell.thermal_mV
    leaving_slope = entering_slope + 1.0 / cell.thermal_mV
    na_open, k_open = open_fractions(y, cell.is_ohmic)
    p_na = 1e-3 * (cell.p_na + cell.p_na_gated * na_open)
    p_k = 1e-3 * (cell.p_k + cell.p_k_gated * k_open)
    p_cl = 1e-3 * cell.p_cl
    jac[NA, V] = -p_na * (na_in * leaving_slope - cell.na_out_mM * entering_slope)
    jac[K, V] = -p_k * (k_in * leaving_slope - cell.k_out_mM * entering_slope)
    jac[CL, V] = -p_cl * (cl_in * entering_slope - cell.cl_out_mM * leaving_slope)
    jac[NA, NA] = -p_na * per_volume * leaving
    jac[K, K] = -p_k * per_volume * leaving
    jac[CL, CL] = -p_cl * per_volume * entering
    jac[NA, W] = p_na * na_in * leaving / y[W]
    jac[K, W] = p_k * k_in * leaving / y[W]
    jac[CL, W] = p_cl * cl_in * entering / y[W]
    drive_na = 1e-3 * cell.p_na_gated * (na_in * leaving - cell.na_out_mM * entering)
    drive_k = 1e-3 * cell.p_k_gated * (k_in * leaving - cell.k_out_mM * entering)
    _add_gating(y, cell.is_ohmic, drive_na, drive_k, jac)


@compiled_inside
def _add_gating(y: Array, is_ohmic: bool, drive_na: float, drive_k: float, jac: Array) -> None:
    m_squared = y[M] * y[M]
    jac[NA, M] -= drive_na * 3.0 * m_squared * y[H]
    jac[NA, H] -= drive_na * m_squared * y[M]
    jac[K, N] -= drive_k * (4.0 * y[N] * y[N] * y[N] if is_ohmic else 2.0 * y[N])


@compiled_inside
def _ohmic_slopes(y: Array, cell: Cell, jac: Array) -> None:
    per_volume = MM_PER_FMOL_FL / y[W]
    rt_f = cell.thermal_mV
    na_open, k_open = open_fractions(y, True)
    g_na = cell.g_na + cell.g_na_gated * na_open
    g_k = cell.g_k + cell.g_k_gated * k_open
    jac[NA, V] -= g_na
    jac[K, V] -= g_k
    jac[CL, V] += cell.g_cl
    jac[NA, NA] -= g_na * rt_f / y[NA]
    jac[K, K] -= g_k * rt_f / y[K]
    jac[CL, CL] -= cell.g_cl * rt_f / y[CL]
    jac[NA, W] += g_na * rt_f / y[W]
    jac[K, W] += g_k * rt_f / y[W]
    jac[CL, W] += cell.g_cl * rt_f / y[W]
    e_na = rt_f * log_ratio(cell.na_out_mM, per_volume * y[NA])
    e_k = rt_f * log_ratio(cell.k_out_mM, per_volume * y[K])
    _add_gating(y, True, cell.g_na_gated * (y[V] - e_na), cell.g_k_gated * (y[V] - e_k), jac)


@compiled_inside
def _transport_slopes(y: Array, cell: Cell, jac: Array) -> None:
    per_volume = MM_PER_FMOL_FL / y[W]
    if cell.kcc2_fmol_s > 0.0:
        for row in (K, CL):
            jac[row, K] -= cell.kcc2_fmol_s / y[K]
            jac[row, CL] -= cell.kcc2_fmol_s / y[CL]
            jac[row, W] += 2.0 * cell.kcc2_fmol_s / y[W]
    na_in, k_in = per_volume * y[NA], per_volume * y[K]
    by_na, by_k, by_atp = pump_slopes(cell.pump_fmol_s, cell.k_atp_mM, na_in, k_in, y[ATP])
    by_volume = -(by_na * na_in + by_k * k_in) / y[W]
    for row, ions in ((NA, -NA_PER_CYCLE), (K, K_PER_CYCLE), (ATP, -per_volume)):
        jac[row, NA] += ions * by_na * per_volume
        jac[row, K] += ions * by_k * per_volume
        jac[row, W] += ions * by_volume
        jac[row, ATP] += ions * by_atp
    cycles = pump_cycles(cell.pump_fmol_s, cell.k_atp_mM, na_in, k_in, y[ATP])
    jac[ATP, W] += per_volume * cycles / y[W]
    jac[ATP, ATP] += atp_made_slope(
        cell.atp_made_mM_s, cell.k_adp_mM, cell.atp_total_mM, y[ATP]
    ) - atp_used_elsewhere_slope(cell.atp_other_mM_s, y[ATP])


@compiled_inside
def _gate_slopes(y: Array, cell: Cell, jac: Array) -> None:
    speed = cell.gates_per_s
    a_m, b_m, a_h, b_h, a_n, b_n = opening_rates(y[V], cell.is_ohmic)
    da_m, db_m, da_h, db_h, da_n, db_n = rate_slopes(y[V], cell.is_ohmic)
    jac[M, V] = speed * (da_m - (da_m + db_m) * y[M])
    jac[H, V] = speed * (da_h - (da_h + db_h) * y[H])
    jac[N, V] = speed * (da_n - (da_n + db_n) * y[N])
    jac[M, M] = -speed * (a_m + b_m)
    jac[H, H] = -speed * (a_h + b_h)
    jac[N, N] = -speed * (a_n + b_n)
