// A run while it is watched: its log, its samples so far, and the questions for more of them.

import { RunLog } from "./log.js";
import { Runs } from "./runs.js";
import { decoded, Timeline } from "./timeline.js";

const AHEAD_S = 40; // screen time that one answer covers at most
const AT_ONCE_S = 2; // just after a change, when the answer is wanted now; then twice as much each time
const REFILL_S = 15; // ask for more when less is left
const POINTS_PER_S = 15;

export class Session {
  /** `on` has arrived(), notice(text), fine(). */
  constructor(setup, start, on) {
    this.setup = setup;
    this.on = on;
    this.timeline = new Timeline();
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
    this.run = null;
    this.stoppedAt = Infinity;
    this.isRefused = false;
    this.ahead_s = AT_ONCE_S;
    this.ask(t, speed * AT_ONCE_S, AT_ONCE_S * POINTS_PER_S, true);
  }

  /** The first question of a run, as far as a link says that it had come. */
  open(until_s, speed) {
    this.ahead_s = AT_ONCE_S;
    this.ask(0, Math.max(speed * AT_ONCE_S, until_s), until_s ? 1500 : AT_ONCE_S * POINTS_PER_S, true);
  }

  /** Ask for the next stretch before the present one runs out. */
  refill(t, speed) {
    const { end } = this.timeline;
    const isDone = end >= this.setup.limit_s || this.stoppedAt < Infinity || this.isRefused;
    if ((end - t) / speed < REFILL_S && !isDone && !this.runs.isAsking) {
      this.ahead_s = Math.min(AHEAD_S, 2 * this.ahead_s);
      this.ask(end, speed * this.ahead_s, this.ahead_s * POINTS_PER_S, false);
    }
  }

  ask(from_s, span_s, points, fresh) {
    const until_s = Math.min(this.setup.limit_s, from_s + span_s);
    if (until_s <= from_s) return;
    this.runs.ask({ fresh, body: { ...this.log.plain, from_s, until_s, points } });
  }

  /** `run` is the name that the server gives this log; null until it has answered. */
  take(answer, { fresh }) {
    this.run = answer.run;
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
