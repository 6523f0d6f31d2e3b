// The cell's clock: how far it is, how fast it goes, whether it goes. It waits where data end.

const MAX_FRAME_S = 0.25; // a tab that slept does not leap
const STATE_S = 1.5; // without motion: one state, then the next

export class Clock {
  constructor({ speed, isStill, onFrame }) {
    this.t = 0;
    this.reached = 0;
    this.speed = speed;
    this.isPlaying = false;
    this.isStill = isStill;
    this.saved = 0;
    this.isWaiting = false;
    this.onFrame = onFrame;
    this.limit = Infinity;
    this.available = () => 0;
    this.last = performance.now();
    requestAnimationFrame((now) => this.frame(now));
  }

  frame(now) {
    const passed = Math.min(MAX_FRAME_S, Math.max(0, (now - this.last) / 1000));
    this.last = now;
    if (this.isPlaying) this.play(passed);
    else this.onFrame(0);
    requestAnimationFrame((next) => this.frame(next));
  }

  /** Go on; for readers who want no motion the states come one by one. */
  play(passed) {
    this.saved += passed;
    const isDue = !this.isStill || this.saved >= STATE_S;
    if (isDue) this.go(this.saved * this.speed);
    this.onFrame(isDue ? this.saved : 0);
    if (isDue) this.saved = 0;
  }

  /** Move on by `seconds` of cell time, as far as there are data. */
  go(seconds) {
    const wanted = Math.min(this.limit, this.t + seconds);
    const end = Math.max(this.t, Math.min(wanted, this.available()));
    this.isWaiting = end < wanted;
    this.set(end);
  }

  set(t) {
    this.t = Math.max(0, t);
    this.reached = Math.max(this.reached, this.t);
  }

  get isAtEnd() {
    return this.t >= this.limit;
  }
}
