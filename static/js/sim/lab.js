// The laboratory: joins clock, run, charts, membrane, controls and words.

import { Charts } from "./charts.js";
import { Clock } from "./clock.js";
import { Controls } from "./controls.js";
import { eventTime } from "./log.js";
import { predictionIsOpen } from "./predict.js";
import { Membrane } from "./membrane.js";
import { Meters } from "./meters.js";
import { Session } from "./session.js";
import { PhasePlot } from "./phase.js";
import { runInAddress } from "./share.js";
import { Story } from "./story.js";
import { fillTable } from "./table.js";
import { Tools } from "./tools.js";
import { Transport } from "./transport.js";
import { keep, kept } from "./work.js";

const $ = (id) => document.getElementById(id);
const TELL_MS = 100; // numbers; on a slow machine every third time
const SAY_MS = 400; // the sentence
const TABLE_MS = 2000;
const LEFT_S = 0.5; // on screen: a change this far back leaves a run behind
const SLOW_FRAME_S = 0.024;
const CHARTS_WHEN_SLOW = 2; // in one frame
const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;

class Laboratory {
  constructor(setup, figures) {
    this.setup = setup;
    this.element = $("lab");
    // The run of a task is the student's own: it comes from her work, never from an address.
    const shared = setup.keep ? kept(setup) : runInAddress(setup.cells);
    const speed = shared?.speed ?? setup.scenario.speed;
    this.openAt = shared?.at_s ?? 0;
    this.session = new Session(setup, shared ?? setup.scenario, {
      arrived: () => this.arrived(),
      notice: (text) => this.notice(text),
      fine: () => this.fine(),
    });
    this.timeline = this.session.timeline;
    this.controls = new Controls($("controls"), setup.controls, {
      change: (set, pulse) => this.change(set, pulse),
      cell: (preset, parameters) => this.begin({ preset, parameters }),
    });
    this.story = new Story(this.controls);
    this.membrane = new Membrane($("membrane"));
    this.meters = new Meters($("meters"), this.timeline);
    this.phase = new PhasePlot($("phase"), this.timeline);
    this.charts = new Charts($("charts"), figures, this.timeline);
    this.clock = new Clock({ speed, isStill, onFrame: (passed) => this.frame(passed) });
    this.clock.available = () => this.timeline.end;
    this.transport = new Transport(this.element, speed, {
      play: () => this.play(),
      step: (direction) => this.step(direction),
      restart: () => this.restart(),
      speed: (value) => this.setSpeed(value),
      look: (part) => this.look(part),
      describe: () => this.story.describe(this.moment(), this.clock.t),
    });
    this.tools = new Tools(this);
    addEventListener("online", () => this.session.runs.retry());
    bringIntoView(document.querySelector(".experiments [aria-current]"));
    this.element.addEventListener("lab:ask", ({ detail }) => {
      Object.assign(detail, { own: this.session.log.own, run: this.session.run });
    });
    this.element.addEventListener("lab:play", () => {
      if (!this.clock.isPlaying && !isStill) this.play();
    });
    this.begin(this.session.start, !isStill && !this.openAt && !predictionIsOpen());
  }

  /** A run from its beginning. */
  begin(start, plays = this.clock.isPlaying) {
    this.tools.keepRun();
    this.session.begin(start);
    this.clock.t = this.clock.reached = 0;
    this.clock.limit = start.horizon_s ?? this.setup.limit_s;
    this.clock.isPlaying = plays;
    this.membrane.setCell(this.session.log.preset);
    this.charts.setCell(this.session.log.preset);
    this.charts.forgetRanges(this.session.log.base.pump_max_fmol_s);
    this.charts.aim(0, this.clock.speed);
    this.story.forget();
    $("trouble").hidden = true;
    $("shared").hidden = true;
    this.readLog();
    this.isNew = true;
    this.session.open(this.openAt, this.clock.speed);
  }

  /** From the beginning, as it was given: in a task without what the student had done. */
  restart() {
    this.begin(this.setup.keep ? this.setup.scenario : this.session.start);
    if (this.setup.keep) keep(this.setup, this.session.log);
  }

  readLog() {
    this.showControls();
    this.story.readLog(this.session.log);
    this.charts.setEvents(this.story.marks);
  }

  showControls() {
    const { log } = this.session;
    this.inForce = log.inForce(this.clock.t);
    this.controls.show(this.inForce, log.base, log.preset);
    this.nextEvent = log.events.find((event) => event.t_s > this.clock.t)?.t_s ?? Infinity;
  }

  arrived() {
    this.isStale = true;
    if (!this.hasCharts) this.drawCharts();
    if (this.openAt) this.openShared();
    if (!this.charts.isReady) return;
    this.charts.news(this.clock.reached); // at once; all else a frame later, when this is painted
    this.isPainting = true;
  }

  async drawCharts() {
    this.hasCharts = true;
    await this.charts.draw();
    this.charts.isReady = true;
    this.isStale = true;
  }

  /** A link opens where it was made, everything up to there in view, at rest. */
  openShared() {
    this.clock.limit = this.setup.limit_s;
    this.clock.set(Math.min(this.openAt, this.timeline.end));
    this.openAt = 0;
    this.story.told = this.story.marks.length;
    this.charts.t = this.charts.reached = this.clock.t;
    this.charts.whole();
    this.showControls();
  }

  moment() {
    const { t, speed } = this.clock;
    const { before } = this.charts;
    const moment = this.session.moment(t, speed, this.inForce);
    return { ...moment, before: before && t <= before.timeline.end ? before.timeline.at(t) : null };
  }

  /** The student changes something now: an event, and what came after is computed anew. */
  change(set, pulse) {
    const t = eventTime(this.clock.t, this.clock.speed);
    if (t < this.clock.reached - LEFT_S * this.clock.speed) this.tools.keepRun();
    this.clock.t = this.clock.reached = t;
    this.clock.limit = this.setup.limit_s;
    this.session.log.change(t, set, pulse);
    this.session.renew(t, this.clock.speed);
    this.readLog();
    if (this.setup.keep) keep(this.setup, this.session.log);
    this.isStale = true;
  }

  setSpeed(speed) {
    const { t } = this.clock;
    this.clock.speed = speed;
    this.clock.reached = t;
    this.charts.t = this.charts.reached = t;
    this.session.renew(t, speed);
    this.charts.aim(t, speed);
    this.isStale = true;
  }

  play() {
    this.clock.isPlaying = !this.clock.isPlaying;
    if (this.clock.isPlaying && this.clock.isAtEnd) this.clock.limit = this.setup.limit_s;
    if (!this.clock.isPlaying) this.pause();
    this.isStale = true;
  }

  pause() {
    this.clock.isPlaying = false;
    this.isStale = true;
    if (this.session.rest) this.story.say(this.story.now(this.moment()));
  }

  step(direction) {
    if (this.clock.isPlaying) this.pause();
    const seconds = this.clock.speed * 0.5;
    if (direction > 0) this.clock.go(seconds);
    else this.clock.set(this.clock.t - seconds);
    this.isStale = true;
  }

  look(part) {
    if (this.clock.isPlaying) this.pause();
    this.clock.set(part * this.clock.reached);
    this.isStale = true;
  }

  frame(passed) {
    const { clock, charts } = this;
    if (!this.timeline.length) return;
    if (this.isPainting) {
      this.isPainting = false;
      return;
    }
    this.session.refill(clock.t, clock.speed);
    const isMoving = clock.isPlaying && passed > 0 && !clock.isWaiting;
    if (clock.isPlaying && clock.t >= Math.min(clock.limit, this.session.stoppedAt)) this.pause();
    if (clock.t >= this.nextEvent || this.isStale) this.showControls();
    for (const news of this.story.follow(clock.t)) this.story.say(news.said);
    if (isMoving || this.isStale) this.show(isMoving ? passed : 0);
    else if (charts.isReady && charts.queue.size) charts.frame(clock.t, clock.reached);
  }

  show(passed) {
    const { clock, charts } = this;
    const moment = this.moment();
    const wasStale = this.isStale;
    this.isStale = false;
    this.drawMembrane(moment, passed);
    if (charts.isReady) {
      if (wasStale) charts.news(clock.reached);
      charts.frame(clock.t, clock.reached, this.isSlow ? CHARTS_WHEN_SLOW : Infinity);
      if (!clock.isPlaying) charts.settleAll();
    }
    this.tools.follow(moment, clock.isPlaying);
    const now = performance.now();
    const due_ms = this.isSlow ? 3 * TELL_MS : TELL_MS;
    if (wasStale || !(now - this.toldAt < due_ms)) this.tell(moment, now);
  }

  /** On a slow machine the drawing moves in every second frame only. */
  drawMembrane(moment, passed) {
    this.pace = (this.pace ?? 0) * 0.9 + passed * 0.1;
    this.isSlow = passed > 0 && this.pace > SLOW_FRAME_S;
    this.owed = (this.owed ?? 0) + passed;
    this.isSkipped = this.isSlow && !this.isSkipped && !this.isNew;
    if (this.isSkipped) return;
    this.membrane.update(moment, this.owed, this.isNew);
    this.isNew = false;
    this.owed = 0;
  }

  tell(moment, now) {
    this.toldAt = now;
    this.charts.tell(this.clock.t);
    this.transport.show(this.clock);
    this.meters.tell(moment);
    this.phase.show(moment.state, this.clock.reached, this.charts.before);
    if (!(now - this.saidAt < SAY_MS) || !this.clock.isPlaying) {
      this.saidAt = now;
      this.story.now(moment);
      const isTableDue = !(now - this.tableAt < TABLE_MS) || !this.clock.isPlaying;
      if (isTableDue) fillTable($("table-rows"), this.timeline, this.clock.reached);
      if (isTableDue) this.tableAt = now;
    }
    this.element.dataset.state = this.clock.isPlaying ? "playing" : "paused";
    this.element.dataset.t = String(this.clock.t);
  }

  notice(text) {
    $("trouble").textContent = text;
    $("trouble").hidden = false;
  }

  fine() {
    $("trouble").hidden = true;
    this.story.note("The server answers again: the run goes on.");
  }
}

/** Sideways only: the page itself stays where it is. */
function bringIntoView(link) {
  const strip = link?.closest(".experiments");
  if (strip) strip.scrollLeft = link.offsetLeft - strip.clientWidth / 2;
}

const read = (id) => JSON.parse($(id).textContent);
new Laboratory(read("lab-setup"), read("lab-figures"));
