// Meters: what the gradients are worth, what leaks and what is pumped, what becomes of the ATP.

import { signed } from "./times.js";

const R_F = 8.31446261815324 / 96.4853321233100; // mV per kelvin
const FARADAY_KJ_PER_MV = 0.0964853321233100; // kJ/mol per mV and elementary charge
const FULL_KJ = 60;
const LONGEST = 180; // of an arrow, in the drawing
const TRAIN_S = 1; // spikes of so long ago are averaged with the last
const BEFORE_S = 0.002; // Na⁺ begins to enter before V is where a spike is counted
const AFTER_S = 0.01; // and its channels have shut again by then

const write = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};
const wide = (element, part) => element.setAttribute("width", (200 * Math.min(1, Math.max(0, part))).toFixed(1));

/** kJ that one mole of pump cycles stores: 3 Na⁺ out and 2 K⁺ in, each against its own drive. */
export function workPerCycle({ e_na_mV, e_k_mV, v_mV }) {
  return FARADAY_KJ_PER_MV * (3 * (e_na_mV - v_mV) + 2 * (v_mV - e_k_mV));
}

/** The most that a 1:1 symporter could concentrate glucose with the drive of Na⁺. */
export function symportRatio({ e_na_mV, v_mV }, temperature_C) {
  return Math.exp((e_na_mV - v_mV) / (R_F * (temperature_C + 273.15)));
}

const arrow = (length) => `M0,9H${Math.max(0, length - 10).toFixed(1)}V3L${length.toFixed(1)},15L${Math.max(0, length - 10).toFixed(1)},27V21H0Z`;

export class Meters {
  constructor(box, timeline) {
    this.box = box;
    this.timeline = timeline;
    this.parts = Object.fromEntries(
      [...box.querySelectorAll("[data-meter]")].map((part) => [part.dataset.meter, part]),
    );
    this.worst = 0;
  }

  tell({ state, rest, values }) {
    if (!this.box.open) return;
    this.tellBattery(state);
    write(this.value("symport"), this.times(symportRatio(state, values.temperature_C)));
    this.tellFlows(state, rest);
    this.tellFuel(state, rest);
    this.tellSpike(state, rest, values);
    this.tellChecks(state);
  }

  value(name) {
    return this.parts[name].querySelector("[data-value]");
  }

  times(ratio) {
    return ratio >= 9.95 ? String(Math.round(ratio)) : ratio.toFixed(1);
  }

  tellBattery(state) {
    const work = workPerCycle(state);
    write(this.value("battery"), `${signed(work, 1)} kJ`);
    wide(this.parts.battery.querySelector(".level"), work / FULL_KJ);
  }

  tellFlows(state, rest) {
    const most = 3 * Math.max(Math.abs(rest.na_leak_fmol_s), 3 * rest.pump_fmol_s, 1e-9);
    this.pair("na", ["na-in", -state.na_leak_fmol_s], ["na-out", 3 * state.pump_fmol_s], most, "gains", "loses", "Na⁺");
    const leaking = state.k_leak_fmol_s + state.kcc2_fmol_s;
    this.pair("k", ["k-out", leaking], ["k-in", 2 * state.pump_fmol_s], most, "loses", "gains", "K⁺");
  }

  /** Two arrows, one each way, and what is left when they are set against each other. */
  pair(name, [first, one], [second, other], most, more, less, ion) {
    const long = (flow) => LONGEST * Math.min(1, Math.abs(flow) / most);
    this.draw(name, first, long(one), one < 0 === (first === "na-in"));
    this.draw(name, second, long(other), second === "na-out");
    const net = one - other;
    const isEven = Math.abs(net) < 0.01 * Math.max(Math.abs(one), Math.abs(other), 1e-12);
    const told = isEven ? "They cancel: nothing is gained or lost." : `The cell ${net > 0 ? more : less} ${Math.abs(net).toPrecision(2)} fmol ${ion} a second.`;
    write(this.value(name), told);
  }

  draw(name, part, length, isLeftward) {
    const group = this.parts[name].querySelector(`.${part}`);
    const place = isLeftward ? "translate(200 0) scale(-1 1)" : "";
    if (group.getAttribute("transform") !== place) group.setAttribute("transform", place);
    group.firstElementChild.setAttribute("d", length > 1 ? arrow(length) : "");
  }

  tellFuel(state, rest) {
    const pump = (1000 * state.pump_fmol_s) / state.volume_fL;
    const most = 2.2 * Math.max(rest.atp_used_mM_s, 1e-9);
    const { atp } = this.parts;
    wide(atp.querySelector(".made"), state.atp_made_mM_s / most);
    wide(atp.querySelector(".used"), state.atp_used_mM_s / most);
    wide(atp.querySelector(".by-pump"), pump / most);
    const share = state.atp_used_mM_s > 1e-9 ? Math.round((100 * pump) / state.atp_used_mM_s) : 0;
    const per = (rate) => (60 * rate).toPrecision(2);
    write(this.value("atp"), `${per(state.atp_made_mM_s)} mM made and ${per(state.atp_used_mM_s)} mM used a minute; the pump takes ${share}% of it.`);
  }

  /** Ions moved: 1 in N. Shown once there has been a spike; channels held open end them. */
  tellSpike(state, rest, values) {
    const isHeldOpen = values.locked_open > 0.02;
    const one = isHeldOpen ? null : sodiumOfASpike(this.timeline, state.t_s, rest.pump_fmol_s);
    if (one) write(this.value("spike"), `one in ${this.rounded(one.inside_fmol / one.entered_fmol)}`);
    if (one !== undefined) this.parts.spike.hidden = !one;
  }

  /** Two digits say enough. */
  rounded(number) {
    return Number(number.toPrecision(2)).toLocaleString("en-US");
  }

  tellChecks(state) {
    const { checks } = this.parts;
    if (!checks.querySelector("details").open) return;
    const { columns, length } = this.timeline;
    this.worst = 0;
    let passed = 0;
    for (let i = 1; i < length; i += 1) {
      this.worst = Math.max(this.worst, Math.abs(columns.charge_error_mV[i]));
      const flow = (row) => -columns.na_leak_fmol_s[row] - 3 * columns.pump_fmol_s[row];
      passed += 0.5 * (flow(i) + flow(i - 1)) * (columns.t_s[i] - columns.t_s[i - 1]);
    }
    const amount = (row) => (columns.na_in_mM[row] * columns.volume_fL[row]) / 1000;
    const gained = length ? amount(length - 1) - amount(0) : 0;
    write(checks.querySelector("[data-charge]"), `${this.worst.toExponential(0)} mV`);
    write(checks.querySelector("[data-osmosis]"), `${signed(state.osmolarity_in_mM - state.osmolarity_out_mM, 2)} mM`);
    write(checks.querySelector("[data-balance]"), `${signed(gained - passed, 3)} of ${amount(0).toFixed(1)} fmol`);
  }
}

/**
 * What the last spikes before `t` have let in on average, and what was inside: in fmol Na⁺. The
 * leak at rest, three for each cycle of the pump at rest, is not theirs. Null when there was none,
 * undefined while the last one is under way.
 */
export function sodiumOfASpike(timeline, t, pumpAtRest) {
  const { t_s, spikes, na_in_mM, volume_fL, pump_fmol_s } = timeline.columns;
  let last = timeline.after(t) - 1;
  while (last > 0 && !spikes[last]) last -= 1;
  if (last <= 0) return null;
  let first = last;
  for (let i = last; i > 0 && t_s[last] - t_s[i] <= TRAIN_S; i -= 1) if (spikes[i]) first = i;
  const from = Math.max(0, timeline.after(t_s[first] - BEFORE_S) - 1);
  const to = timeline.after(t_s[last] + AFTER_S);
  if (to >= timeline.length) return undefined;
  let [count, pumped] = [0, 0];
  for (let i = from + 1; i <= to; i += 1) {
    count += spikes[i];
    pumped += (0.5 * (pump_fmol_s[i] + pump_fmol_s[i - 1]) - pumpAtRest) * (t_s[i] - t_s[i - 1]);
  }
  const amount = (row) => (na_in_mM[row] * volume_fL[row]) / 1000;
  const entered_fmol = (amount(to) - amount(from) + 3 * pumped) / count;
  return entered_fmol > 0 ? { entered_fmol, inside_fmol: amount(from) } : null;
}
