"""What a cell meets at a moment: the solution outside, and the size of its own membrane.

Most cells live in a bath without end behind a membrane of one size: nothing here moves. Two
choices at the start of a run change that. With an `area_exponent` the membrane grows with the
volume (½: a cylinder of fixed length, ⅔: a sphere), and with it everything that is in the
membrane, its capacitance too. With an `outside_volume_fL` the cell shares a closed space with a
little solution: what it loses the solution gains, ions and water, so that K+ can pile up outside.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.cell import Cell
from sim.core.compiled import compiled, compiled_inside
from sim.core.constants import MM_PER_FMOL_FL, TRACE_MM
from sim.core.pump import outside_binding, outside_binding_slopes
from sim.core.states import CL, NA, K, W

Array = NDArray[np.float64]


class Setting(NamedTuple):
    """Outside concentrations, and factors of the membrane's area and of the pump's capacity."""

    na_out_mM: float
    k_out_mM: float
    cl_out_mM: float
    osmolarity_out_mM: float
    area: float
    pump: float


@compiled_inside
def fixed_setting(cell: Cell) -> Setting:
    """Return the setting of a cell whose bath has no end and whose membrane keeps its area."""
    return Setting(cell.na_out_mM, cell.k_out_mM, cell.cl_out_mM, cell.osmolarity_out_mM, 1.0, 1.0)


@compiled
def membrane_area(cell: Cell, volume_fL: float) -> float:
    """Return the membrane's area at a volume, in units of the area the parameters are for."""
    if cell.area_exponent == 0.0:
        return 1.0
    area: float = (volume_fL / cell.area_volume_fL) ** cell.area_exponent
    return area


@compiled_inside
def present_setting(y: Array, cell: Cell) -> Setting:
    """Return the setting of any cell in state `y`."""
    if cell.is_fixed:
        return fixed_setting(cell)
    area = membrane_area(cell, y[W])
    if cell.total_water_fL == 0.0:
        return Setting(
            cell.na_out_mM, cell.k_out_mM, cell.cl_out_mM, cell.osmolarity_out_mM, area, 1.0
        )
    per_volume = MM_PER_FMOL_FL / (cell.total_water_fL - y[W])
    na_out = max(per_volume * (cell.total_na_fmol - y[NA]), TRACE_MM)
    k_out = max(per_volume * (cell.total_k_fmol - y[K]), TRACE_MM)
    cl_out = max(per_volume * (cell.total_cl_fmol - y[CL]), TRACE_MM)
    osmolarity = na_out + k_out + cl_out + per_volume * cell.outside_solute_fmol
    pump = outside_binding(cell.pump_law, na_out, k_out) / cell.pump_binding
    return Setting(na_out, k_out, cl_out, osmolarity, area, pump)


@compiled_inside
def pump_slopes_outside(cell: Cell, at: Setting, cycles_fmol_s: float) -> tuple[float, float]:
    """Return the derivatives of the pump's cycles by Na+ and K+ outside, in fmol/(s·mM)."""
    by_na, by_k = outside_binding_slopes(cell.pump_law, at.na_out_mM, at.k_out_mM)
    return cycles_fmol_s * by_na, cycles_fmol_s * by_k
