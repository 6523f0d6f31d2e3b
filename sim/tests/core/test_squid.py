"""The squid axon against Hodgkin and Huxley's equations with fixed ions, and their facts."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from sim.core.gates import opening_rates
from sim.core.presets import preset
from sim.core.squid import hh_rest_mV
from sim.tests.core.cells import SQUID, run

PA_PER_UA_CM2 = 15.0


# So much axoplasm that its ions stay as good as fixed.
WIDE = {"radius_um": 2000.0}
PUMP_UA_CM2 = 2.202068


def hodgkin_huxley(times_s, stimulus_uA_cm2, speed=1.0, stretch=1.0):
    """The equations of 1952 with constant reversal potentials; V in mV at the times.

    `stretch` multiplies the reversal potentials; the leak is that of two ions and a pump,
    0.3(V + 54.387) when it is 1.
    """
    rest = preset(SQUID).initial
    ions = PUMP_UA_CM2 - 0.3 * 54.387

    def slope(_t, y):
        v_mV, m, h, n = y
        a_m, b_m, a_h, b_h, a_n, b_n = opening_rates(v_mV, True)
        return [
            1000.0
            * (
                stimulus_uA_cm2
                - 120.0 * m**3 * h * (v_mV - 50.0 * stretch)
                - 36.0 * n**4 * (v_mV + 77.0 * stretch)
                - (0.3 * v_mV - ions * stretch + PUMP_UA_CM2)
            ),
            1000.0 * speed * (a_m - (a_m + b_m) * m),
            1000.0 * speed * (a_h - (a_h + b_h) * h),
            1000.0 * speed * (a_n - (a_n + b_n) * n),
        ]

    start = [rest["v_mV"], rest["m"], rest["h"], rest["n"]]
    span = (0.0, times_s[-1])
    return solve_ivp(
        slope, span, start, "DOP853", times_s, rtol=1e-11, atol=1e-11, max_step=1e-4
    ).y[0]


@pytest.mark.parametrize("stimulus", [2.0, 10.0, 25.0])
def test_the_giant_axon_fires_as_hodgkin_and_huxley_say(stimulus):
    times = np.linspace(0.0, 0.05, 501)
    events = [(0.0, {"stimulus_pA": stimulus * PA_PER_UA_CM2})]
    theirs = hodgkin_huxley(times, stimulus)
    ions_fixed = run(SQUID, events, times, parameters=WIDE).values["v_mV"]
    ions_moving = run(SQUID, events, times).values["v_mV"]
    assert np.max(np.abs(ions_fixed - theirs)) < 0.05
    assert np.max(np.abs(ions_moving - theirs)) < 0.1, "ions moved by four spikes"


def test_warming_speeds_the_gates_threefold_per_ten_degrees():
    times = np.linspace(0.0, 0.02, 401)
    warmed = {"stimulus_pA": 20 * PA_PER_UA_CM2, "temperature_C": 16.3}
    trajectory = run(SQUID, [(0.0, warmed)], times, parameters={"q10_pump": 1.0} | WIDE)
    # Reversal potentials are proportional to the absolute temperature.
    theirs = hodgkin_huxley(times, 20.0, speed=3.0, stretch=289.45 / 279.45)
    assert len(trajectory.spike_times_s) > 1
    assert np.max(np.abs(trajectory.values["v_mV"] - theirs)) < 0.05


def test_the_axon_rests_at_minus_65_and_overshoots_to_plus_40():
    assert hh_rest_mV() == pytest.approx(-64.9964, abs=1e-4)
    v_mV = run(SQUID, times=np.linspace(0, 0.01, 1001), initial={"v_mV": -50.0}).values["v_mV"]
    assert max(v_mV) == pytest.approx(40.0, abs=3.0)


@pytest.mark.parametrize(("shock_mV", "fires"), [(6.0, False), (7.0, True)])
def test_the_threshold_of_a_brief_shock_is_between_6_and_7_mV(shock_mV, fires):
    shocked = {"v_mV": hh_rest_mV() + shock_mV}
    assert (len(run(SQUID, times=[0.02], initial=shocked).spike_times_s) > 0) is fires


def second_spike(gap_s):
    pulse = {"stimulus_pA": 15 * 60.0}
    off = {"stimulus_pA": 0.0}
    events = [(0.0, pulse), (0.0005, off), (gap_s, pulse), (gap_s + 0.0005, off)]
    return len(run(SQUID, events, [gap_s + 0.015]).spike_times_s) > 1


def test_a_second_shock_fires_only_after_the_refractory_period():
    assert [second_spike(gap_s) for gap_s in (0.003, 0.020)] == [False, True]


def test_firing_starts_at_a_rate_above_zero_and_ends_in_block():
    def rate(stimulus):
        events = [(0.0, {"stimulus_pA": stimulus * PA_PER_UA_CM2})]
        spikes = run(SQUID, events, [0.5], rtol=1e-7).spike_times_s
        return np.sum(spikes > 0.25) / 0.25

    assert rate(5.0) == 0.0
    assert rate(10.0) > 40.0, "type II: no slow firing at onset"
    assert rate(200.0) == 0.0, "block"


@pytest.mark.parametrize(
    ("radius_um", "na_rise_mM", "reason"),
    [(238.0, 1.2e-3, "a giant axon does not notice"), (0.5, 0.6, "a thin fibre does")],
)
def test_what_a_spike_costs_depends_on_volume_per_area(radius_um, na_rise_mM, reason):
    trajectory = run(
        SQUID, times=[0.0, 0.012], parameters={"radius_um": radius_um}, initial={"v_mV": -50.0}
    )
    first, final = trajectory.values["na_in_mM"]
    assert final - first == pytest.approx(na_rise_mM, rel=0.25), reason
