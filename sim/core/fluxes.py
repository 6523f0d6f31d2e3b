"""What passes the membrane: channels by electrodiffusion or by Ohm's law, KCC2, the pump.

Fluxes are positive outward, in fmol/s. Electrodiffusion and architecture after Dijkstra et al.
2016 J Neurosci 36:11881; ohmic law after Hodgkin & Huxley 1952.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sim.core.cell import Cell
from sim.core.compiled import compiled_inside
from sim.core.constants import MM_PER_FMOL_FL, TRACE_MM
from sim.core.gates import bernoulli_pair
from sim.core.pump import pump_cycles
from sim.core.setting import Setting
from sim.core.states import ATP, CL, NA, H, K, M, N, V, W

Array = NDArray[np.float64]


@compiled_inside
def log_ratio(over_mM: float, under_mM: float) -> float:
    """Return ln(over/under), each at least a trace, so that an empty side has a finite answer."""
    return math.log(max(over_mM, TRACE_MM) / max(under_mM, TRACE_MM))


@compiled_inside
def open_fractions(y: Array, hodgkin_huxley: bool) -> tuple[float, float]:
    """Return the open fractions of gated Na+ (m³h) and K+ channels (n², or n⁴ after HH)."""
    n_squared = y[N] * y[N]
    return y[M] * y[M] * y[M] * y[H], n_squared * n_squared if hodgkin_huxley else n_squared


@compiled_inside
def fluxes(y: Array, cell: Cell, at: Setting) -> tuple[float, float, float, float, float]:
    """Return outward Na+, K+, Cl- channel fluxes, KCC2 and pump cycles, all in fmol/s."""
    per_volume = MM_PER_FMOL_FL / y[W]
    na_in, k_in, cl_in = per_volume * y[NA], per_volume * y[K], per_volume * y[CL]
    entering, leaving = bernoulli_pair(y[V] / cell.thermal_mV)
    na_open, k_open = open_fractions(y, cell.is_hodgkin_huxley)
    p_na = 1e-3 * (cell.p_na + cell.p_na_gated * na_open)
    p_k = 1e-3 * (cell.p_k + cell.p_k_gated * k_open)
    p_cl = 1e-3 * cell.p_cl
    j_na = p_na * (na_in * leaving - at.na_out_mM * entering)
    j_k = p_k * (k_in * leaving - at.k_out_mM * entering)
    j_cl = p_cl * (cl_in * entering - at.cl_out_mM * leaving)
    if cell.is_ohmic:
        rt_f = cell.thermal_mV
        g_na = cell.g_na + cell.g_na_gated * na_open
        g_k = cell.g_k + cell.g_k_gated * k_open
        j_na += g_na * (y[V] - rt_f * log_ratio(at.na_out_mM, na_in))
        j_k += g_k * (y[V] - rt_f * log_ratio(at.k_out_mM, k_in))
        j_cl -= cell.g_cl * (y[V] - rt_f * log_ratio(cl_in, at.cl_out_mM))
    j_kcc = 0.0
    if cell.kcc2_fmol_s > 0.0:
        inside = max(k_in, TRACE_MM) * max(cl_in, TRACE_MM)
        j_kcc = at.area * cell.kcc2_fmol_s * math.log(inside / (at.k_out_mM * at.cl_out_mM))
    capacity = at.area * at.pump * cell.pump_fmol_s
    j_pump = pump_cycles(cell.pump_law, capacity, cell.k_na_mM, cell.k_atp_mM, na_in, k_in, y[ATP])
    return at.area * j_na, at.area * j_k, at.area * j_cl, j_kcc, j_pump
