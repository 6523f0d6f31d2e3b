// One sentence that says what is happening now, from the numbers alone; and a fuller description.

import { signed, spoken } from "./times.js";

const mM = (value) => `${value < 9.95 ? value.toFixed(1) : Math.round(value)} mM`;
const mV = (value) => `${signed(value)} mV`;
const per = (ratio) => `${Math.round(Math.abs(ratio - 1) * 100)}%`;

/** What the sentence is made from: state `s` now, `r` at rest, parameters `p` in force. */
function facts({ state, rest, values, base, since, rates }) {
  return {
    s: state,
    r: rest,
    p: values,
    b: base,
    since,
    rates,
    pump: rest.pump_fmol_s ? state.pump_fmol_s / rest.pump_fmol_s : 0,
    volume: state.volume_fL / rest.volume_fL,
    osmosis: state.osmolarity_in_mM - state.osmolarity_out_mM,
    isSpiking: rates.v_mV_s > 3000 || rates.v_mV_s < -3000,
    naLeak: -state.na_leak_fmol_s,
    naPumped: 3 * state.pump_fmol_s,
  };
}

const spike = (f) => {
  if (!f.isSpiking || f.p.locked_open > 0.3) return "";
  if (f.rates.v_mV_s > 0)
    return `Gated Na⁺ channels are open: Na⁺ rushes in and the voltage climbs, now ${mV(f.s.v_mV)}.`;
  return `Na⁺ channels have shut, gated K⁺ channels are open: K⁺ leaves and the voltage falls, now ${mV(f.s.v_mV)}.`;
};

const burst = (f) =>
  f.volume > 2
    ? `The cell has ${f.volume.toFixed(1)} times its volume: a real membrane would burst about now.`
    : "";

const water = (f) => {
  if (Math.abs(f.osmosis) < 3) return "";
  if (f.osmosis > 0)
    return `Water enters: the inside (${mM(f.s.osmolarity_in_mM)} of solute) is more concentrated than the bath (${mM(f.s.osmolarity_out_mM)}). The volume is ${f.volume.toFixed(2)} times the start.`;
  return `Water leaves: the bath (${mM(f.s.osmolarity_out_mM)} of solute) is more concentrated than the inside (${mM(f.s.osmolarity_in_mM)}). The volume is ${f.volume.toFixed(2)} times the start.`;
};

const locked = (f) => {
  if (f.p.locked_open < 0.02 || f.p.ttx > 0.9) return "";
  if (f.s.na_in_mM < f.s.na_out_mM * 0.85)
    return `Na⁺ pours in through channels that cannot close: ${mM(f.s.na_in_mM)} inside. The pump runs at ${f.pump.toFixed(1)} times its resting rate and cannot keep up.`;
  return `The Na⁺ gradient is spent, so the voltage is near zero (${mV(f.s.v_mV)}), and the pump burns ATP for nothing.`;
};

const noPump = (f) => {
  if (f.pump > 0.06 || !f.r.pump_fmol_s) return "";
  const why = f.p.ouabain > 0.9 ? "The pump is poisoned" : f.p.temperature_C < 15 ? "The pump is too cold to work" : "The pump has no ATP";
  const soon = f.since < 20 && Math.abs(f.s.v_mV - f.r.v_mV) < 12;
  if (soon && f.p.ouabain > 0.9)
    return `The pump has just stopped. The voltage moved only to ${mV(f.s.v_mV)}, because the gradients, which make most of it, are still there.`;
  if (f.s.na_in_mM < f.s.k_in_mM)
    return `${why}: Na⁺ leaks in and K⁺ leaks out, and nothing moves them back. Na⁺ inside ${mM(f.s.na_in_mM)}, K⁺ inside ${mM(f.s.k_in_mM)}.`;
  const swelling = f.volume > 1.04 ? ` Cl⁻ and water follow: the cell is ${per(f.volume)} larger.` : "";
  return `${why} and the gradients run out: more Na⁺ than K⁺ inside, ${mV(f.s.v_mV)} left.${swelling}`;
};

const partial = (f) => {
  if (f.p.ouabain < 0.02 || f.p.ouabain > 0.9) return "";
  const share = `${Math.round(f.p.ouabain * 100)}% of the pumps are blocked`;
  if (f.naLeak > f.naPumped * 1.03)
    return `${share}: Na⁺ leaks in faster than the rest of the pumps move it out, ${mM(f.s.na_in_mM)} inside.`;
  return `${share}, and the others make up for it by working harder: Na⁺ inside holds at ${mM(f.s.na_in_mM)}.`;
};

const fuel = (f) => {
  if (f.p.oxygen > 0.5 && f.p.glycolysis > 0.5) return "";
  if (f.s.atp_mM > f.r.atp_mM * 0.3)
    return `ATP is being used up: ${f.s.atp_mM.toFixed(1)} mM left. The pump still runs at ${f.pump.toFixed(1)} times its resting rate.`;
  return `With ${f.s.atp_mM.toFixed(2)} mM ATP the pump is down to ${Math.round(f.pump * 100)}%: Na⁺ inside rises, ${mM(f.s.na_in_mM)} now.`;
};

const gramicidin = (f) => {
  if (f.p.p_gramicidin_um3_s < 0.01) return "";
  if (f.naLeak > f.naPumped * 1.05)
    return `Na⁺ and K⁺ slip through the holes faster than the pump moves them back (${f.pump.toFixed(1)} times its resting rate): ${mV(f.s.v_mV)}.`;
  return `The pump works at ${f.pump.toFixed(1)} times its resting rate only to hold what is left against the holes: ${mV(f.s.v_mV)}.`;
};

const potassium = (f) => {
  if (f.s.k_out_mM < f.b.bath_k_mM + 8) return "";
  return `With ${mM(f.s.k_out_mM)} K⁺ outside, its Nernst potential is ${mV(f.s.e_k_mV)}, and the voltage has followed to ${mV(f.s.v_mV)}.`;
};

const blocked = (f) =>
  f.p.k_leak_block > 0.5
    ? `Few K⁺ channels are open, so other ions pull the voltage away from K⁺'s Nernst potential (${mV(f.s.e_k_mV)}) to ${mV(f.s.v_mV)}.`
    : "";

const pushed = (f) => {
  if (f.p.stimulus_pA > 1) return `The pulse of current lifts the voltage: ${mV(f.s.v_mV)}.`;
  if (f.s.v_mV < f.r.v_mV - 2.5 && f.since < 0.05)
    return `K⁺ channels are still open after the spike: ${mV(f.s.v_mV)}, more negative than at rest.`;
  return "";
};

const repair = (f) => {
  if (f.pump < 1.08 || f.naPumped < f.naLeak * 1.02) return "";
  return `The pump works at ${f.pump.toFixed(1)} times its resting rate and wins: Na⁺ inside falls, ${mM(f.s.na_in_mM)} now.`;
};

const loaded = (f) => {
  if (f.naLeak < f.naPumped * 1.03) return "";
  return `More Na⁺ leaks in than the pump moves out: ${mM(f.s.na_in_mM)} inside, and more Na⁺ makes the pump work harder (${f.pump.toFixed(1)} times rest).`;
};

const poisonedAtRest = (f) =>
  f.p.ttx > 0.5
    ? `Na⁺ gates are plugged and the voltage is still ${mV(f.s.v_mV)}: the resting potential does not need them.`
    : "";

const changed = (f) =>
  f.pump > 1.08 || Math.abs(f.s.v_mV - f.r.v_mV) > 2
    ? `A new steady state: the pump runs at ${f.pump.toFixed(1)} times its old rate, ${mV(f.s.v_mV)}, Na⁺ inside ${mM(f.s.na_in_mM)}.`
    : "";

const noChloride = (f) =>
  f.b.p_cl_leak_um3_s && !f.p.p_cl_leak_um3_s && f.pump < 0.06
    ? `Na⁺ comes in only for K⁺ that leaves, one for one: no more particles, so the volume stays at ${f.volume.toFixed(2)} times the start.`
    : "";

const settledWater = (f) => {
  const outside = f.s.osmolarity_out_mM / f.r.osmolarity_out_mM;
  if (Math.abs(outside - 1) < 0.05 || Math.abs(f.volume - 1) < 0.05) return "";
  return `Inside and bath are equally concentrated (${mM(f.s.osmolarity_out_mM)} of solute), so the water has stopped: volume ${f.volume.toFixed(2)} times the start.`;
};

const rest = (f) =>
  `At rest: as much Na⁺ leaks in as the pump moves out, so nothing changes. ${mV(f.s.v_mV)}.`;

const RULES = [
  spike, pushed, burst, water, noChloride, noPump, locked, gramicidin, partial, fuel, potassium, blocked,
  settledWater, repair, loaded, poisonedAtRest, changed, rest,
]; // prettier-ignore

/** The sentence for now: that of the first rule that has something to say. */
export function sentence(moment) {
  const f = facts(moment);
  for (const rule of RULES) {
    const said = rule(f);
    if (said) return said;
  }
  return "";
}

/** Everything that a reader who cannot see the charts needs, on request. */
export function description(moment, t) {
  const f = facts(moment);
  const { s } = f;
  const before = moment.before;
  return [
    `${spoken(t)} in the cell.`,
    sentence(moment),
    `Na⁺ ${mM(s.na_in_mM)} inside, ${mM(s.na_out_mM)} outside. K⁺ ${mM(s.k_in_mM)} inside, ${mM(s.k_out_mM)} outside.`,
    `Membrane potential ${mV(s.v_mV)}; Nernst potentials: Na⁺ ${mV(s.e_na_mV)}, K⁺ ${mV(s.e_k_mV)}, Cl⁻ ${mV(s.e_cl_mV)}.`,
    `The pump runs at ${Math.round(f.pump * 100)}% of its resting rate; ATP ${s.atp_mM.toFixed(1)} mM.`,
    `Volume ${f.volume.toFixed(2)} times the start; solute ${mM(s.osmolarity_in_mM)} inside, ${mM(s.osmolarity_out_mM)} outside.`,
    before ? `In the run before, at this time: Na⁺ ${mM(before.na_in_mM)} and K⁺ ${mM(before.k_in_mM)} inside, ${mV(before.v_mV)}, ATP ${before.atp_mM.toFixed(1)} mM.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}
