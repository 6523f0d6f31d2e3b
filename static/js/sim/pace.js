// How much of a run to ask for at a time: much when it is cheap, little when it is dear.

const AHEAD_S = 40; // screen time that one answer covers at most
const AT_ONCE_S = 2; // just after a change, when the answer is wanted now; then twice as much each time
const LEAST_S = 0.25;
const RESERVE_S = 15; // ask for more when less is left
const DEAR_RESERVE_S = 4; // of what the next change may throw away
const WAIT_MS = { first: 60, next: 150 }; // that an answer may take
const ALWAYS_MS = 15; // that any answer takes, however short

const within = (low, value, high) => Math.min(high, Math.max(low, value));

export class Pace {
  cost = 0; // milliseconds for a second of cell time, as of late
  ahead_s = AT_ONCE_S;

  /** An answer of `span_s` cell seconds has taken `spent_ms`. */
  note(spent_ms, span_s) {
    const cost = Math.max(0, spent_ms - ALWAYS_MS) / span_s;
    this.cost = this.cost ? (this.cost + cost) / 2 : cost;
  }

  affordable(wait_ms, speed) {
    return this.cost > 0 ? wait_ms / (this.cost * speed) : Infinity;
  }

  /** Screen seconds to ask for just after a change. */
  first(speed) {
    this.ahead_s = within(LEAST_S, this.affordable(WAIT_MS.first, speed), AT_ONCE_S);
    return this.ahead_s;
  }

  next(speed) {
    const most = Math.min(AHEAD_S, 2 * this.ahead_s);
    this.ahead_s = within(LEAST_S, this.affordable(WAIT_MS.next, speed), most);
    return this.ahead_s;
  }

  /** Screen seconds that should always be at hand. */
  reserve(speed) {
    return within(DEAR_RESERVE_S, this.affordable(WAIT_MS.next, speed), RESERVE_S);
  }
}
