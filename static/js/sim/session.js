// A run while it is watched: its log, its samples so far, and the questions for more of them.

import { RunLog } from "./log.js";
import { Pace } from "./pace.js";
import { Runs } from "./runs.js";
import { decoded, Timeline } from "./timeline.js";

const POINTS_PER_S = 15;
const SHARED_POINTS = 1500; // of the part that a link opens at once

export class Session {
  /** `on` has arrived(), notice(text), fine(). */
  constructor(setup, start, on) {
    this.setup = setup;
    this.on = on;
    this.timeline = new Timeline();
    this.pace = new Pace();
    this.runs = new Runs(setup.runUrl, {
      data: (answer, question) => this.take(answer, question),
      refused: (problems) => this.refuse(problems),
      trouble: (wait) => on.notice(troubled(wait)),
      fine: on.fine,
    });
    this.begin(start);
  }

  begin(start) {
    this.start = start;
    this.log = new RunLog(this.setup.cells, start);
    this.timeline.clear();
    this.resumes = []; // where the server can go on from, by time
    this.run = null;
    this.stoppedAt = Infinity;
    this.isRefused = false;
  }

  get rest() {
    return this.timeline.length ? this.timeline.at(this.timeline.start) : null;
  }

  /** Samples from `t` on are wanted anew, at the resolution of `speed`. */
  renew(t, speed) {
    this.timeline.cutAfter(t);
    this.resumes = this.resumes.filter(({ t_s }) => t_s <= t);
    this.run = null;
    this.stoppedAt = Infinity;
    this.isRefused = false;
    this.ask(t, speed, this.pace.first(speed), true);
  }

  /** The first question of a run, as far as a link says that it had come. */
  open(until_s, speed) {
    const screen_s = this.pace.first(speed);
    if (until_s <= speed * screen_s) this.ask(0, speed, screen_s, true);
    else this.send(0, until_s, SHARED_POINTS, true);
  }

  /** Ask for the next stretch before the present one runs out. */
  refill(t, speed) {
    const { end } = this.timeline;
    const isDone = end >= this.setup.limit_s || this.stoppedAt < Infinity || this.isRefused;
    if ((end - t) / speed < this.pace.reserve(speed) && !isDone && !this.runs.isAsking) {
      this.ask(end, speed, this.pace.next(speed), false);
    }
  }

  /** A stretch as long as `screen_s` seconds of watching. */
  ask(from_s, speed, screen_s, fresh) {
    this.send(from_s, from_s + speed * screen_s, Math.max(4, Math.ceil(screen_s * POINTS_PER_S)), fresh);
  }

  send(from_s, end_s, points, fresh) {
    const until_s = Math.min(this.setup.limit_s, end_s);
    if (until_s <= from_s) return;
    this.askedAt = performance.now();
    const resume = this.resumes.findLast(({ t_s }) => t_s <= from_s)?.text ?? "";
    this.runs.ask({ fresh, body: { ...this.log.plain, from_s, until_s, points, resume } });
  }

  /** `run` is the name that the server gives this log; null until it has answered. */
  take(answer, { fresh, body }) {
    this.run = answer.run;
    this.pace.note(performance.now() - this.askedAt, body.until_s - body.from_s);
    if (answer.resume) this.resumes.push({ t_s: body.until_s, text: answer.resume });
    const data = Object.fromEntries(
      answer.columns.map((name) => [name, decoded(answer.data[name])]),
    );
    this.timeline.append(data, { fresh });
    if (answer.stopped) {
      this.stoppedAt = this.timeline.end;
      this.on.notice(`The run ends here: ${answer.stopped}.`);
    }
    this.on.arrived();
  }

  refuse(problems) {
    this.isRefused = true;
    const reasons = problems.map(({ where, reason }) => `${where} ${reason}`).join("; ");
    this.on.notice(`The laboratory cannot do this: ${reasons}. Restart to go on.`);
  }

  /** Everything that is told and drawn of the moment `t`. */
  moment(t, speed, values) {
    const state = this.timeline.at(t);
    const a_while = speed * 0.02;
    const last = this.log.events.findLast((event) => event.t_s <= t)?.t_s ?? -Infinity;
    return {
      state,
      rest: this.rest ?? state,
      values,
      base: this.log.base,
      since: t - last,
      rates: { v_mV_s: (state.v_mV - this.timeline.value("v_mV", t - a_while)) / a_while },
    };
  }
}

function troubled(wait_ms) {
  const seconds = Math.max(1, Math.round(wait_ms / 1000));
  const what = navigator.onLine ? "The server does not answer." : "You are offline.";
  return `${what} What you see is kept; trying again in ${seconds} s.`;
}
