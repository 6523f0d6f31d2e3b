// The small multiples together: one time axis, which grows with the run unless the student zooms.

import { Chart } from "./chart.js";
import { LinearTime, LogTime } from "./scale.js";
import { niceSpan } from "./times.js";

const SCREEN_S = 10; // a window holds at least this much playing time
const BREATH = 2; // after a chart is settled, that many times as long goes to everything else

export class Charts {
  constructor(section, figures, timeline) {
    this.section = section;
    this.timeline = timeline;
    this.t = 0;
    this.view = { scale: new LinearTime(), window: [0, 1] };
    this.isFollowing = true;
    this.events = [];
    this.kept = null; // the run before
    this.before = null; // the same while it is shown
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
    for (const chart of this.all) await chart.draw(this.timeline, this.t, this.view);
    const seen = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const chart = this.all.find((other) => other.plot === target);
        chart.isSeen = isIntersecting;
        if (isIntersecting) this.queue.add(chart);
      }
    }, { rootMargin: "200px" });
    const sized = new ResizeObserver((entries) => {
      for (const { target } of entries) this.queue.add(this.all.find((chart) => chart.plot === target));
    });
    for (const chart of this.all) {
      seen.observe(chart.plot);
      sized.observe(chart.plot);
    }
    document.addEventListener("themechange", () => this.settleAll());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.settleAll());
  }

  /** Only the charts that say something of this cell: one without gates has no firing rate. */
  setCell(cell) {
    this.section.dataset.cell = cell;
  }

  setEvents(events) {
    this.events = events;
    const { scale } = this.view;
    if (scale.type === "log" && scale.origin !== this.origin) this.setLog(true);
  }

  get origin() {
    return this.events[0]?.t_s ?? 0;
  }

  /** A run to compare with, from now on. */
  keep(timeline) {
    const { origin } = this;
    this.kept = {
      timeline,
      // On a logarithmic axis each run starts with its own first change.
      scaleLike: (scale) => (scale.type === "log" ? new LogTime(origin) : scale),
    };
    this.compare(true);
  }

  compare(isOn) {
    this.before = isOn ? this.kept : null;
    if (this.before) for (const chart of this.all) chart.makeRoomFor(this.before.timeline);
    this.settleAll();
  }

  look(window) {
    this.view = { ...this.view, window };
    this.settleAll();
  }

  /** Start the window anew: for a new run, a new speed or a jump in time. */
  aim(t, speed) {
    this.speed = speed;
    if (!this.isFollowing) return;
    this.look(this.view.scale.windowAt(t, niceSpan(speed * SCREEN_S), t < speed * 60));
  }

  settleAll() {
    for (const chart of this.all) this.queue.add(chart);
  }

  /** Time as it is, or the logarithm of the time since the first change. */
  setLog(isLog) {
    this.view = { ...this.view, scale: isLog ? new LogTime(this.origin) : new LinearTime() };
    this.isFollowing = true;
    this.onFollow(true);
    this.aim(this.reached, this.speed);
  }

  zoom(range) {
    this.isFollowing = false;
    this.look(this.view.scale.within(range));
    this.onFollow(false);
  }

  /** Zoom about the time shown, for the buttons. */
  zoomBy(factor) {
    this.zoom(this.view.scale.zoomed(this.view.window, factor, this.t));
  }

  whole() {
    this.zoom(this.view.scale.whole(this.reached));
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
      if (this.before) chart.makeRoomFor(this.before.timeline);
    }
  }

  /** The window must hold `t`: it doubles from the start, or slides on in slow motion. */
  grow() {
    const { scale, window } = this.view;
    if (this.isFollowing && this.reached >= window[1]) this.look(scale.windowAfter(window, this.reached));
  }

  /**
   * One frame while playing: curves are written, `most` charts at a time, those first that lag
   * behind furthest; then at most one chart is settled.
   */
  frame(t, reached, most = Infinity) {
    this.t = t;
    this.reached = reached;
    this.grow();
    for (const chart of this.all) {
      if (chart.outgrows(this.timeline, reached)) this.queue.add(chart);
      chart.mark(this.events, t, this.before, most < this.all.length && t === reached);
    }
    this.write(most);
    this.settleOne();
  }

  write(most) {
    const lagging = this.all
      .map((chart) => ({ chart, lag: chart.lag(this.reached) }))
      .filter(({ lag }) => lag > 0)
      .sort((one, other) => other.lag - one.lag);
    for (const { chart } of lagging.slice(0, most)) chart.write(this.timeline, this.reached);
  }

  /** Samples have come, or gone: every curve is written now. */
  news(reached) {
    this.reached = reached;
    for (const chart of this.all) chart.write(this.timeline, reached);
  }

  /** All of them, before this returns: for paper. */
  settleNow() {
    for (const chart of this.all) chart.settle(this.timeline, this.reached, this.view);
    this.queue.clear();
  }

  settleOne() {
    const began = performance.now();
    const waiting = [...this.queue].find((chart) => chart.isSeen && !chart.isHeld);
    if (!waiting || began < this.settleFrom) return;
    this.queue.delete(waiting);
    waiting.settle(this.timeline, this.reached, this.view);
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
