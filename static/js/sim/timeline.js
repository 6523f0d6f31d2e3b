// The samples of a run so far: one growing array for each column, in order of time.

import { fillRates } from "./firing.js";

const FIRST_CAPACITY = 2048;

/** Plotly's typed-array value → a typed array. */
export function decoded(value) {
  if (Array.isArray(value)) return Float64Array.from(value);
  const raw = atob(value.bdata);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
  return value.dtype === "f8" ? new Float64Array(bytes.buffer) : new Float32Array(bytes.buffer);
}

export class Timeline {
  constructor() {
    this.columns = {};
    this.length = 0;
    this.version = 0; // changes whenever samples are taken away: what was drawn is stale
  }

  get start() {
    return this.length ? this.columns.t_s[0] : 0;
  }

  get end() {
    return this.length ? this.columns.t_s[this.length - 1] : -Infinity;
  }

  clear() {
    this.length = 0;
    this.version += 1;
  }

  /** Forget everything after `t`. */
  cutAfter(t) {
    const keep = this.after(t);
    if (keep < this.length) {
      this.length = keep;
      this.version += 1;
    }
  }

  /** What has been so far, up to `t`, as a timeline of its own. */
  upTo(t) {
    const copy = new Timeline();
    copy.length = this.after(t);
    for (const [name, column] of Object.entries(this.columns)) {
      copy.columns[name] = column.slice(0, copy.length);
    }
    return copy;
  }

  /** Add samples; those before the end are already here. */
  append(data, { fresh }) {
    const times = data.t_s;
    let from = 0;
    while (from < times.length && (times[from] < this.end || (!fresh && times[from] <= this.end)))
      from += 1;
    const count = times.length - from;
    if (count <= 0) return 0;
    for (const [name, values] of Object.entries(data)) {
      this.room(name, this.length + count).set(values.subarray(from), this.length);
    }
    const rate = this.room("rate_hz", this.length + count);
    fillRates(this.columns, rate, this.length, this.length + count);
    this.length += count;
    return count;
  }

  room(name, needed) {
    let column = this.columns[name];
    if (!column || column.length < needed) {
      const grown = new Float64Array(Math.max(FIRST_CAPACITY, needed * 2));
      if (column) grown.set(column);
      column = grown;
      this.columns[name] = column;
    }
    return column;
  }

  /** How many samples are at or before `t`. */
  after(t) {
    const times = this.columns.t_s;
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle] <= t) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The value of a column at `t`, between samples by the straight line that is drawn. */
  value(name, t) {
    return this.valueAt(name, t, this.after(t));
  }

  valueAt(name, t, next) {
    const column = this.columns[name];
    if (!column || !this.length) return NaN;
    if (next === 0) return column[0];
    if (next >= this.length) return column[this.length - 1];
    const times = this.columns.t_s;
    const span = times[next] - times[next - 1];
    const part = span > 0 ? (t - times[next - 1]) / span : 0;
    return column[next - 1] + part * (column[next] - column[next - 1]);
  }

  /** All columns at `t`, by name. */
  at(t) {
    const next = this.after(t);
    const state = {};
    for (const name of Object.keys(this.columns)) state[name] = this.valueAt(name, t, next);
    return state;
  }
}
