// The drawn membrane: pumps turn, gates open and ions pass as fast as the numbers say.

import { Ions } from "./ions.js";
import { signed } from "./times.js";

const PUMP_X = [270, 475];
const AT_REST_PER_S = { pump: 0.35, leak: 0.9 }; // on screen; a real pump turns a hundred times a second
const MOST_PER_S = { pump: 1.6, leak: 9 };
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
    this.phase = [0, 0.5];
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
  update({ state, rest, values, base }, passed, atOnce = false) {
    const seen = {
      ...state,
      ...values,
      fixed_in_mM: Math.max(0, state.osmolarity_in_mM - state.na_in_mM - state.k_in_mM - state.cl_in_mM),
      fixed_out_mM: Math.abs(values.bath_na_mM + values.bath_k_mM - values.bath_cl_mM),
    };
    this.ions.populate(seen, atOnce || this.isStill);
    const flows = flowsOf(state, rest, values, base);
    this.showParts(flows, state, values);
    this.showGauges(state, rest);
    if (passed > 0 && !this.isStill) {
      this.passIons(flows, passed);
      this.turnPumps(flows.pump, passed);
      this.ions.move(passed);
    }
    this.ions.draw();
  }

  passIons(flows, passed) {
    const go = (name, kind, xs, flow) => {
      this.due[name] += Math.min(MOST_PER_S.leak, AT_REST_PER_S.leak * Math.abs(flow)) * passed;
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

  turnPumps(rate, passed) {
    const turns = Math.min(MOST_PER_S.pump, AT_REST_PER_S.pump * rate) * passed;
    PUMP_X.forEach((x, i) => {
      const before = this.phase[i];
      const after = before + turns;
      if (before < 0.15 && after >= 0.15) for (const wait of [0, 0.14, 0.28]) this.ions.cross("na", x, true, wait);
      if (before < 0.65 && after >= 0.65) for (const wait of [0, 0.14]) this.ions.cross("k", x, false, wait);
      this.phase[i] = after % 1;
      const open = Math.cos(this.phase[i] * 2 * Math.PI) * 9; // inward at 0, outward at half a turn
      const { jaws, spark } = this.parts[`pump-${i + 1}`];
      turn(jaws[0], open, "-20 0");
      turn(jaws[1], -open, "20 0");
      const isLit = turns > 0 && this.phase[i] > 0.1 && this.phase[i] < 0.35;
      if (spark.classList.contains("lit") !== isLit) spark.classList.toggle("lit", isLit);
    });
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
    const { volume, volts } = this.corners;
    const told = `volume ${ratio.toFixed(2)} ×`;
    if (told !== this.toldVolume) {
      volume.querySelector(".is").setAttribute("r", (17 * Math.cbrt(ratio) ** 1.6).toFixed(2));
      write(volume.querySelector("text"), told);
    }
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

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Turn a part about a point, to whole degrees: each change makes the browser paint anew. */
function turn(element, degrees, about) {
  const text = `rotate(${Math.round(degrees)} ${about})`;
  if (element.getAttribute("transform") !== text) element.setAttribute("transform", text);
}

function fade(element, opacity) {
  if (element.style.opacity !== String(opacity)) element.style.opacity = opacity;
}

function open(part, told, fraction) {
  const shown = Math.min(1, Math.sqrt(Math.max(0, fraction)) * 1.3);
  turn(part.lid, -75 * shown, "-9 -26");
  write(part.note, told || (fraction < 0.005 ? "shut" : `${Math.round(fraction * 100)}% open`));
}

/** Flows as multiples of the leak at rest, shared out among the paths; outward is positive. */
function flowsOf(state, rest, values, base) {
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
  const cl = (state.v_mV - state.e_cl_mV) / 12;
  return {
    pump: rest.pump_fmol_s ? state.pump_fmol_s / rest.pump_fmol_s : 0,
    naLeak: naFlow * na.leak,
    naGated: naFlow * na.gated,
    naPore: naFlow * na.pore,
    kLeak: kFlow * k.leak,
    kGated: kFlow * k.gated,
    kPore: kFlow * k.pore,
    cl: -cl * Math.min(1, values.p_cl_leak_um3_s / (base.p_cl_leak_um3_s || 1)),
    pores: values.p_gramicidin_um3_s > 0,
  };
}

function shares(paths) {
  const total = Object.values(paths).reduce((sum, value) => sum + value, 0) || 1;
  return Object.fromEntries(Object.entries(paths).map(([name, value]) => [name, value / total]));
}
