"""The Na+/K+ pump: 3 Na+ out, 2 K+ in, 1 ATP split per cycle.

Cycles per second saturate in inside Na+ (three sites, with K+ competing), outside K+ (two
sites, with Na+ competing; folded into `Cell.pump_fmol_s`) and ATP. No voltage dependence and
no reversal. Source: the red-cell kinetics used by Lew & Bookchin 1986 J Membr Biol 92:57.
"""

from sim.core.compiled import compiled, compiled_inside

NA_PER_CYCLE = 3.0
K_PER_CYCLE = 2.0

NA_HALF_MM = 0.2
K_COMPETITION_MM = 8.3


@compiled
def pump_cycles(
    capacity_fmol_s: float, k_atp_mM: float, na_mM: float, k_mM: float, atp_mM: float
) -> float:
    """Return the pump's cycles in fmol/s at inside concentrations in mM."""
    half_mM = NA_HALF_MM * (1.0 + k_mM / K_COMPETITION_MM)
    site = na_mM / (na_mM + half_mM)
    atp_mM = max(atp_mM, 0.0)
    return capacity_fmol_s * site * site * site * atp_mM / (atp_mM + k_atp_mM)


@compiled_inside
def pump_slopes(
    capacity_fmol_s: float, k_atp_mM: float, na_mM: float, k_mM: float, atp_mM: float
) -> tuple[float, float, float]:
    """Return the derivatives of `pump_cycles` by inside Na+, K+ and ATP, in fmol/(s·mM)."""
    half_mM = NA_HALF_MM * (1.0 + k_mM / K_COMPETITION_MM)
    bound = na_mM + half_mM
    site = na_mM / bound
    if atp_mM <= 0.0:
        return 0.0, 0.0, capacity_fmol_s * site * site * site / k_atp_mM
    fuel = atp_mM / (atp_mM + k_atp_mM)
    steep = 3.0 * capacity_fmol_s * fuel * site * site
    return (
        steep * half_mM / (bound * bound),
        -steep * na_mM / (bound * bound) * NA_HALF_MM / K_COMPETITION_MM,
        capacity_fmol_s * site * site * site * k_atp_mM / ((atp_mM + k_atp_mM) ** 2),
    )
