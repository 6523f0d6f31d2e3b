"""Opening rates of the voltage-gated channels, and the position gates take at rest.

Two published sets: the Kager/Wadman-type rates used by Dijkstra et al. 2016 for GHK cells, and
the squid axon of Hodgkin & Huxley 1952 in the modern sign (rest at −65 mV). Rates in 1/ms at
the set's reference temperature.
"""

import math

from sim.core.compiled import compiled, compiled_inside

Rates = tuple[float, float, float, float, float, float]

EXP_MINUS_HALF = math.exp(-0.5)
EXP_MINUS_TWO = math.exp(-2.0)
EXP_MINUS_5_4 = math.exp(-5.0 / 4.0)
EXP_MINUS_5 = math.exp(-5.0)
EXP_MINUS_6 = math.exp(-6.0)
EXP_MINUS_7 = math.exp(-7.0)
EXP_MINUS_13 = math.exp(-13.0)


@compiled_inside
def bernoulli_pair(x: float) -> tuple[float, float]:
    """Return B(x) and B(−x) of B(x) = x/(eˣ − 1), which differ by x; both 1 at x = 0."""
    size = abs(x)
    smaller = 1.0 - 0.5 * size
    if size > 700.0:
        smaller = 0.0
    elif size > 1e-8:
        smaller = size / math.expm1(size)
    return (smaller, smaller + size) if x > 0.0 else (smaller + size, smaller)


@compiled_inside
def bernoulli_of(x: float, exp_x: float) -> float:
    """Return x/(eˣ − 1) when eˣ is known, by its series near 0, where the difference cancels."""
    if abs(x) < 1e-3:
        return 1.0 - x / 2.0 + x * x / 12.0
    return x / (exp_x - 1.0)


@compiled_inside
def bernoulli_slope(x: float) -> float:
    """Return dB/dx of B(x) = x/(eˣ − 1); a series near 0, where the closed form cancels."""
    if abs(x) < 0.1:
        return -0.5 + x / 6.0 - x**3 / 180.0 + x**5 / 5040.0
    if x > 700.0:
        return 0.0
    grown = math.expm1(x)
    return (1.0 - x / grown - x) / grown


@compiled
def opening_rates(v_mV: float, hodgkin_huxley: bool) -> Rates:
    """Return α_m, β_m, α_h, β_h, α_n, β_n in 1/ms at a membrane potential.

    Kager/Wadman:  α_m = 0.32(V+52)/(1−e^(−(V+52)/4))   β_m = 0.28(V+25)/(e^((V+25)/5)−1)
                   α_h = 0.128e^(−(V+53)/18)            β_h = 4/(1+e^(−(V+30)/5))
                   α_n = 0.016(V+35)/(1−e^(−(V+35)/5))  β_n = 0.25e^(−(V+50)/40)
    All but one of the exponentials are powers of e^(−V/40): an exponential costs as much as
    some ten products.
    """
    if hodgkin_huxley:
        return _squid_rates(v_mV)
    fortieth = math.exp(-v_mV / 40.0)
    twentieth = fortieth * fortieth
    fifth = twentieth * twentieth
    fifth *= fifth
    return (
        1.28 * bernoulli_of(-(v_mV + 52.0) / 4.0, EXP_MINUS_13 * (fifth * twentieth)),
        1.40 * bernoulli_of((v_mV + 25.0) / 5.0, 1.0 / (EXP_MINUS_5 * fifth)),
        0.128 * math.exp(-(v_mV + 53.0) / 18.0),
        4.0 / (1.0 + EXP_MINUS_6 * fifth),
        0.08 * bernoulli_of(-(v_mV + 35.0) / 5.0, EXP_MINUS_7 * fifth),
        0.25 * EXP_MINUS_5_4 * fortieth,
    )


@compiled_inside
def _squid_rates(v_mV: float) -> Rates:
    """α_m = 0.1(V+40)/(1−e^(−(V+40)/10))    β_m = 4e^(−(V+65)/18)
    α_h = 0.07e^(−(V+65)/20)              β_h = 1/(1+e^(−(V+35)/10))
    α_n = 0.01(V+55)/(1−e^(−(V+55)/10))   β_n = 0.125e^(−(V+65)/80)
    """
    tenth = math.exp(-(v_mV + 35.0) / 10.0)
    eightieth = math.exp(-(v_mV + 65.0) / 80.0)
    return (
        bernoulli_of(-(v_mV + 40.0) / 10.0, tenth * EXP_MINUS_HALF),
        4.0 * math.exp(-(v_mV + 65.0) / 18.0),
        0.07 * eightieth**4,
        1.0 / (1.0 + tenth),
        0.1 * bernoulli_of(-(v_mV + 55.0) / 10.0, tenth * EXP_MINUS_TWO),
        0.125 * eightieth,
    )


@compiled_inside
def rate_slopes(v_mV: float, hodgkin_huxley: bool) -> Rates:
    """Return the derivatives of `opening_rates` with respect to V, in 1/(ms·mV)."""
    if hodgkin_huxley:
        shut = 1.0 / (1.0 + math.exp(-(v_mV + 35.0) / 10.0))
        return (
            -0.1 * bernoulli_slope(-(v_mV + 40.0) / 10.0),
            -4.0 / 18.0 * math.exp(-(v_mV + 65.0) / 18.0),
            -0.07 / 20.0 * math.exp(-(v_mV + 65.0) / 20.0),
            shut * (1.0 - shut) / 10.0,
            -0.01 * bernoulli_slope(-(v_mV + 55.0) / 10.0),
            -0.125 / 80.0 * math.exp(-(v_mV + 65.0) / 80.0),
        )
    shut = 1.0 / (1.0 + math.exp(-(v_mV + 30.0) / 5.0))
    return (
        -0.32 * bernoulli_slope(-(v_mV + 52.0) / 4.0),
        0.28 * bernoulli_slope((v_mV + 25.0) / 5.0),
        -0.128 / 18.0 * math.exp(-(v_mV + 53.0) / 18.0),
        4.0 * shut * (1.0 - shut) / 5.0,
        -0.016 * bernoulli_slope(-(v_mV + 35.0) / 5.0),
        -0.25 / 40.0 * math.exp(-(v_mV + 50.0) / 40.0),
    )


def resting_gates(v_mV: float, *, hodgkin_huxley: bool) -> tuple[float, float, float]:
    """Return the positions of m, h, n at which opening balances closing: α/(α + β)."""
    rates = opening_rates(v_mV, hodgkin_huxley)
    return (
        rates[0] / (rates[0] + rates[1]),
        rates[2] / (rates[2] + rates[3]),
        rates[4] / (rates[4] + rates[5]),
    )
