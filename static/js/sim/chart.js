// One small multiple: Plotly draws its axes and every settled state, this writes the moving curves.

import { Curve, settledArrays, traceAt, traceValue } from "./paths.js";
import { signed, timeTicks } from "./times.js";

const SVG = "http://www.w3.org/2000/svg";
const VISIBLE_PX = 0.8; // painting a chart is dear: a curve that moved by less can wait a frame
const CONFIG = {
  displayModeBar: false,
  showSendToCloud: false,
  scrollZoom: false,
  doubleClick: false,
  responsive: false,
};

/** Colours given as names of CSS tokens, put in their place throughout `value`. */
export function resolved(value, styles) {
  if (typeof value === "string" && value.startsWith("--")) {
    return styles.getPropertyValue(value).trim();
  }
  if (Array.isArray(value)) return value.map((entry) => resolved(entry, styles));
  if (value && typeof value === "object") {
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [
        key,
        key === "meta" ? entry : resolved(entry, styles),
      ]),
    );
  }
  return value;
}

export class Chart {
  constructor(figure, element, on) {
    this.figure = figure;
    this.on = on;
    this.plot = element.querySelector(".plot");
    this.frame = element.querySelector(".plot-frame");
    this.outputs = [...element.querySelectorAll(".key output")];
    this.items = [...element.querySelectorAll(".key li")];
    this.curves = figure.data.map((trace) => new Curve(trace.meta));
    this.shown = figure.data.map((trace) => !trace.meta.optional);
    this.yRange = [...figure.yRange];
    this.yHeld = null;
    this.isHeld = false;
    this.isSeen = true;
  }

  async draw(timeline, t, range) {
    this.range = range;
    await globalThis.Plotly.newPlot(this.plot, ...this.content(timeline, t), CONFIG);
    this.makeOverlay();
    this.plot.on("plotly_relayout", (change) => this.relaid(change));
    this.plot.on("plotly_doubleclick", () => this.on.follow());
    this.plot.addEventListener("pointerdown", () => (this.isHeld = true), true);
    for (const name of ["pointerup", "pointercancel"]) {
      addEventListener(name, () => (this.isHeld = false));
    }
    this.plot.addEventListener("pointerenter", () => this.on.touched(this));
    this.afterSettle();
  }

  content(timeline, t) {
    const styles = getComputedStyle(document.documentElement);
    const { layout } = this.figure;
    const ticks = timeTicks(...this.range, this.plot.clientWidth < 300 ? 4 : 6);
    const data = this.figure.data.map((trace, i) => ({
      ...trace,
      visible: this.shown[i],
      line: { ...trace.line, color: styles.getPropertyValue(trace.meta.colour).trim() },
      ...settledArrays(trace.meta, timeline, t),
    }));
    const plain = resolved(layout, styles);
    return [
      data,
      {
        ...plain,
        width: this.plot.clientWidth,
        height: this.plot.clientHeight,
        paper_bgcolor: "rgba(0,0,0,0)",
        plot_bgcolor: "rgba(0,0,0,0)",
        font: { family: styles.getPropertyValue("--font-text"), color: styles.getPropertyValue("--ink-soft").trim() },
        dragmode: matchMedia("(pointer: coarse)").matches ? false : "zoom",
        hoverlabel: {
          bgcolor: styles.getPropertyValue("--card").trim(),
          bordercolor: styles.getPropertyValue("--edge").trim(),
          font: { color: styles.getPropertyValue("--ink").trim(), size: 12 },
        },
        xaxis: {
          ...plain.xaxis,
          range: [...this.range],
          tickmode: "array",
          tickvals: ticks.vals,
          ticktext: ticks.text,
          title: { ...plain.xaxis.title, text: ticks.title },
          hoverformat: ".4~g",
        },
        yaxis: { ...plain.yaxis, range: [...(this.yHeld ?? this.yRange)] },
      },
    ];
  }

  /** Let Plotly draw the state at `t`: on pausing, growing, zooming, new colours or a new size. */
  settle(timeline, t, range) {
    if (this.isHeld) return;
    this.range = range;
    globalThis.Plotly.react(this.plot, ...this.content(timeline, t), CONFIG);
    this.afterSettle();
  }

  afterSettle() {
    const full = this.plot._fullLayout;
    const { xaxis, yaxis } = full;
    this.axes = {
      x0: xaxis.range[0],
      x1: xaxis.range[1],
      width: xaxis._length,
      left: xaxis._offset,
      y0: yaxis.range[0],
      y1: yaxis.range[1],
      height: yaxis._length,
      top: yaxis._offset,
    };
    this.paths = this.plot._fullData.map((trace) =>
      this.plot.querySelector(`.scatterlayer .trace${trace.uid} .js-line`),
    );
    for (const curve of this.curves) curve.key = "";
    this.written = -Infinity;
  }

  relaid(change) {
    const x = [change["xaxis.range[0]"], change["xaxis.range[1]"]].map(Number);
    const y = [change["yaxis.range[0]"], change["yaxis.range[1]"]].map(Number);
    if (y.every(Number.isFinite)) this.yHeld = y;
    this.isHeld = false;
    if (x.every(Number.isFinite)) this.on.zoomed(x);
    else if (y.every(Number.isFinite)) this.afterSettle();
  }

  /** Write the curves up to `t`, when they have moved far enough to see. Nothing of Plotly's runs. */
  write(timeline, t, isNews) {
    if (this.isHeld || !this.isSeen) return;
    const { x0, x1, width } = this.axes;
    const pixel = ((t - x0) / (x1 - x0)) * width;
    if (!isNews && Math.abs(pixel - this.written) < VISIBLE_PX) return;
    this.written = pixel;
    this.paths.forEach((path, i) => {
      if (path && this.shown[i]) {
        path.setAttribute("d", this.curves[i].upTo(t, timeline, this.axes) || "M0,0");
      }
    });
  }

  /** Whether a curve has left the chart since the last look; the range is grown so that it fits. */
  outgrows(timeline, t) {
    if (this.yHeld) return false;
    if (this.checkedVersion !== timeline.version) {
      this.checkedVersion = timeline.version;
      this.checked = 0;
    }
    const before = this.yRange.join();
    const last = timeline.after(t);
    for (; this.checked < last; this.checked += 1) {
      this.figure.data.forEach((trace, i) => {
        if (this.shown[i]) this.makeRoom(traceValue(trace.meta, timeline.columns, this.checked));
      });
    }
    return this.yRange.join() !== before;
  }

  makeRoom(value) {
    const [low, high] = this.figure.yLimit;
    let [y0, y1] = this.yRange;
    while (value > y1 && y1 < high) y1 = Math.min(high, y1 + (y1 - y0) * 0.4);
    while (value < y0 && y0 > low) y0 = Math.max(low, y0 - (y1 - y0) * 0.4);
    this.yRange = [y0, y1];
  }

  tell(timeline, t) {
    this.figure.data.forEach((trace, i) => {
      const value = traceAt(trace.meta, timeline, t);
      const text = Number.isFinite(value) ? signed(value, trace.meta.digits) : "";
      if (this.outputs[i].textContent !== text) this.outputs[i].textContent = text;
    });
  }

  show(option, isShown) {
    this.figure.data.forEach((trace, i) => {
      if (trace.meta.optional !== option) return;
      this.shown[i] = isShown;
      this.items[i].hidden = !isShown;
    });
  }

  makeOverlay() {
    this.overlay = document.createElementNS(SVG, "svg");
    this.overlay.classList.add("marks");
    this.overlay.setAttribute("aria-hidden", "true");
    this.marks = this.overlay.appendChild(document.createElementNS(SVG, "g"));
    this.head = document.createElement("div"); // moved by the compositor, painted once
    this.head.className = "head";
    this.frame.append(this.overlay, this.head);
  }

  /** Event marks and the line at the time shown, over Plotly's axes. */
  mark(events, t) {
    const { x0, x1, width, left, top, height } = this.axes;
    const at = (time) => left + ((time - x0) / (x1 - x0)) * width;
    const isInside = (time) => time >= x0 && time <= x1;
    const place = isInside(t) ? `translate(${Math.round(at(t))}px, ${Math.round(top)}px)` : "";
    if (place !== this.headPlace) {
      this.head.hidden = !place;
      this.head.style.transform = place;
      this.head.style.height = `${height}px`;
    }
    this.headPlace = place;
    const bottom = top + height;
    let labelled = -Infinity; // marks close together share the first one's number
    const markup = events
      .filter((event) => isInside(event.t_s))
      .map((event) => {
        const place = at(event.t_s);
        const label = place - labelled > 13 ? event.number : "";
        if (label) labelled = place;
        const side = place > left + width - 16 ? -4 : 4;
        const anchor = side < 0 ? "end" : "start";
        return `<g class="mark"><line x1="${place.toFixed(1)}" x2="${place.toFixed(1)}" y1="${top}" y2="${bottom}"/><text x="${(place + side).toFixed(1)}" y="${top + 11}" text-anchor="${anchor}">${label}</text></g>`;
      })
      .join("");
    if (markup !== this.markup) this.marks.innerHTML = markup;
    this.markup = markup;
  }
}
