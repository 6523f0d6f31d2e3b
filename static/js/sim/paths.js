// A curve as the `d` of an SVG path in the coordinates of a chart's plot area, thinned to its pixels.
// What lies behind the moving head never changes, so it is kept and only the end is written anew.

/** The value of a trace at row `i` of the timeline. */
export function traceValue(meta, columns, i) {
  let sum = 0;
  for (const [name, factor] of meta.terms) sum += factor * columns[name][i];
  return meta.over ? sum / columns[meta.terms[0][0]][0] : sum;
}

/** The value of a trace at time `t`. */
export function traceAt(meta, timeline, t) {
  const next = timeline.after(t);
  let sum = 0;
  for (const [name, factor] of meta.terms) sum += factor * timeline.valueAt(name, t, next);
  return meta.over ? sum / timeline.columns[meta.terms[0][0]][0] : sum;
}

const SPIKE_BAND_MV = 15;
const short = (number) => Math.round(number * 10) / 10;

/** Whether the voltage swung between two samples further than a line between them shows. */
export function swings(meta, columns, i) {
  if (meta.terms[0]?.[0] !== "v_mV" || !columns.v_max_mV) return false;
  return columns.v_max_mV[i] - columns.v_min_mV[i] > SPIKE_BAND_MV && columns.spikes[i] > 0;
}

export class Curve {
  constructor(meta) {
    this.meta = meta;
    this.key = "";
  }

  /** The path up to time `t` on `axes` {scale, x0, x1, width, y0, y1, height}. */
  upTo(t, timeline, axes) {
    const key = `${timeline.version}|${axes.scale.type}|${axes.scale.origin}|${axes.x0}|${axes.x1}|${axes.width}|${axes.y0}|${axes.y1}|${axes.height}`;
    if (key !== this.key) this.restart(key, timeline, axes);
    const last = timeline.after(t);
    const { columns } = timeline;
    const times = columns.t_s;
    for (; this.next < last && times[this.next] <= this.until; this.next += 1) {
      this.add(this.x(times[this.next], axes), this.next, columns, axes);
    }
    return this.kept + this.open() + this.head(t, timeline, axes);
  }

  restart(key, timeline, axes) {
    this.key = key;
    this.kept = "";
    this.bucket = null;
    const margin = (axes.x1 - axes.x0) * 0.02;
    this.until = axes.scale.time(axes.x1 + margin);
    this.next = Math.max(0, timeline.after(axes.scale.time(axes.x0 - margin)) - 1);
  }

  x(t, axes) {
    return ((axes.scale.place(t) - axes.x0) / (axes.x1 - axes.x0)) * axes.width;
  }

  y(value, axes) {
    const y = axes.height * (1 - (value - axes.y0) / (axes.y1 - axes.y0));
    return Math.max(-2000, Math.min(4000, y));
  }

  /** Samples of one pixel are drawn as their first, lowest, highest and last. */
  add(x, i, columns, axes) {
    const y = this.y(traceValue(this.meta, columns, i), axes);
    let low = y;
    let high = y;
    if (swings(this.meta, columns, i)) {
      low = this.y(columns.v_max_mV[i], axes);
      high = this.y(columns.v_min_mV[i], axes);
    }
    const pixel = Math.floor(x);
    if (this.bucket && this.bucket.pixel === pixel) {
      this.bucket.low = Math.min(this.bucket.low, low);
      this.bucket.high = Math.max(this.bucket.high, high);
      this.bucket.last = y;
      this.bucket.lastX = x;
      return;
    }
    this.kept += this.open();
    this.bucket = { pixel, x, lastX: x, first: y, last: y, low, high };
  }

  open() {
    const bucket = this.bucket;
    if (!bucket) return "";
    const points = [[bucket.x, bucket.first]];
    if (bucket.high - bucket.low > 0.5) {
      points.push([bucket.x, bucket.low], [bucket.x, bucket.high]);
    }
    if (bucket.lastX !== bucket.x || points.length > 1) points.push([bucket.lastX, bucket.last]);
    const text = points.map(([x, y]) => `${short(x)},${short(y)}`).join("L");
    return (this.kept ? "L" : "M") + text;
  }

  head(t, timeline, axes) {
    const x = this.x(Math.min(t, this.until), axes);
    const value = traceAt(this.meta, timeline, t);
    if (!this.bucket || !Number.isFinite(value)) return "";
    return `L${short(x)},${short(this.y(value, axes))}`;
  }
}

/** The arrays that Plotly gets of a trace: rows up to `t`, spikes as bands, thinned when very many. */
export function settledArrays(meta, timeline, t, scale, most = 6000) {
  const rows = timeline.after(t);
  const { columns } = timeline;
  const stride = Math.max(1, Math.ceil(rows / most));
  const x = [];
  const y = [];
  for (let i = 0; i < rows; i += 1) {
    const isSwing = swings(meta, columns, i);
    if (!isSwing && i % stride && i !== rows - 1) continue;
    const place = scale.datum(columns.t_s[i]);
    x.push(place);
    y.push(traceValue(meta, columns, i));
    if (isSwing) {
      x.push(place, place, place);
      y.push(columns.v_min_mV[i], columns.v_max_mV[i], traceValue(meta, columns, i));
    }
  }
  const head = traceAt(meta, timeline, t);
  if (rows && Number.isFinite(head) && x.at(-1) < scale.datum(t)) {
    x.push(scale.datum(t));
    y.push(head);
  }
  return { x, y };
}
