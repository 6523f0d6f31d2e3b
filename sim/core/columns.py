"""What a sample tells: the columns of a trajectory, worked out from state and cell.

Fluxes are positive outward; `na_leak`, `k_leak` and `cl_leak` are everything that passes by
channels, gated ones included. `charge_error_mV` is how far V has moved from the charge of the
ions inside since the last event: 0 but for rounding.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sim.core.cell import Cell
from sim.core.compiled import compiled, compiled_inside
from sim.core.constants import FARADAY_C_PER_MMOL, MM_PER_FMOL_FL
from sim.core.fluxes import fluxes, log_ratio, open_fractions
from sim.core.metabolism import atp_made, atp_used_elsewhere
from sim.core.pump import K_PER_CYCLE, NA_PER_CYCLE
from sim.core.setting import Setting, present_setting
from sim.core.states import ATP, CL, NA, H, K, M, N, V, W

Array = NDArray[np.float64]

COLUMNS = (
    "t_s",
    "v_mV",
    "na_in_mM",
    "k_in_mM",
    "cl_in_mM",
    "volume_fL",
    "atp_mM",
    "m",
    "h",
    "n",
    "e_na_mV",
    "e_k_mV",
    "e_cl_mV",
    "pump_fmol_s",
    "na_fmol",
    "k_fmol",
    "cl_fmol",
    "impermeant_in_mM",
    "na_leak_fmol_s",
    "k_leak_fmol_s",
    "cl_leak_fmol_s",
    "kcc2_fmol_s",
    "stimulus_fmol_s",
    "water_fL_s",
    "osmolarity_in_mM",
    "osmolarity_out_mM",
    "volume_ratio",
    "atp_made_mM_s",
    "atp_used_mM_s",
    "atp_pump_mM_s",
    "work_kJ_mol",
    "symport_ratio",
    "na_open",
    "k_open",
    "charge_error_mV",
    "na_out_mM",
    "k_out_mM",
    "cl_out_mM",
)
ENVELOPE_COLUMNS = ("v_min_mV", "v_max_mV", "spikes")


@compiled
def fill_columns(
    t_s: Array, states: Array, cell: Cell, start_volume_fL: float, offset_mV: float, out: Array
) -> None:
    """Write a row of `COLUMNS` into `out` (n × columns) for each of n times and states (n × 9)."""
    for row in range(t_s.size):
        out[row, 0] = t_s[row]
        at = present_setting(states[row], cell)
        _fill_state(states[row], cell, at, out[row])
        _fill_fluxes(states[row], cell, at, out[row])
        _fill_energy(states[row], cell, out[row])
        out[row, 26] = states[row, W] / start_volume_fL
        out[row, 34] -= offset_mV


@compiled_inside
def _fill_state(y: Array, cell: Cell, at: Setting, row: Array) -> None:
    per_volume = MM_PER_FMOL_FL / y[W]
    na_in, k_in, cl_in = per_volume * y[NA], per_volume * y[K], per_volume * y[CL]
    row[1] = y[V]
    row[2], row[3], row[4] = na_in, k_in, cl_in
    row[5], row[6] = y[W], y[ATP]
    row[7], row[8], row[9] = y[M], y[H], y[N]
    row[10] = cell.thermal_mV * log_ratio(at.na_out_mM, na_in)
    row[11] = cell.thermal_mV * log_ratio(at.k_out_mM, k_in)
    row[12] = cell.thermal_mV * log_ratio(cl_in, at.cl_out_mM)
    row[14], row[15], row[16] = y[NA], y[K], y[CL]
    row[17] = per_volume * cell.impermeant_fmol
    charge_fmol = y[NA] + y[K] - y[CL] + cell.fixed_charge_fmol
    row[34] = at.area * y[V] - cell.mV_per_fmol * charge_fmol
    row[35], row[36], row[37] = at.na_out_mM, at.k_out_mM, at.cl_out_mM


@compiled_inside
def _fill_fluxes(y: Array, cell: Cell, at: Setting, row: Array) -> None:
    j_na, j_k, j_cl, j_kcc, j_pump = fluxes(y, cell, at)
    row[13] = j_pump
    row[18], row[19], row[20], row[21] = j_na, j_k, j_cl, j_kcc
    row[22] = -cell.stimulus_fmol_s
    osmolarity = row[2] + row[3] + row[4] + row[17]
    row[23] = at.area * cell.water_fL_s_mM * (at.osmolarity_out_mM - osmolarity)
    row[24], row[25] = osmolarity, at.osmolarity_out_mM
    na_open, k_open = open_fractions(y, cell.is_hodgkin_huxley)
    row[32] = cell.na_locked + cell.na_gating * na_open
    row[33] = cell.k_gating * k_open


@compiled_inside
def _fill_energy(y: Array, cell: Cell, row: Array) -> None:
    """Work per pump cycle: 3 Na+ out against (E_Na − V), 2 K+ in against (V − E_K), times F."""
    pump_mM_s = MM_PER_FMOL_FL * row[13] / y[W]
    row[27] = atp_made(cell.atp_made_mM_s, cell.k_adp_mM, cell.atp_total_mM, y[ATP])
    row[28] = atp_used_elsewhere(cell.atp_other_mM_s, y[ATP]) + pump_mM_s
    row[29] = pump_mM_s
    against_mV = NA_PER_CYCLE * (row[10] - y[V]) + K_PER_CYCLE * (y[V] - row[11])
    row[30] = against_mV * FARADAY_C_PER_MMOL * 1e-3
    row[31] = math.exp((row[10] - y[V]) / cell.thermal_mV)
