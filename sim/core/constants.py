"""Physical constants in the units of the model (mV, s, fmol, fL, mM, pA, pF).

In these units 1 fmol/fL is 1000 mM, and 1 fmol/s of charge +1 is `FARADAY_C_PER_MMOL` pA.
Source: CODATA 2018 (exact since the 2019 SI).
"""

GAS_CONSTANT_J_PER_MOL_K = 8.31446261815324
FARADAY_C_PER_MMOL = 96.4853321233100
KELVIN_AT_0_C = 273.15

MM_PER_FMOL_FL = 1000.0
"""mM in one fmol/fL."""

MV_PF_PER_FMOL = 1000.0 * FARADAY_C_PER_MMOL
"""mV gained by 1 pF when 1 fmol of charge +1 enters: F in mV·pF/fmol."""

TRACE_MM = 1e-6
"""No solution is purer than this (1 nM) where a logarithm of a concentration is taken."""


def thermal_voltage_mV(temperature_C: float) -> float:
    """RT/F in mV at a temperature in °C (25.69 mV at 25 °C, 26.73 mV at 37 °C)."""
    return GAS_CONSTANT_J_PER_MOL_K * (temperature_C + KELVIN_AT_0_C) / FARADAY_C_PER_MMOL
