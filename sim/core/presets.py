"""The resting cells a run can start from, by name."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from sim.core.ghk_rest import Rest, invert
from sim.core.rest import Preset
from sim.core.squid import squid_axon

SQUID = "squid_axon"
GIANT_AXON_UM = 238.0

RESTS: Mapping[str, Rest] = MappingProxyType(
    {
        "animal_cell": Rest(
            name="animal_cell",
            bath_mM=(145.0, 5.0, 116.0),
            v_mV=-60.0,
            na_mM=12.0,
            k_mM=140.0,
            cl_mM=None,
            volume_fL=2000.0,
            area_um2=1500.0,
            capacitance_pF=15.0,
            cycles_fmol_s=0.0222,
            pump_share=0.3,
        ),
        "neuron": Rest(
            name="neuron",
            bath_mM=(145.0, 4.0, 125.0),
            v_mV=-70.0,
            na_mM=12.0,
            k_mM=135.0,
            cl_mM=7.0,
            volume_fL=2000.0,
            area_um2=2000.0,
            capacitance_pF=20.0,
            cycles_fmol_s=0.1,
            pump_share=0.6,
            p_na_gated_um3_s=2000.0,
            p_k_gated_um3_s=1200.0,
            kcc2_fmol_s=0.03,
        ),
    }
)

PRESET_NAMES = (*RESTS, SQUID)


@cache
def preset(name: str, radius_um: float = GIANT_AXON_UM) -> Preset:
    """Return a preset by name; KeyError for a name not in PRESET_NAMES.

    `radius_um` shapes the squid axon only.
    """
    if name == SQUID:
        return squid_axon(radius_um)
    return invert(RESTS[name])
