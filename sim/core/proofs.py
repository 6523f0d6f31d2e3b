"""Closed forms and conservation laws, held against the engine: what `/sim/validation/` shows.

Each proof says what was measured, what it must be, and how far apart they may lie.
"""

import dataclasses
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.core.constants import thermal_voltage_mV
from sim.core.electrochemistry import ghk_flux_fmol_s, ghk_voltage_mV, nernst_mV
from sim.core.integrate import ONLY_EXPLICIT, ONLY_IMPLICIT
from sim.core.parameters import Values
from sim.core.presets import preset
from sim.core.run import Trajectory, parse_request, simulate

TRAIN = {"p_synaptic_um3_s": 0.6}
MINUTE, HOUR = 60.0, 3600.0


@dataclass(frozen=True)
class Proof:
    """`ours` against `expected`, both in `unit`; it holds within `tolerance`."""

    says: str
    ours: float
    expected: float
    tolerance: float
    unit: str

    @property
    def difference(self) -> float:
        """How far apart, never negative."""
        return abs(self.ours - self.expected)

    @property
    def holds(self) -> bool:
        """Whether the two are within the tolerance; a number that is none never is."""
        return self.difference <= self.tolerance


def closed_forms() -> list[Proof]:
    """Potentials and steady states that can be written down."""
    return [*_potentials(), *_donnan(), *_balances(), *_donnan_state()]


def conservation() -> list[Proof]:
    """What no run may lose or make."""
    return [*_charge(), *_mass(), *_stoichiometry()]


def agreement() -> list[Proof]:
    """One run by two solvers, and at half the tolerance."""
    blocked = {"preset": "animal_cell", "parameters": {"ouabain": 1.0}}
    slow = {**blocked, "until_s": 5 * MINUTE, "points": 61}
    busy = {"preset": "neuron", "parameters": TRAIN, "until_s": 0.5, "points": 501}
    found = []
    for name, raw in (("Five minutes without the pump", slow), ("Half a second of spikes", busy)):
        one = _run(raw, solver=ONLY_IMPLICIT)
        other = _run(raw, solver=ONLY_EXPLICIT)
        finer = _run(raw, rtol=1e-11)
        for told, second in (("implicit against explicit solver", other), ("finer steps", finer)):
            found += [
                Proof(f"{name}, {told}: V", _apart(one, second, "v_mV"), 0.0, 0.01, "mV"),
                Proof(f"{name}, {told}: Na⁺", _apart(one, second, "na_in_mM"), 0.0, 0.005, "mM"),
            ]
    return found


def _run(raw: dict[str, Any], *, solver: int | None = None, rtol: float = 1e-9) -> Trajectory:
    request = dataclasses.replace(parse_request(raw), rtol=rtol)
    return simulate(request) if solver is None else simulate(request, solver=solver)


def _apart(one: Trajectory, other: Trajectory, column: str) -> float:
    return float(np.max(np.abs(one.values[column] - other.values[column])))


def _potentials() -> Iterator[Proof]:
    """Nernst and Goldman potentials as the engine's columns and runs have them."""
    rest = _run({"preset": "animal_cell", "until_s": 1.0, "points": 2})
    p = preset("animal_cell").parameters
    for ion, valence, column in (("na", 1, "e_na_mV"), ("k", 1, "e_k_mV"), ("cl", -1, "e_cl_mV")):
        inside = float(rest.values[f"{ion}_in_mM"][0])
        expected = nernst_mV(valence, p[f"bath_{ion}_mM"], inside, 37.0)
        ours = float(rest.values[column][0])
        yield Proof(f"Nernst potential of {NAMES[ion]}", ours, expected, 1e-9, "mV")
    # Mullins & Noda: the steady potential of a cell whose pump moves 3 Na+ for 2 K+.
    rt_f = thermal_voltage_mV(37.0)
    share = p["p_na_leak_um3_s"] / p["p_k_leak_um3_s"]
    na, k = float(rest.values["na_in_mM"][0]), float(rest.values["k_in_mM"][0])
    over = 1.5 * p["bath_k_mM"] + share * p["bath_na_mM"]
    mullins_noda = rt_f * math.log(over / (1.5 * k + share * na))
    v_mV = float(rest.values["v_mV"][-1])
    yield Proof("Rest of the animal cell: Mullins–Noda", v_mV, mullins_noda, 1e-9, "mV")
    yield _just_after_the_block()


def _just_after_the_block() -> Proof:
    """Two seconds after the pump stops V is Goldman's, and hardly an ion has moved."""
    p = preset("animal_cell").parameters
    raw = {"preset": "animal_cell", "parameters": {"ouabain": 1.0}, "until_s": 2.0, "every_s": 0.1}
    found = _run(raw)
    goldman = _goldman_mV(p, {ion: float(found.values[f"{ion}_in_mM"][-1]) for ion in NAMES})
    ours = float(found.values["v_mV"][-1])
    return Proof("Two seconds after the pump is blocked: Goldman", ours, goldman, 0.01, "mV")


def _goldman_mV(p: Values, inside_mM: Values) -> float:
    """Goldman's voltage of a cell with parameters `p` and concentrations by ion."""
    return ghk_voltage_mV(
        p["p_k_leak_um3_s"], p["p_na_leak_um3_s"], p["p_cl_leak_um3_s"],
        k_out_mM=p["bath_k_mM"], k_in_mM=inside_mM["k"], na_out_mM=p["bath_na_mM"],
        na_in_mM=inside_mM["na"], cl_out_mM=p["bath_cl_mM"], cl_in_mM=inside_mM["cl"],
        temperature_C=37.0,
    )  # fmt: skip


NAMES = {"na": "Na⁺", "k": "K⁺", "cl": "Cl⁻"}


def _donnan() -> Iterator[Proof]:
    """Without a pump a cell ends where every ion has the same ratio across the membrane."""
    raw = {"preset": "animal_cell", "parameters": {"ouabain": 1.0}}
    found = _run({**raw, "until_s": 30 * 86_400.0, "points": 3})
    at = {name: float(values[-1]) for name, values in found.values.items()}
    p = preset("animal_cell").parameters
    expected = at["na_in_mM"] / p["bath_na_mM"]
    for says, ours in (
        ("Donnan ratio of K⁺, a month without the pump", at["k_in_mM"] / p["bath_k_mM"]),
        ("Donnan ratio of Cl⁻ (outside to inside)", p["bath_cl_mM"] / at["cl_in_mM"]),
    ):
        yield Proof(says, ours, expected, 1e-6, "")
    potential = -thermal_voltage_mV(37.0) * math.log(expected)
    yield Proof("Donnan potential", at["v_mV"], potential, 1e-4, "mV")


def _balances() -> Iterator[Proof]:
    """Fluxes of the engine's equations where they must cancel: nothing is run, only rounded."""
    p, rest = preset("animal_cell").parameters, preset("animal_cell").initial
    inside = {ion: 1000.0 * rest[f"{ion}_fmol"] / rest["volume_fL"] for ion in NAMES}
    for ion, valence in (("na", 1), ("k", 1), ("cl", -1)):
        v_mV = nernst_mV(valence, p[f"bath_{ion}_mM"], inside[ion], 37.0)
        one_way = ghk_flux_fmol_s(
            p[f"p_{ion}_leak_um3_s"], valence, v_mV,
            inside_mM=inside[ion], outside_mM=0.0, temperature_C=37.0,
        )  # fmt: skip
        net = _at_once({"v_mV": v_mV})[f"{ion}_leak_fmol_s"]
        says = f"Net flux of {NAMES[ion]} at its Nernst potential, per one-way flux"
        yield Proof(says, net / one_way, 0.0, 1e-12, "")
    at = _at_once({"v_mV": _goldman_mV(p, inside)})
    net = at["na_leak_fmol_s"] + at["k_leak_fmol_s"] - at["cl_leak_fmol_s"]
    says = "Net current without a pump at Goldman’s voltage, per K⁺ current"
    yield Proof(says, net / at["k_leak_fmol_s"], 0.0, 1e-12, "")


def _donnan_state() -> Iterator[Proof]:
    """The end of a cell without a pump, from charge and osmosis alone, is one of the engine's.

    With the ratio x = Na_i/Na_o = K_i/K_o = Cl_o/Cl_i, cations Q outside and impermeants of valence
    z: Q·x − Cl_o/x = −z·A and Q·x + Cl_o/x + A = π_o, a quadratic equation for x.
    """
    p, rest = preset("animal_cell").parameters, preset("animal_cell").initial
    cations, cl_out, z = p["bath_na_mM"] + p["bath_k_mM"], p["bath_cl_mM"], p["impermeant_valence"]
    osmolarity = 2.0 * cations
    a, b, c = cations * (1.0 - z), z * osmolarity, -cl_out * (1.0 + z)
    x = (-b + math.sqrt(b * b - 4.0 * a * c)) / (2.0 * a)
    inside = {"na": x * p["bath_na_mM"], "k": x * p["bath_k_mM"], "cl": cl_out / x}
    volume_fL = 1000.0 * p["impermeant_fmol"] / (osmolarity - sum(inside.values()))
    amounts = {f"{ion}_fmol": inside[ion] * volume_fL / 1000.0 for ion in inside}
    v_mV = -thermal_voltage_mV(37.0) * math.log(x)
    at = _at_once({**rest, **amounts, "v_mV": v_mV, "volume_fL": volume_fL})
    leak = 3.0 * _at_once({}, ouabain=0.0)["pump_fmol_s"]
    for ion, name in NAMES.items():
        says = f"Net flux of {name} in the Donnan state, per Na⁺ leak at rest"
        yield Proof(says, at[f"{ion}_leak_fmol_s"] / leak, 0.0, 1e-12, "")
    inside_mM = at["osmolarity_in_mM"]
    yield Proof("Solute inside in the Donnan state", inside_mM, osmolarity, 1e-9, "mM")


def _at_once(initial: dict[str, float], ouabain: float = 1.0) -> dict[str, float]:
    """All columns of an animal cell that starts so, at its first moment."""
    raw = {
        "preset": "animal_cell", "parameters": {"ouabain": ouabain}, "initial": initial,
        "sample_t_s": [0.0, 1e-3], "until_s": 1e-3,
    }  # fmt: skip
    return {name: float(values[0]) for name, values in _run(raw).values.items()}


def _charge() -> Iterator[Proof]:
    """C·V − F·Σzn stays what it was: every sign and every stoichiometry is in it."""
    runs = {
        "ten seconds of spikes": {"preset": "neuron", "parameters": TRAIN, "until_s": 10.0},
        "a day with the pump off and on": {
            "preset": "animal_cell", "until_s": 24 * HOUR,
            "events": [
                {"t_s": HOUR, "set": {"ouabain": 1.0}}, {"t_s": 3 * HOUR, "set": {"ouabain": 0.0}},
            ],
        },
        "a spiking axon": {
            "preset": "squid_axon", "parameters": {"stimulus_pA": 150.0}, "until_s": 1.0,
        },
    }  # fmt: skip
    for name, raw in runs.items():
        found = _run({**raw, "points": 2001})
        worst = float(np.max(np.abs(found.values["charge_error_mV"])))
        yield Proof(f"Voltage is the charge of the ions: {name}", worst, 0.0, 1e-6, "mV")


def _mass() -> Iterator[Proof]:
    """What is inside changes by what passes: fluxes integrated over the run (Simpson's rule)."""
    raw = {"preset": "neuron", "parameters": {"oxygen": 0.0}, "until_s": 2 * MINUTE, "points": 4001}
    values = _run(raw).values
    leaving = {
        "na": values["na_leak_fmol_s"] + 3.0 * values["pump_fmol_s"],
        "k": values["k_leak_fmol_s"] + values["kcc2_fmol_s"] - 2.0 * values["pump_fmol_s"],
        "cl": values["cl_leak_fmol_s"] + values["kcc2_fmol_s"],
    }
    for ion, flux in leaving.items():
        step_s = values["t_s"][1] - values["t_s"][0]
        weights = np.ones(flux.size)
        weights[1:-1:2], weights[2:-1:2] = 4.0, 2.0
        passed = float(step_s / 3.0 * weights @ flux)
        change = float(values[f"{ion}_fmol"][-1] - values[f"{ion}_fmol"][0])
        yield Proof(f"{NAMES[ion]} gained in two minutes of anoxia", change, -passed, 1e-4, "fmol")


def _stoichiometry() -> Iterator[Proof]:
    """At rest 3 Na+ leak in and 2 K+ leak out for every cycle, and 1 ATP is spent."""
    values = _run({"preset": "animal_cell", "until_s": HOUR, "points": 3}).values
    at = {name: float(column[-1]) for name, column in values.items()}
    cycles = at["pump_fmol_s"]
    yield Proof("Na⁺ leaking in, per pump cycle", -at["na_leak_fmol_s"] / cycles, 3.0, 1e-9, "")
    yield Proof("K⁺ leaking out, per pump cycle", at["k_leak_fmol_s"] / cycles, 2.0, 1e-9, "")
    spent = at["atp_pump_mM_s"] * at["volume_fL"] / 1000.0
    yield Proof("ATP spent, per pump cycle", spent / cycles, 1.0, 1e-12, "")
