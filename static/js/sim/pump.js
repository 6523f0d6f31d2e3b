// The pumps of the drawing, and the strip of their six steps: as fast as the model says, slowed.

import { turn, write } from "./drawing.js";

const PUMP_X = [270, 475];
const AT_REST_PER_S = 0.35; // turns on screen; a real pump turns a hundred times a second
const MOST_PER_S = 1.6;
const WIDE = 9; // degrees between a jaw that is open and one that is shut
const PER_FMOL = 6.02214076e8; // molecules
const STEPS = 6;
const [NA_GOES, K_GOES, ATP_GOES, ADP_GOES] = [0.1, 0.55, 0.98, 0.36]; // parts of a turn
const HOLD = { ouabain: 3, atp: 0 }; // the step at which a pump that cannot turn stands

/** How far the jaws are turned at a part of a turn: open inward, shut, open outward, shut. */
export function opening(phase) {
  const step = phase * STEPS;
  if (step < 1) return WIDE;
  if (step < 3) return WIDE * (2 - step);
  if (step < 4) return -WIDE;
  return WIDE * Math.min(1, step - 5);
}

/** 13400000 → "13 million". */
export function rounded(count) {
  if (count >= 1e6) return `${Number((count / 1e6).toPrecision(2))} million`;
  return String(Number(count.toPrecision(2)));
}

export class Pumps {
  /** `parts` are the drawing's pumps, `strip` the list of steps, `ions` what passes. */
  constructor(parts, strip, ions) {
    this.parts = parts;
    this.ions = ions;
    this.steps = [...strip.querySelectorAll("li")];
    this.caption = strip.querySelector("[data-caption]");
    this.phases = [0, 0.5];
    this.sent = 0;
  }

  /** `rate` as a multiple of the rest's; `seconds` of the screen have gone by. */
  turn(rate, seconds) {
    const turns = Math.min(MOST_PER_S, AT_REST_PER_S * rate) * seconds;
    this.phases = this.phases.map((before, i) => {
      const after = before + turns;
      const passes = (place) => (before < place && after >= place) || after - 1 >= place;
      if (passes(NA_GOES)) for (const wait of [0, 0.14, 0.28]) this.ions.cross("na", PUMP_X[i], true, wait);
      if (passes(K_GOES)) for (const wait of [0, 0.14]) this.ions.cross("k", PUMP_X[i], false, wait);
      if (passes(ATP_GOES)) this.ions.carry("atp", PUMP_X[i], true);
      if (passes(ADP_GOES)) this.ions.carry("adp", PUMP_X[i], false);
      return after % 1;
    });
    this.phases.forEach((phase, i) => this.pose(i, phase));
  }

  pose(i, phase) {
    const { jaws, spark } = this.parts[i];
    turn(jaws[0], opening(phase), "-20 0");
    turn(jaws[1], -opening(phase), "20 0");
    const isLit = phase >= 1 / STEPS && phase < 5 / STEPS; // the phosphate is on the pump
    if (spark.classList.contains("lit") !== isLit) spark.classList.toggle("lit", isLit);
  }

  /** The strip: which step it is, how fast the cell's pumps really turn, why they do not. */
  tell(rate, state, values, isStill) {
    const why = holding(rate, values);
    const step = why ? HOLD[why] : isStill ? -1 : Math.floor(this.phases[0] * STEPS);
    if (why) this.phases.forEach((_, i) => this.pose(i, (HOLD[why] + 0.5) / STEPS));
    if (step !== this.step) {
      this.steps.forEach((item, i) => item.classList.toggle("is-now", i === step));
    }
    this.step = step;
    write(this.caption, why ? HELD[why] : `Drawn slowed: all pumps of this cell together turn ${rounded(state.pump_fmol_s * PER_FMOL)} times a second.`);
  }
}

const HELD = {
  ouabain: "Ouabain holds the pumps open outward: they cannot turn back.",
  atp: "The pumps stand: no ATP gives them its phosphate, or it is too cold to turn.",
};

function holding(rate, values) {
  if (rate > 0.01) return "";
  return values.ouabain > 0.9 ? "ouabain" : "atp";
}
