// What lies over a chart's axes: changes and their numbers, the time shown, the run before.

import { Curve } from "./paths.js";

const SVG = "http://www.w3.org/2000/svg";
const LABEL_PX = 13; // marks closer together than this share the first one's number

const make = (name, parent, className = "") => {
  const element = document.createElementNS(SVG, name);
  if (className) element.setAttribute("class", className);
  return parent.appendChild(element);
};

export class Marks {
  constructor(frame, traces) {
    this.overlay = document.createElementNS(SVG, "svg");
    this.overlay.classList.add("marks");
    this.overlay.setAttribute("aria-hidden", "true");
    this.plotArea = make("svg", this.overlay, "before"); // an inner svg cuts off what leaves the axes
    this.traces = traces;
    this.before = traces.map((trace) => make("path", this.plotArea, `ink${trace.meta.colour}`));
    this.changes = make("g", this.overlay);
    this.head = document.createElement("div"); // moved by the compositor, painted once
    this.head.className = "head";
    frame.append(this.overlay, this.head);
  }

  /** `isQuick`: without the line at the time shown, whose layer costs a slow machine a frame. */
  show(events, t, axes, isQuick) {
    const { scale, x0, x1, width, left, top, height } = axes;
    const at = (time) => left + ((scale.place(time) - x0) / (x1 - x0)) * width;
    const isInside = (time) => scale.place(time) >= x0 && scale.place(time) <= x1;
    const isShown = isInside(t) && !isQuick;
    this.placeHead(isShown ? `translate(${Math.round(at(t))}px, ${Math.round(top)}px)` : "", height);
    if (events === this.events && axes === this.axes) return;
    [this.events, this.axes] = [events, axes];
    let labelled = -Infinity;
    this.changes.innerHTML = events
      .filter((event) => isInside(event.t_s))
      .map((event) => {
        const place = at(event.t_s);
        const label = place - labelled > LABEL_PX ? event.number : "";
        if (label) labelled = place;
        const side = place > left + width - 16 ? -4 : 4;
        return `<g class="mark"><line x1="${place.toFixed(1)}" x2="${place.toFixed(1)}" y1="${top}" y2="${top + height}"/><text x="${(place + side).toFixed(1)}" y="${top + 11}" text-anchor="${side < 0 ? "end" : "start"}">${label}</text></g>`;
      })
      .join("");
  }

  placeHead(place, height) {
    if (place !== this.headPlace) {
      this.head.hidden = !place;
      this.head.style.transform = place;
      this.head.style.height = `${height}px`;
    }
    this.headPlace = place;
  }

  /** Faint curves of the run before, whole; null for none. They change with the axes only. */
  compare(before, axes, shown) {
    const { width, left, height, top } = axes;
    const scale = before?.scaleLike(axes.scale);
    if (before === this.shownBefore && axes === this.axesBefore) return;
    [this.shownBefore, this.axesBefore] = [before, axes];
    const area = { x: left, y: top, width, height };
    for (const [name, value] of Object.entries(area)) this.plotArea.setAttribute(name, value);
    this.before.forEach((path, i) => {
      const isDrawn = before && shown[i];
      const curve = isDrawn && new Curve(this.traces[i].meta);
      path.setAttribute("d", isDrawn ? curve.upTo(before.timeline.end, before.timeline, { ...axes, scale }) : "");
    });
  }
}
