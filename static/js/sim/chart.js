// One small multiple: Plotly draws its axes and every settled state, this writes the moving curves.

import { Curve, settledArrays, traceAt, traceValue } from "./paths.js";
import { Marks } from "./marks.js";
import { signed } from "./times.js";

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

  /** `view` is {scale, window}: the shared time axis. */
  async draw(timeline, t, view) {
    this.view = view;
    await globalThis.Plotly.newPlot(this.plot, ...this.content(timeline, t), CONFIG);
    this.marks = new Marks(this.frame, this.figure.data);
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
    const { scale, window } = this.view;
    const ticks = scale.ticks(window, this.plot.clientWidth < 300);
    const data = this.figure.data.map((trace, i) => ({
      ...trace,
      visible: this.shown[i],
      line: { ...trace.line, color: styles.getPropertyValue(trace.meta.colour).trim() },
      ...settledArrays(trace.meta, timeline, t, scale),
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
          type: scale.type,
          range: window.map((time) => scale.place(time)),
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
  settle(timeline, t, view) {
    if (this.isHeld) return;
    this.view = view;
    globalThis.Plotly.react(this.plot, ...this.content(timeline, t), CONFIG);
    this.afterSettle();
  }

  afterSettle() {
    const full = this.plot._fullLayout;
    const { xaxis, yaxis } = full;
    this.axes = {
      scale: this.view.scale,
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
    if (x.every(Number.isFinite)) this.on.zoomed(x.map((place) => this.view.scale.time(place)));
    else if (y.every(Number.isFinite)) this.afterSettle();
  }

  /** How many pixels the curves' end has to move to be at `t`; 0 when nobody would see it. */
  lag(t) {
    if (this.isHeld || !this.isSeen) return 0;
    const lag = Math.abs(this.pixel(t) - this.written);
    return lag < VISIBLE_PX ? 0 : lag;
  }

  pixel(t) {
    const { scale, x0, x1, width } = this.axes;
    return ((scale.place(t) - x0) / (x1 - x0)) * width;
  }

  /** Write the curves up to `t`. Nothing of Plotly's runs. */
  write(timeline, t) {
    if (this.isHeld || !this.isSeen) return;
    this.written = this.pixel(t);
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

  /** The range must hold the run before as well, when the two are compared. */
  makeRoomFor({ columns, length }) {
    for (let row = 0; row < length; row += 1) {
      this.figure.data.forEach((trace, i) => {
        if (this.shown[i]) this.makeRoom(traceValue(trace.meta, columns, row));
      });
    }
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

  /** Event marks, the line at the time shown and the run before, over Plotly's axes. */
  mark(events, t, before, isQuick) {
    this.marks.show(events, t, this.axes, isQuick);
    this.marks.compare(before, this.axes, this.shown);
  }
}
