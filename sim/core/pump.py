"""The Na+/K+ pump: 3 Na+ out, 2 K+ in, 1 ATP split per cycle, by one of several laws.

    saturable  capacity · [Na_i/(Na_i + 0.2(1 + K_i/8.3))]³ · [K_o/(K_o + 0.1(1 + Na_o/18))]²
    constant   capacity
    linear     capacity · Na_i/K_Na
    cubic      capacity · (Na_i/Na_o)³
    sigmoid    capacity · [Na_i/(Na_i + K_Na)]³

all times ATP/(ATP + K_ATP). What depends on the outside only is worked out apart
(`outside_binding`) and folded into the capacity the other functions take. No voltage dependence
and no reversal. Sources: saturable, the red-cell kinetics used by Lew & Bookchin 1986 J Membr
Biol 92:57; constant, Kay 2017 Front Cell Dev Biol 5:41; cubic, Düsterwald et al. 2018 eLife
7:e39575; linear and sigmoid, the two simplest laws between them.
"""

from sim.core.compiled import compiled, compiled_inside
from sim.core.parameters import PUMP_LAWS

NA_PER_CYCLE = 3.0
K_PER_CYCLE = 2.0

SATURABLE, CONSTANT, LINEAR, CUBIC, SIGMOID = range(len(PUMP_LAWS))

NA_HALF_MM = 0.2
K_COMPETITION_MM = 8.3
K_OUT_HALF_MM = 0.1
NA_OUT_COMPETITION_MM = 18.0


@compiled
def outside_binding(law: int, na_out_mM: float, k_out_mM: float) -> float:
    """Return the factor of the capacity that the concentrations outside decide.

    1 but for the saturable law, and for the cubic one, whose factor is in 1/mM³.
    """
    if law == SATURABLE:
        site = k_out_mM / (k_out_mM + K_OUT_HALF_MM * (1.0 + na_out_mM / NA_OUT_COMPETITION_MM))
        return site * site
    if law == CUBIC:
        return 1.0 / (na_out_mM * na_out_mM * na_out_mM)
    return 1.0


@compiled_inside
def outside_binding_slopes(law: int, na_out_mM: float, k_out_mM: float) -> tuple[float, float]:
    """Return the derivatives of ln(`outside_binding`) by Na+ and K+ outside, in 1/mM."""
    if law == SATURABLE:
        half_mM = K_OUT_HALF_MM * (1.0 + na_out_mM / NA_OUT_COMPETITION_MM)
        bound = k_out_mM + half_mM
        return (
            -2.0 * K_OUT_HALF_MM / NA_OUT_COMPETITION_MM / bound,
            2.0 * half_mM / (k_out_mM * bound),
        )
    if law == CUBIC:
        return -3.0 / na_out_mM, 0.0
    return 0.0, 0.0


@compiled_inside
def inside_binding(law: int, k_na_mM: float, na_mM: float, k_mM: float) -> float:
    """Return the factor of the capacity that Na+ and K+ inside decide."""
    if law == SATURABLE:
        half_mM = NA_HALF_MM * (1.0 + k_mM / K_COMPETITION_MM)
        site = na_mM / (na_mM + half_mM)
        return site * site * site
    if law == CUBIC:
        return na_mM * na_mM * na_mM
    if law == SIGMOID:
        site = na_mM / (na_mM + k_na_mM)
        return site * site * site
    return na_mM / k_na_mM if law == LINEAR else 1.0


@compiled_inside
def inside_binding_slopes(
    law: int, k_na_mM: float, na_mM: float, k_mM: float
) -> tuple[float, float]:
    """Return the derivatives of `inside_binding` by Na+ and by K+ inside, in 1/mM."""
    if law == SATURABLE:
        half_mM = NA_HALF_MM * (1.0 + k_mM / K_COMPETITION_MM)
        bound = na_mM + half_mM
        steep = 3.0 * (na_mM / bound) ** 2 / (bound * bound)
        return steep * half_mM, -steep * na_mM * NA_HALF_MM / K_COMPETITION_MM
    if law == CUBIC:
        return 3.0 * na_mM * na_mM, 0.0
    if law == SIGMOID:
        bound = na_mM + k_na_mM
        return 3.0 * (na_mM / bound) ** 2 * k_na_mM / (bound * bound), 0.0
    return 1.0 / k_na_mM if law == LINEAR else 0.0, 0.0


@compiled
def pump_cycles(
    law: int,
    capacity_fmol_s: float,
    k_na_mM: float,
    k_atp_mM: float,
    na_mM: float,
    k_mM: float,
    atp_mM: float,
) -> float:
    """Return the pump's cycles in fmol/s at inside concentrations in mM."""
    atp_mM = max(atp_mM, 0.0)
    bound = inside_binding(law, k_na_mM, na_mM, k_mM)
    return capacity_fmol_s * bound * atp_mM / (atp_mM + k_atp_mM)


@compiled_inside
def pump_slopes(
    law: int,
    capacity_fmol_s: float,
    k_na_mM: float,
    k_atp_mM: float,
    na_mM: float,
    k_mM: float,
    atp_mM: float,
) -> tuple[float, float, float]:
    """Return the derivatives of `pump_cycles` by inside Na+, K+ and ATP, in fmol/(s·mM)."""
    bound = inside_binding(law, k_na_mM, na_mM, k_mM)
    if atp_mM <= 0.0:
        return 0.0, 0.0, capacity_fmol_s * bound / k_atp_mM
    fuel = atp_mM / (atp_mM + k_atp_mM)
    by_na, by_k = inside_binding_slopes(law, k_na_mM, na_mM, k_mM)
    return (
        capacity_fmol_s * fuel * by_na,
        capacity_fmol_s * fuel * by_k,
        capacity_fmol_s * bound * k_atp_mM / ((atp_mM + k_atp_mM) ** 2),
    )
