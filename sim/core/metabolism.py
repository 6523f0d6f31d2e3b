"""ATP: made from ADP by respiration and glycolysis, used by the pump and by everything else.

Making saturates in ADP, all other use in ATP (half-maximal at 0.5 mM); ATP + ADP is constant.
Creatine phosphate, AMP and oxygen itself are not modelled.
"""

from sim.core.compiled import compiled_inside

OTHER_USE_HALF_MM = 0.5


@compiled_inside
def atp_made(capacity_mM_s: float, k_adp_mM: float, total_mM: float, atp_mM: float) -> float:
    """Return the ATP made, in mM/s."""
    adp_mM = max(total_mM - atp_mM, 0.0)
    return capacity_mM_s * adp_mM / (adp_mM + k_adp_mM)


@compiled_inside
def atp_made_slope(capacity_mM_s: float, k_adp_mM: float, total_mM: float, atp_mM: float) -> float:
    """Return the derivative of `atp_made` by ATP, in 1/s."""
    adp_mM = total_mM - atp_mM
    if adp_mM < 0.0:
        return 0.0
    return -capacity_mM_s * k_adp_mM / ((adp_mM + k_adp_mM) ** 2)


@compiled_inside
def atp_used_elsewhere(capacity_mM_s: float, atp_mM: float) -> float:
    """Return the ATP used by everything but the pump, in mM/s."""
    atp_mM = max(atp_mM, 0.0)
    return capacity_mM_s * atp_mM / (atp_mM + OTHER_USE_HALF_MM)


@compiled_inside
def atp_used_elsewhere_slope(capacity_mM_s: float, atp_mM: float) -> float:
    """Return the derivative of `atp_used_elsewhere` by ATP, in 1/s."""
    atp_mM = max(atp_mM, 0.0)
    return capacity_mM_s * OTHER_USE_HALF_MM / ((atp_mM + OTHER_USE_HALF_MM) ** 2)
