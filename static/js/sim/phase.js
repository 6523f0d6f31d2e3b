// The phase plot: the run as one curve of Na⁺ inside against the voltage, time left out.

import { swings } from "./paths.js";

const SIZE = { left: 30, right: 196, top: 6, bottom: 108 };
const NA_MM = [0, 160];
const V_MV = [-100, 60];
const STEP = 0.8; // of the drawing: what moved less adds nothing to see
const VOLTAGE = { terms: [["v_mV", 1]] };

const across = (na_mM) => place(na_mM, NA_MM, SIZE.left, SIZE.right);
const upward = (v_mV) => place(v_mV, V_MV, SIZE.bottom, SIZE.top);

function place(value, [low, high], first, last) {
  const part = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return first + part * (last - first);
}

export class PhasePlot {
  constructor(svg, timeline) {
    this.timeline = timeline;
    this.curve = svg.querySelector(".curve");
    this.before = svg.querySelector(".before");
    this.dot = svg.querySelector(".dot");
    this.restart();
  }

  restart() {
    this.next = 0;
    this.text = "";
    this.last = null;
    this.version = this.timeline.version;
  }

  show(state, reached, before) {
    if (this.version !== this.timeline.version) this.restart();
    const rows = this.timeline.after(reached);
    if (rows > this.next) {
      this.text += this.stretch(this.timeline, this.next, rows);
      this.next = rows;
    }
    write(this.curve, "d", this.text);
    if (before !== this.shownBefore) this.drawBefore(before);
    write(this.dot, "cx", across(state.na_in_mM).toFixed(1));
    write(this.dot, "cy", upward(state.v_mV).toFixed(1));
  }

  drawBefore(before) {
    this.shownBefore = before;
    const kept = this.last;
    this.last = null;
    write(this.before, "d", before ? this.stretch(before.timeline, 0, before.timeline.length) : "");
    this.last = kept;
  }

  /** Rows `from` to `to` as a path that goes on from the last point. */
  stretch({ columns }, from, to) {
    let text = "";
    for (let i = from; i < to; i += 1) {
      const isSwing = swings(VOLTAGE, columns, i);
      const volts = isSwing ? [columns.v_min_mV[i], columns.v_max_mV[i]] : [columns.v_mV[i]];
      for (const v_mV of volts) text += this.point(across(columns.na_in_mM[i]), upward(v_mV));
    }
    return text;
  }

  point(x, y) {
    if (this.last && Math.hypot(x - this.last[0], y - this.last[1]) < STEP) return "";
    const letter = this.last ? "L" : "M";
    this.last = [x, y];
    return `${letter}${x.toFixed(1)},${y.toFixed(1)}`;
  }
}

function write(element, name, text) {
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}
