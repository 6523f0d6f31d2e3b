"""The parts of the Jacobian: derivatives of the fluxes, of the gates, and by way of the setting.

Rows are equations, columns states; every function adds to the array it is given, which holds
zeros before the first.
"""

import numpy as np
from numpy.typing import NDArray

from sim.core.cell import Cell
from sim.core.compiled import compiled_inside
from sim.core.constants import MM_PER_FMOL_FL
from sim.core.fluxes import fluxes, log_ratio, open_fractions
from sim.core.gates import bernoulli_pair, bernoulli_slope, opening_rates, rate_slopes
from sim.core.metabolism import atp_made_slope, atp_used_elsewhere_slope
from sim.core.pump import K_PER_CYCLE, NA_PER_CYCLE, pump_cycles, pump_slopes
from sim.core.setting import Setting, pump_slopes_outside
from sim.core.states import ATP, CL, NA, H, K, M, N, V, W

Array = NDArray[np.float64]


@compiled_inside
def flux_slopes(y: Array, cell: Cell, at: Setting, jac: Array) -> None:
    """Add the derivatives of ions, water and ATP in an unchanging setting."""
    _channel_slopes(y, cell, at, jac)
    if cell.is_ohmic:
        _ohmic_slopes(y, cell, at, jac)
    _transport_slopes(y, cell, at, jac)
    per_volume = MM_PER_FMOL_FL / y[W]
    water = at.area * cell.water_fL_s_mM * per_volume
    jac[W, NA] = jac[W, K] = jac[W, CL] = water
    jac[W, W] = -water * (y[NA] + y[K] + y[CL] + cell.impermeant_fmol) / y[W]


@compiled_inside
def _channel_slopes(y: Array, cell: Cell, at: Setting, jac: Array) -> None:
    per_volume = MM_PER_FMOL_FL / y[W]
    na_in, k_in, cl_in = per_volume * y[NA], per_volume * y[K], per_volume * y[CL]
    u = y[V] / cell.thermal_mV
    entering, leaving = bernoulli_pair(u)
    entering_slope = bernoulli_slope(u) / cell.thermal_mV
    leaving_slope = entering_slope + 1.0 / cell.thermal_mV
    na_open, k_open = open_fractions(y, cell.is_hodgkin_huxley)
    per_mM = 1e-3 * at.area
    p_na = per_mM * (cell.p_na + cell.p_na_gated * na_open)
    p_k = per_mM * (cell.p_k + cell.p_k_gated * k_open)
    p_cl = per_mM * cell.p_cl
    jac[NA, V] = -p_na * (na_in * leaving_slope - at.na_out_mM * entering_slope)
    jac[K, V] = -p_k * (k_in * leaving_slope - at.k_out_mM * entering_slope)
    jac[CL, V] = -p_cl * (cl_in * entering_slope - at.cl_out_mM * leaving_slope)
    jac[NA, NA] = -p_na * per_volume * leaving
    jac[K, K] = -p_k * per_volume * leaving
    jac[CL, CL] = -p_cl * per_volume * entering
    jac[NA, W] = p_na * na_in * leaving / y[W]
    jac[K, W] = p_k * k_in * leaving / y[W]
    jac[CL, W] = p_cl * cl_in * entering / y[W]
    drive_na = per_mM * cell.p_na_gated * (na_in * leaving - at.na_out_mM * entering)
    drive_k = per_mM * cell.p_k_gated * (k_in * leaving - at.k_out_mM * entering)
    _add_gating(y, cell, drive_na, drive_k, jac)


@compiled_inside
def _add_gating(y: Array, cell: Cell, drive_na: float, drive_k: float, jac: Array) -> None:
    m_squared = y[M] * y[M]
    jac[NA, M] -= drive_na * 3.0 * m_squared * y[H]
    jac[NA, H] -= drive_na * m_squared * y[M]
    opening = 4.0 * y[N] * y[N] * y[N] if cell.is_hodgkin_huxley else 2.0 * y[N]
    jac[K, N] -= drive_k * opening


@compiled_inside
def _ohmic_slopes(y: Array, cell: Cell, at: Setting, jac: Array) -> None:
    per_volume = MM_PER_FMOL_FL / y[W]
    rt_f = cell.thermal_mV
    na_open, k_open = open_fractions(y, cell.is_hodgkin_huxley)
    g_na = at.area * (cell.g_na + cell.g_na_gated * na_open)
    g_k = at.area * (cell.g_k + cell.g_k_gated * k_open)
    g_cl = at.area * cell.g_cl
    jac[NA, V] -= g_na
    jac[K, V] -= g_k
    jac[CL, V] += g_cl
    jac[NA, NA] -= g_na * rt_f / y[NA]
    jac[K, K] -= g_k * rt_f / y[K]
    jac[CL, CL] -= g_cl * rt_f / y[CL]
    jac[NA, W] += g_na * rt_f / y[W]
    jac[K, W] += g_k * rt_f / y[W]
    jac[CL, W] += g_cl * rt_f / y[W]
    v_less_e_na = y[V] - rt_f * log_ratio(at.na_out_mM, per_volume * y[NA])
    v_less_e_k = y[V] - rt_f * log_ratio(at.k_out_mM, per_volume * y[K])
    drive_na = at.area * cell.g_na_gated * v_less_e_na
    drive_k = at.area * cell.g_k_gated * v_less_e_k
    _add_gating(y, cell, drive_na, drive_k, jac)


@compiled_inside
def _transport_slopes(y: Array, cell: Cell, at: Setting, jac: Array) -> None:
    per_volume = MM_PER_FMOL_FL / y[W]
    if cell.kcc2_fmol_s > 0.0:
        kcc2 = at.area * cell.kcc2_fmol_s
        for row in (K, CL):
            jac[row, K] -= kcc2 / y[K]
            jac[row, CL] -= kcc2 / y[CL]
            jac[row, W] += 2.0 * kcc2 / y[W]
    na_in, k_in = per_volume * y[NA], per_volume * y[K]
    capacity = at.area * at.pump * cell.pump_fmol_s
    by_na, by_k, by_atp = pump_slopes(
        cell.pump_law, capacity, cell.k_na_mM, cell.k_atp_mM, na_in, k_in, y[ATP]
    )
    by_volume = -(by_na * na_in + by_k * k_in) / y[W]
    for row, ions in ((NA, -NA_PER_CYCLE), (K, K_PER_CYCLE), (ATP, -per_volume)):
        jac[row, NA] += ions * by_na * per_volume
        jac[row, K] += ions * by_k * per_volume
        jac[row, W] += ions * by_volume
        jac[row, ATP] += ions * by_atp
    cycles = pump_cycles(cell.pump_law, capacity, cell.k_na_mM, cell.k_atp_mM, na_in, k_in, y[ATP])
    jac[ATP, W] += per_volume * cycles / y[W]
    jac[ATP, ATP] += atp_made_slope(
        cell.atp_made_mM_s, cell.k_adp_mM, cell.atp_total_mM, y[ATP]
    ) - atp_used_elsewhere_slope(cell.atp_other_mM_s, y[ATP])


@compiled_inside
def gate_slopes(y: Array, cell: Cell, jac: Array) -> None:
    """Write the derivatives of the gates."""
    speed = cell.gates_per_s
    a_m, b_m, a_h, b_h, a_n, b_n = opening_rates(y[V], cell.is_hodgkin_huxley)
    da_m, db_m, da_h, db_h, da_n, db_n = rate_slopes(y[V], cell.is_hodgkin_huxley)
    jac[M, V] = speed * (da_m - (da_m + db_m) * y[M])
    jac[H, V] = speed * (da_h - (da_h + db_h) * y[H])
    jac[N, V] = speed * (da_n - (da_n + db_n) * y[N])
    jac[M, M] = -speed * (a_m + b_m)
    jac[H, H] = -speed * (a_h + b_h)
    jac[N, N] = -speed * (a_n + b_n)


@compiled_inside
def setting_slopes(y: Array, cell: Cell, at: Setting, jac: Array) -> None:
    """Add what a state does to ions, water and ATP by way of the membrane's area and the outside.

    Of a concentration outside, c = 1000·(total − n)/(total water − W), the slopes are
    −1000/(total water − W) by n and c/(total water − W) by W.
    """
    _area_slopes(y, cell, at, jac)
    if cell.total_water_fL > 0.0:
        _outside_ion_slopes(y, cell, at, jac)
        outside_fL = cell.total_water_fL - y[W]
        water = at.area * cell.water_fL_s_mM
        for ion in (NA, K, CL):
            jac[W, ion] += water * MM_PER_FMOL_FL / outside_fL
        jac[W, W] -= water * at.osmolarity_out_mM / outside_fL


@compiled_inside
def _area_slopes(y: Array, cell: Cell, at: Setting, jac: Array) -> None:
    j_na, j_k, j_cl, j_kcc, j_pump = fluxes(y, cell, at)
    growth = cell.area_exponent / y[W]
    per_volume = MM_PER_FMOL_FL / y[W]
    inside_mM = per_volume * (y[NA] + y[K] + y[CL] + cell.impermeant_fmol)
    water_fL_s = at.area * cell.water_fL_s_mM * (inside_mM - at.osmolarity_out_mM)
    jac[NA, W] -= growth * (j_na + NA_PER_CYCLE * j_pump)
    jac[K, W] -= growth * (j_k + j_kcc - K_PER_CYCLE * j_pump)
    jac[CL, W] -= growth * (j_cl + j_kcc)
    jac[W, W] += growth * water_fL_s
    jac[ATP, W] -= growth * per_volume * j_pump


@compiled_inside
def _outside_ion_slopes(y: Array, cell: Cell, at: Setting, jac: Array) -> None:
    entering, leaving = bernoulli_pair(y[V] / cell.thermal_mV)
    na_open, k_open = open_fractions(y, cell.is_hodgkin_huxley)
    per_mM = 1e-3 * at.area
    na_by_na = per_mM * (cell.p_na + cell.p_na_gated * na_open) * entering
    k_by_k = per_mM * (cell.p_k + cell.p_k_gated * k_open) * entering
    cl_by_cl = per_mM * cell.p_cl * leaving
    if cell.is_ohmic:
        rt_f = at.area * cell.thermal_mV
        na_by_na += rt_f * (cell.g_na + cell.g_na_gated * na_open) / at.na_out_mM
        k_by_k += rt_f * (cell.g_k + cell.g_k_gated * k_open) / at.k_out_mM
        cl_by_cl += rt_f * cell.g_cl / at.cl_out_mM
    _add_outside(y, cell, at, NA, NA, na_by_na, jac)
    _add_outside(y, cell, at, K, K, k_by_k, jac)
    _add_outside(y, cell, at, CL, CL, cl_by_cl, jac)
    for row in (K, CL):
        kcc2 = at.area * cell.kcc2_fmol_s
        _add_outside(y, cell, at, row, K, kcc2 / at.k_out_mM, jac)
        _add_outside(y, cell, at, row, CL, kcc2 / at.cl_out_mM, jac)
    cycles = fluxes(y, cell, at)[4]
    by_na, by_k = pump_slopes_outside(cell, at, cycles)
    per_volume = MM_PER_FMOL_FL / y[W]
    for row, ions in ((NA, -NA_PER_CYCLE), (K, K_PER_CYCLE), (ATP, -per_volume)):
        _add_outside(y, cell, at, row, NA, ions * by_na, jac)
        _add_outside(y, cell, at, row, K, ions * by_k, jac)


@compiled_inside
def _add_outside(
    y: Array, cell: Cell, at: Setting, row: int, ion: int, slope: float, jac: Array
) -> None:
    """Add to a row its `slope` by the outside concentration of an ion, as slopes by states."""
    outside_fL = cell.total_water_fL - y[W]
    outside_mM = at.na_out_mM
    if ion == K:
        outside_mM = at.k_out_mM
    elif ion == CL:
        outside_mM = at.cl_out_mM
    jac[row, ion] -= slope * MM_PER_FMOL_FL / outside_fL
    jac[row, W] += slope * outside_mM / outside_fL
