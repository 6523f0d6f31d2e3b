// The drawn membrane: pumps turn, gates open and ions pass as fast as the numbers say.

import { fade, turn, write } from "./drawing.js";
import { Ions } from "./ions.js";
import { Pumps } from "./pump.js";
import { signed } from "./times.js";

const AT_REST_PER_S = 0.9; // ions through a leak, on screen
const MOST_PER_S = 9;
const BURSTS_AT = 2.2; // times its volume: an order of magnitude, cells differ
const NARROW_PX = 430;
const times = (ratio) => (ratio >= 9.95 ? `${Math.round(ratio)} ×` : `${ratio.toFixed(1)} ×`);

export class Membrane {
  constructor(box) {
    this.box = box;
    this.art = box.querySelector("svg");
    this.sugarKey = document.getElementById("sugar-key");
    this.ions = new Ions(box.querySelector("canvas"));
    this.parts = {};
    for (const part of this.art.querySelectorAll("[data-part]")) {
      this.parts[part.dataset.part] = {
        note: part.querySelector(".part-note"),
        plug: part.querySelector(".plug"),
        lid: part.querySelector(".lid"),
        jaws: [part.querySelector(".jaw-left"), part.querySelector(".jaw-right")],
        spark: part.querySelector(".spark"),
        group: part,
      };
    }
    this.corners = Object.fromEntries(
      [...this.art.querySelectorAll("[data-corner]")].map((g) => [g.dataset.corner, g]),
    );
    this.due = { na: 0, k: 0, cl: 0, naGated: 0, kGated: 0, pore: 0 };
    this.pumps = new Pumps(
      [this.parts["pump-1"], this.parts["pump-2"]],
      document.getElementById("pump-cycle"),
      this.ions,
    );
    this.isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.cell = "";
    new ResizeObserver(() => this.fit()).observe(box);
    document.addEventListener("themechange", () => this.ions.recolour());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.ions.recolour());
    this.ions.recolour();
  }

  /** On a narrow screen only the part that matters for this cell is shown, larger. */
  fit() {
    const isNarrow = this.box.clientWidth < NARROW_PX;
    const view = !isNarrow ? [0, 520] : this.cell === "animal_cell" ? [152, 368] : [10, 378];
    this.art.setAttribute("viewBox", `${view[0]} 0 ${view[1]} 330`);
    const { width, height } = this.art.getBoundingClientRect();
    this.ions.fit(width, height, view);
    const right = view[0] + view[1];
    for (const side of ["outside", "inside"]) {
      this.corners[side].setAttribute("transform", `translate(${view[0]} 0)`);
    }
    this.corners.volts.setAttribute("transform", `translate(${right - 12} 26)`);
    this.corners.volume.setAttribute("transform", `translate(${right - 46} 270)`);
    this.ions.draw();
  }

  setCell(cell) {
    this.cell = cell;
    this.art.dataset.cell = cell;
    this.fit();
  }

  /** Show `moment`; `passed` seconds of screen time have gone by, 0 when paused. */
  update({ state, rest, values }, passed, atOnce = false) {
    const seen = {
      ...state,
      ...values,
      fixed_in_mM: Math.max(0, state.osmolarity_in_mM - state.na_in_mM - state.k_in_mM - state.cl_in_mM),
      fixed_out_mM: Math.abs(state.na_out_mM + state.k_out_mM - state.cl_out_mM),
    };
    this.ions.populate(seen, atOnce || this.isStill);
    const flows = flowsOf(state, rest, values);
    this.showParts(flows, state, values);
    this.showGauges(state, rest);
    if (passed > 0 && !this.isStill) {
      this.passIons(flows, passed);
      this.pumps.turn(flows.pump, passed);
      this.ions.move(passed);
    }
    this.pumps.tell(flows.pump, state, values, this.isStill);
    this.ions.draw();
  }

  passIons(flows, passed) {
    const go = (name, kind, xs, flow) => {
      this.due[name] += Math.min(MOST_PER_S, AT_REST_PER_S * Math.abs(flow)) * passed;
      while (this.due[name] >= 1) {
        this.due[name] -= 1;
        this.ions.cross(kind, xs[Math.floor(Math.random() * xs.length)], flow > 0);
      }
    };
    go("na", "na", [192], flows.naLeak);
    go("k", "k", [348], flows.kLeak);
    go("cl", "cl", [410], flows.cl);
    go("naGated", "na", [52], flows.naGated);
    go("kGated", "k", [122], flows.kGated);
    if (flows.pores) {
      go("pore", "na", PORES, flows.naPore);
      go("pore", "k", PORES, flows.kPore);
    }
  }

  showParts(flows, state, values) {
    const pumps = [this.parts["pump-1"], this.parts["pump-2"]];
    for (const pump of pumps) {
      write(pump.note, `${times(flows.pump)} rest`);
      fade(pump.plug, values.ouabain);
    }
    const { "na-leak": naLeak, "k-leak": kLeak, "na-gated": naGate, "k-gated": kGate } = this.parts;
    write(naLeak.note, `${times(Math.abs(flows.naLeak))} rest`);
    write(kLeak.note, `${times(Math.abs(flows.kLeak))} rest`);
    fade(kLeak.plug, values.k_leak_block);
    fade(naGate.plug, values.ttx);
    open(naGate, values.ttx > 0.5 ? "plugged" : "", state.na_open);
    open(kGate, "", state.k_open);
    this.art.classList.toggle("has-pores", values.p_gramicidin_um3_s > 0);
    this.sugarKey.hidden = values.bath_sucrose_mM < 1;
  }

  showGauges(state, rest) {
    const ratio = state.volume_fL / rest.volume_fL;
    const { volume, volts, fuel } = this.corners;
    write(fuel.querySelector("text"), `ATP ${state.atp_mM.toFixed(1)} mM`);
    fade(fuel.querySelector(".glow"), Math.min(1, Math.round((20 * state.atp_made_mM_s) / (rest.atp_made_mM_s || 1)) / 40));
    const told = `volume ${ratio.toFixed(2)} ×`;
    if (told !== this.toldVolume) {
      volume.querySelector(".is").setAttribute("r", (17 * Math.cbrt(ratio) ** 1.6).toFixed(2));
      volume.classList.toggle("is-bursting", ratio > BURSTS_AT);
      write(volume.querySelector("text"), told);
    }
    const osmosis = state.osmolarity_in_mM - state.osmolarity_out_mM;
    const water = osmosis > 1 ? "in" : osmosis < -1 ? "out" : "";
    if (volume.dataset.water !== water) volume.dataset.water = water;
    this.toldVolume = told;
    write(volts.querySelector("text"), `${signed(state.v_mV)} mV`);
    const strength = Math.round(Math.min(10, Math.abs(state.v_mV) / 9));
    const key = `${strength}${state.v_mV > 0}`;
    if (key === this.signs) return;
    this.signs = key;
    this.art.classList.toggle("is-reversed", state.v_mV > 0);
    for (const row of this.art.querySelectorAll(".signs")) {
      const outer = row.classList.contains("signs-out");
      [...row.children].forEach((sign, i) => {
        sign.textContent = outer === state.v_mV > 0 ? "−" : "+";
        sign.classList.toggle("away", (i * 7) % 10 >= strength);
      });
    }
  }
}

const PORES = [20, 87, 157, 231, 309, 379, 443, 509];

function open(part, told, fraction) {
  const shown = Math.min(1, Math.sqrt(Math.max(0, fraction)) * 1.3);
  turn(part.lid, -75 * shown, "-9 -26");
  write(part.note, told || (fraction < 0.005 ? "shut" : `${Math.round(fraction * 100)}% open`));
}

/**
 * Flows as multiples of the leak at rest, shared out among the paths; outward is positive. Cl⁻ is
 * drawn at one place: what all its ways carry together, in multiples of the Na⁺ leak at rest.
 */
export function flowsOf(state, rest, values) {
  const naPaths = {
    leak: values.p_na_leak_um3_s,
    gated: values.p_na_gated_um3_s * state.na_open,
    pore: values.p_gramicidin_um3_s,
  };
  const kPaths = {
    leak: values.p_k_leak_um3_s * (1 - values.k_leak_block),
    gated: values.p_k_gated_um3_s * state.k_open,
    pore: values.p_gramicidin_um3_s * 3.9,
  };
  const na = shares(naPaths);
  const k = shares(kPaths);
  const naFlow = state.na_leak_fmol_s / Math.abs(rest.na_leak_fmol_s || 1);
  const kFlow = state.k_leak_fmol_s / Math.abs(rest.k_leak_fmol_s || 1);
  const clFlow = (state.cl_leak_fmol_s + state.kcc2_fmol_s) / Math.abs(rest.na_leak_fmol_s || 1);
  return {
    pump: rest.pump_fmol_s ? state.pump_fmol_s / rest.pump_fmol_s : 0,
    naLeak: naFlow * na.leak,
    naGated: naFlow * na.gated,
    naPore: naFlow * na.pore,
    kLeak: kFlow * k.leak,
    kGated: kFlow * k.gated,
    kPore: kFlow * k.pore,
    cl: clFlow,
    pores: values.p_gramicidin_um3_s > 0,
  };
}

function shares(paths) {
  const total = Object.values(paths).reduce((sum, value) => sum + value, 0) || 1;
  return Object.fromEntries(Object.entries(paths).map(([name, value]) => [name, value / total]));
}
