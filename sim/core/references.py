"""Published models once more, apart from the engine: what it is compared with.

Each is written down from its paper's equations, in the paper's own form, and solved by SciPy at a
tolerance of 1e-10. Nothing here calls the engine. Units: mV, s, fmol, fL, mM; conductances nS,
pump pA per mole of charge; `given` are a published file's numbers in the paper's units.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp
from scipy.optimize import brentq, fsolve

from sim.core.constants import FARADAY_C_PER_MMOL, MM_PER_FMOL_FL, MV_PF_PER_FMOL

Array = NDArray[np.float64]
Given = Mapping[str, float]
Samples = dict[str, Array]

RTOL = 1e-10
GUESS_MV = -70.0
NS_PER_MS_CM2_UM2 = 0.01  # conductance of 1 µm² of membrane in nS, per mS/cm²
PF_PER_UF_CM2_UM2 = 0.01  # capacitance of 1 µm² in pF, per µF/cm²
PA_PER_C_DM2_S_UM2 = 100.0  # current of 1 µm² in pA, per C/(dm² s)


@dataclass(frozen=True)
class PumpLeak:
    """A cell with ohmic leaks, a pump and water, by its charge (Kay 2017; Düsterwald et al. 2018).

    The membrane potential is the net charge inside over the capacitance. `area` is that of the
    membrane in µm² at a volume in fL; `pump` the pump's current in pA/µm² at inside Na+ in mM.
    """

    rt_f_mV: float
    g_na: float
    g_k: float
    g_cl: float
    g_kcc2: float
    c_pF_um2: float
    na_out: float
    k_out: float
    cl_out: float
    osmolarity: float
    valence: float
    area: Callable[[float], float]
    pump: Callable[[float], float]
    water_fL_s_mM_um2: float

    def nernst(self, outside_mM: float, inside_mM: float) -> float:
        """Equilibrium potential of a monovalent cation, in mV."""
        return self.rt_f_mV * float(np.log(outside_mM / inside_mM))

    def potential_mV(self, y: Array, impermeant_fmol: float) -> float:
        """The potential of a cell with y = [Na, K, Cl (fmol), volume (fL)]."""
        charge_fmol = y[0] + y[1] - y[2] + self.valence * impermeant_fmol
        return float(MV_PF_PER_FMOL * charge_fmol / (self.c_pF_um2 * self.area(y[3])))

    def currents(self, v_mV: float, inside: Array) -> tuple[float, float, float]:
        """Outward currents of Na+, K+ and Cl- ions in pA/µm² at inside concentrations in mM."""
        na, k, cl = inside
        e_k, e_cl = self.nernst(self.k_out, k), -self.nernst(self.cl_out, cl)
        kcc2 = self.g_kcc2 * (e_k - e_cl)
        pump = self.pump(na)
        return (
            self.g_na * (v_mV - self.nernst(self.na_out, na)) + 3.0 * pump,
            self.g_k * (v_mV - e_k) - 2.0 * pump - kcc2,
            self.g_cl * (e_cl - v_mV) - kcc2,
        )

    def slope(self, y: Array, impermeant_fmol: float, share: float) -> Array:
        """dy/dt in fmol/s and fL/s with the pump at `share` of its rate."""
        cell = self if share == 1.0 else self.with_pump(share)
        inside = MM_PER_FMOL_FL * y[:3] / y[3]
        area = self.area(y[3])
        flows = cell.currents(self.potential_mV(y, impermeant_fmol), inside)
        solute = inside.sum() + MM_PER_FMOL_FL * impermeant_fmol / y[3]
        water = self.water_fL_s_mM_um2 * area * (solute - self.osmolarity)
        return np.array([*(-area * flow / FARADAY_C_PER_MMOL for flow in flows), water])

    def with_pump(self, share: float) -> "PumpLeak":
        """The same cell with its pump slowed to a share of its rate."""
        pump = self.pump
        values = {**self.__dict__, "pump": lambda na: share * pump(na)}
        return PumpLeak(**values)

    def integrate(
        self, start: Array, impermeant_fmol: float, t_s: Array, share: Callable[[float], float]
    ) -> Samples:
        """The cell at the times `t_s`; `share(t)` is what is left of the pump then."""
        breaks = [0.0, *getattr(share, "breaks", ()), float(t_s[-1])]
        y, rows = start, [start]
        for begin, end in pairwise(breaks):
            inner = t_s[(t_s > begin) & (t_s <= end)]
            found = solve_ivp(
                lambda t, y: self.slope(y, impermeant_fmol, share(t)),
                (begin, end), y, method="LSODA", t_eval=np.union1d(inner, [end]),
                rtol=RTOL, atol=1e-12 * start,
            )  # fmt: skip
            y = found.y[:, -1]
            rows += list(found.y[:, : inner.size].T)
        return self.columns(np.array(rows), impermeant_fmol)

    def columns(self, rows: Array, impermeant_fmol: float) -> Samples:
        """Rows of [Na, K, Cl, volume] by the names of the engine's columns."""
        v_mV = np.array([self.potential_mV(y, impermeant_fmol) for y in rows])
        ions = MM_PER_FMOL_FL * rows[:, :3] / rows[:, 3:]
        names = ("na_in_mM", "k_in_mM", "cl_in_mM")
        equilibria = {
            "e_na_mV": self.rt_f_mV * np.log(self.na_out / ions[:, 0]),
            "e_k_mV": self.rt_f_mV * np.log(self.k_out / ions[:, 1]),
            "e_cl_mV": self.rt_f_mV * np.log(ions[:, 2] / self.cl_out),
        }
        amounts = dict(zip(names, ions.T, strict=True))
        return {"v_mV": v_mV, "volume_fL": rows[:, 3], **amounts, **equilibria}

    def steady(self, impermeant_fmol: float) -> dict[str, float]:
        """The steady state in closed form, but for two scalar roots: its balance of ions gives
        the concentrations at a potential, osmosis and charge give potential and volume."""
        # Anions of this charge make up about half of all solute where cations balance them.
        guess_fL = MM_PER_FMOL_FL * impermeant_fmol / (0.5 * self.osmolarity)

        def balance(unknown: Array) -> Array:
            v_mV, volume = unknown[0], guess_fL * np.exp(unknown[1])
            ions = self.balanced(v_mV)
            solute = ions.sum() + MM_PER_FMOL_FL * impermeant_fmol / volume
            amounts = ions * volume / MM_PER_FMOL_FL
            found = self.potential_mV(np.array([*amounts, volume]), impermeant_fmol)
            return np.array([solute / self.osmolarity - 1.0, (found - v_mV) * 1e-3])

        v_mV, relative = fsolve(balance, np.array([GUESS_MV, 0.0]), xtol=1e-13)
        na, k, cl = self.balanced(v_mV)
        volume = float(guess_fL * np.exp(relative))
        return {
            "v_mV": float(v_mV), "na_in_mM": float(na), "k_in_mM": float(k),
            "cl_in_mM": float(cl), "volume_fL": volume,
        }  # fmt: skip

    def balanced(self, v_mV: float) -> Array:
        """Inside concentrations at which no ion flows at a potential."""
        na = brentq(lambda n: self.currents(v_mV, np.array([n, 1.0, 1.0]))[0], 1e-6, 1e4)
        pump = 2.0 * self.pump(na)
        # g_k(V − E_K) − kcc2(E_K − E_Cl) = pump and g_cl(E_Cl − V) = kcc2(E_K − E_Cl).
        matrix = [[self.g_k + self.g_kcc2, -self.g_kcc2], [self.g_kcc2, -self.g_kcc2 - self.g_cl]]
        right = [self.g_k * v_mV - pump, -self.g_cl * v_mV]
        e_k, e_cl = np.linalg.solve(np.array(matrix), np.array(right))
        k = self.k_out * np.exp(-e_k / self.rt_f_mV)
        return np.array([na, k, self.cl_out * np.exp(e_cl / self.rt_f_mV)])


def kay(given: Given) -> PumpLeak:
    """Kay 2017 Front Cell Dev Biol 5:41: a sphere of fixed membrane, a pump of constant speed."""
    area = 4.0 * np.pi * given["radius"] ** 2
    pump = PA_PER_C_DM2_S_UM2 * given["pump"]
    return PumpLeak(
        rt_f_mV=given["rt_f_mV"],
        g_na=NS_PER_MS_CM2_UM2 * given["g_na"],
        g_k=NS_PER_MS_CM2_UM2 * given["g_k"],
        g_cl=NS_PER_MS_CM2_UM2 * given["g_cl"],
        g_kcc2=0.0,
        c_pF_um2=PF_PER_UF_CM2_UM2 * given["capacitance"],
        na_out=given["na_out"],
        k_out=given["k_out"],
        cl_out=given["cl_out"],
        osmolarity=given["osmolarity"],
        valence=given["valence"],
        area=lambda volume: area,
        pump=lambda na: pump,
        # Water equilibrates at once in the paper: as fast as the figures can tell.
        water_fL_s_mM_um2=0.18,
    )


def duesterwald(given: Given) -> PumpLeak:
    """Düsterwald et al. 2018 eLife 7:e39575: a cylinder of fixed length, KCC2, a cubic pump."""
    length, pump = given["length"], PA_PER_C_DM2_S_UM2 * given["pump"]
    return PumpLeak(
        rt_f_mV=given["rt_f_mV"],
        g_na=1e-3 * NS_PER_MS_CM2_UM2 * given["g_na"],
        g_k=1e-3 * NS_PER_MS_CM2_UM2 * given["g_k"],
        g_cl=1e-3 * NS_PER_MS_CM2_UM2 * given["g_cl"],
        g_kcc2=1e-3 * NS_PER_MS_CM2_UM2 * given["g_kcc2"],
        c_pF_um2=PF_PER_UF_CM2_UM2 * given["capacitance"],
        na_out=given["na_out"],
        k_out=given["k_out"],
        cl_out=given["cl_out"],
        osmolarity=given["osmolarity"],
        valence=given["valence"],
        area=lambda volume: 2.0 * np.sqrt(np.pi * volume * length),
        pump=lambda na: pump * (na / given["na_out"]) ** 3,
        # dm³/s of water per dm² and mol/L: 1e15 fL, 1e-10 dm²/µm², 1e-3 mol/L per mM.
        water_fL_s_mM_um2=1e2 * given["water"] * given["molar_volume"],
    )


@dataclass(frozen=True)
class Axon:
    """Hodgkin & Huxley 1952 J Physiol 117:500 with fixed ions, per cm², in the modern sign."""

    given: Given
    temperature_C: float = 6.3

    def rates(self, v: float) -> Array:
        """Opening and closing rates of m, h and n in 1/ms at a potential in mV."""
        fast = self.given["q10"] ** ((self.temperature_C - 6.3) / 10.0)
        rates = [
            _linoid(v + 40.0), 4.0 * np.exp(-(v + 65.0) / 18.0),
            0.07 * np.exp(-(v + 65.0) / 20.0), 1.0 / (1.0 + np.exp(-(v + 35.0) / 10.0)),
            0.1 * _linoid(v + 55.0), 0.125 * np.exp(-(v + 65.0) / 80.0),
        ]  # fmt: skip
        return np.asarray(np.array(rates) * fast)

    def current(self, v: float, m: float, h: float, n: float) -> float:
        """Ionic current in µA/cm², outward positive."""
        g = self.given
        return (
            g["g_na"] * m**3 * h * (v - g["e_na"])
            + g["g_k"] * n**4 * (v - g["e_k"])
            + g["g_leak"] * (v - g["e_leak"])
        )

    def gates(self, v: float) -> Array:
        """Resting m, h and n at a potential."""
        a = self.rates(v)
        return np.array(a[::2] / (a[::2] + a[1::2]))

    def rest_mV(self) -> float:
        """The potential at which no current flows."""
        return float(brentq(lambda v: self.current(v, *self.gates(v)), -70.0, -60.0, xtol=1e-13))

    def integrate(self, v_mV: float, t_s: Array, stimulus: Callable[[float], float]) -> Samples:
        """The axon at the times `t_s` after it was brought to `v_mV`; `stimulus(t)` in µA/cm²."""

        def slope(t_ms: float, y: Array) -> Array:
            v, m, h, n = y
            a = self.rates(v)
            dv = (stimulus(t_ms * 1e-3) - self.current(v, m, h, n)) / self.given["capacitance"]
            gates = a[::2] * (1.0 - y[1:]) - a[1::2] * y[1:]
            return np.array([dv, *gates])

        breaks = [0.0, *getattr(stimulus, "breaks", ()), float(t_s[-1])]
        y = np.array([v_mV, *self.gates(self.rest_mV())])
        volts = [v_mV]
        for begin, end in pairwise(breaks):
            inner = t_s[(t_s > begin) & (t_s <= end)]
            found = solve_ivp(
                slope, (1e3 * begin, 1e3 * end), y, method="DOP853",
                t_eval=1e3 * np.union1d(inner, [end]), rtol=RTOL, atol=1e-10,
            )  # fmt: skip
            y = found.y[:, -1]
            volts += list(found.y[0, : inner.size])
        return {"v_mV": np.array(volts)}


def _linoid(v: float) -> float:
    """0.1·v/(1 − e^(−v/10)), 1 at v = 0."""
    return 1.0 if abs(v) < 1e-9 else float(0.1 * v / (1.0 - np.exp(-v / 10.0)))


class Steps:
    """A quantity that changes at once at known times: `at` is (time, value from then on)."""

    def __init__(self, first: float, at: list[tuple[float, float]]) -> None:
        self.first, self.at = first, at
        self.breaks = [t_s for t_s, _ in at]

    def __call__(self, t_s: float) -> float:
        return next((value for begin, value in reversed(self.at) if t_s > begin), self.first)
