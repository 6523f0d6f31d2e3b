// The shared time axis: cell time as it is, or as the logarithm of the time since the first change.

import { niceSpan, timeTicks, unitFor } from "./times.js";

const FLOOR_S = 1e-3; // where a logarithmic axis begins
const DECADE_LABELS = 8;

/** Seconds of cell time; what is handed to Plotly is the time itself. */
export class LinearTime {
  type = "linear";

  place(t) {
    return t;
  }

  time(place) {
    return place;
  }

  datum(t) {
    return t;
  }

  ticks([a, b], isNarrow) {
    return timeTicks(a, b, isNarrow ? 4 : 6);
  }

  /** The window for a run that has come to `t`, at `span` seconds to a screen. */
  windowAt(t, span, isEarly) {
    return isEarly ? [0, niceSpan(Math.max(span, t * 1.05))] : [t - span * 0.15, t + span];
  }

  /** The next larger window, or the next one along, that holds `t`. */
  windowAfter([a, b], t) {
    if (a === 0) return [0, niceSpan(b * 1.8)];
    return [t - (b - a) * 0.25, t + (b - a) * 0.75];
  }

  whole(reached) {
    return [0, niceSpan(Math.max(reached * 1.02, 1e-3))];
  }

  zoomed([a, b], factor, t) {
    const centre = t >= a && t <= b ? t : (a + b) / 2;
    return this.within([centre - (centre - a) * factor, centre + (b - centre) * factor]);
  }

  within([a, b]) {
    const first = Math.max(0, a);
    return [first, Math.max(b, first + 1e-5)];
  }
}

/** Time since `origin`, each decade as wide as the next: milliseconds and days on one axis. */
export class LogTime {
  type = "log";

  constructor(origin) {
    this.origin = origin;
  }

  place(t) {
    return Math.log10(this.datum(t));
  }

  time(place) {
    return this.origin + 10 ** place;
  }

  datum(t) {
    return Math.max(FLOOR_S, t - this.origin);
  }

  ticks([a, b], isNarrow) {
    const [first, last] = [Math.ceil(this.place(a) - 1e-6), Math.floor(this.place(b) + 1e-6)];
    const step = Math.max(1, Math.ceil((last - first) / (isNarrow ? DECADE_LABELS / 2 : DECADE_LABELS)));
    const vals = [];
    for (let decade = first; decade <= last; decade += step) vals.push(10 ** decade);
    const text = vals.map((seconds) => decadeLabel(seconds));
    return { vals, text, title: "time since the first change (logarithmic)" };
  }

  windowAt(t, span) {
    return [this.origin + FLOOR_S, this.origin + decadeAbove(Math.max(t - this.origin, span / 10))];
  }

  windowAfter([a, b], t) {
    return [a, this.origin + decadeAbove(Math.max(t - this.origin, (b - this.origin) * 1.01))];
  }

  whole(reached) {
    return this.windowAt(reached, FLOOR_S * 100);
  }

  zoomed([a, b], factor, t) {
    const places = [a, b].map((time) => this.place(time));
    const here = this.place(t);
    const centre = here >= places[0] && here <= places[1] ? here : (places[0] + places[1]) / 2;
    return this.within(places.map((place) => this.time(centre + (place - centre) * factor)));
  }

  within([a, b]) {
    const first = Math.max(this.origin + FLOOR_S, a);
    return [first, Math.max(b, this.origin + (first - this.origin) * 1.01)];
  }
}

const decadeAbove = (seconds) => 10 ** Math.ceil(Math.log10(seconds * 1.001));

/** 1000 → "17 min": decades are even in seconds, people read minutes and days. */
function decadeLabel(seconds) {
  const unit = unitFor(seconds);
  return `${Number((seconds / unit.size).toPrecision(2))} ${unit.name}`;
}
