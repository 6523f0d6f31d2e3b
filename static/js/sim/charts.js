// The small multiples together: one time axis, which grows with the run unless the student zooms.

import { Chart } from "./chart.js";
import { niceSpan } from "./times.js";

const SCREEN_S = 10; // a window holds at least this much playing time
const BREATH = 2; // after a chart is settled, that many times as long goes to everything else

export class Charts {
  constructor(section, figures, timeline) {
    this.timeline = timeline;
    this.t = 0;
    this.window = [0, 1];
    this.isFollowing = true;
    this.events = [];
    this.queue = new Set();
    this.settleFrom = 0;
    this.reached = 0;
    const on = {
      zoomed: (range) => this.zoom(range),
      follow: () => this.follow(),
      touched: (chart) => this.queue.add(chart),
    };
    this.all = figures.map((figure) => {
      const element = section.querySelector(`[data-chart="${figure.name}"]`);
      return new Chart(figure, element, on);
    });
    this.onFollow = () => {};
  }

  async draw() {
    for (const chart of this.all) await chart.draw(this.timeline, this.t, this.window);
    const seen = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const chart = this.all.find((other) => other.plot === target);
        chart.isSeen = isIntersecting;
        if (isIntersecting) this.queue.add(chart);
      }
    }, { rootMargin: "200px" });
    const sized = new ResizeObserver(() => this.settleAll());
    for (const chart of this.all) seen.observe(chart.plot);
    sized.observe(this.all[0].plot);
    document.addEventListener("themechange", () => this.settleAll());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.settleAll());
  }

  /** Start the window anew: for a new run, a new speed or a jump in time. */
  aim(t, speed) {
    const span = niceSpan(speed * SCREEN_S);
    const starts = t < speed * 60;
    this.speed = speed;
    if (!this.isFollowing) return;
    this.window = starts ? [0, niceSpan(Math.max(span, t * 1.05))] : [t - span * 0.15, t + span];
    this.settleAll();
  }

  settleAll() {
    for (const chart of this.all) this.queue.add(chart);
  }

  zoom(range) {
    this.isFollowing = false;
    const [a, b] = range;
    this.window = [Math.max(0, a), Math.max(b, Math.max(0, a) + 1e-5)];
    this.settleAll();
    this.onFollow(false);
  }

  /** Zoom about the time shown, for the buttons. */
  zoomBy(factor) {
    const [a, b] = this.window;
    const centre = this.t >= a && this.t <= b ? this.t : (a + b) / 2;
    this.zoom([centre - (centre - a) * factor, centre + (b - centre) * factor]);
  }

  whole() {
    this.zoom([0, niceSpan(Math.max(this.reached * 1.02, 1e-3))]);
  }

  follow() {
    this.isFollowing = true;
    for (const chart of this.all) chart.yHeld = null;
    this.aim(this.t, this.speed);
    this.onFollow(true);
  }

  forgetRanges(scale) {
    for (const chart of this.all) {
      const { name } = chart.figure;
      if (name === "fluxes") {
        chart.figure.yLimit = [-8 * scale, 16 * scale];
        chart.figure.yRange = [0, 3.2 * scale];
      }
      chart.yRange = [...chart.figure.yRange];
      chart.yHeld = null;
    }
  }

  /** The window must hold `t`: it doubles from the start, or slides on in slow motion. */
  grow() {
    if (!this.isFollowing || this.reached < this.window[1]) return;
    const [a, b] = this.window;
    if (a === 0) this.window = [0, niceSpan(b * 1.8)];
    else this.window = [this.reached - (b - a) * 0.25, this.reached + (b - a) * 0.75];
    this.settleAll();
  }

  /** One frame while playing: curves are written; then at most one chart is settled. */
  frame(t, reached, isNews) {
    this.t = t;
    this.reached = reached;
    this.grow();
    this.all.forEach((chart) => {
      if (chart.outgrows(this.timeline, reached)) this.queue.add(chart);
      chart.write(this.timeline, reached, isNews);
      chart.mark(this.events, t);
    });
    this.settleOne();
  }

  settleOne() {
    const began = performance.now();
    const waiting = [...this.queue].find((chart) => chart.isSeen && !chart.isHeld);
    if (!waiting || began < this.settleFrom) return;
    this.queue.delete(waiting);
    waiting.settle(this.timeline, this.reached, this.window);
    const now = performance.now();
    this.settleFrom = now + (now - began) * BREATH;
  }

  tell(t) {
    for (const chart of this.all) chart.tell(this.timeline, t);
  }

  show(option, isShown) {
    for (const chart of this.all) chart.show(option, isShown);
    this.settleAll();
  }
}
