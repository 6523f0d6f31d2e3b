// The time left, counted from what the server said: a wrong clock in the browser changes nothing.
// Screen readers hear it at a few moments and when they ask, never each second.

const TOLD_MINUTES = [10, 5, 1];
const SHOWN_LAST_MS = 5 * 60 * 1000; // as in the exam: it cannot be hidden at the end
const POLL_MS = 60_000;

export class Clock {
  constructor(root, { say, onEnd, onMore, memory }) {
    Object.assign(this, { root, say, onEnd, onMore, memory });
    this.time = root.querySelector("[data-left]");
    this.hide = root.querySelector("[data-clock-hide]");
    this.endsAt = null;
    this.ends = "";
    this.told = Infinity; // minutes at which it was told last
    this.hide.addEventListener("click", () => {
      memory.set("clockHidden", !memory.get("clockHidden", false));
      this.draw();
    });
    root.querySelector("[data-clock-ask]").addEventListener("click", () => say(this.inWords()));
  }

  get leftMs() {
    return this.endsAt === null ? Infinity : Math.max(0, this.endsAt - performance.now());
  }

  /** What the server says now; `ago` milliseconds ago for what came with the page. */
  set({ left_ms: left, ends }, ago = 0) {
    const before = this.endsAt;
    this.endsAt = left === null ? null : performance.now() + left - ago;
    this.ends = ends;
    this.root.hidden = this.endsAt === null;
    const isMore = before !== null && (this.endsAt === null || this.endsAt > before + 20_000);
    if (isMore) {
      this.told = Infinity;
      this.say(this.endsAt === null ? "Your time limit was lifted." : `You have more time: ${this.inWords()}`);
      this.onMore();
    }
    if (this.endsAt !== null && this.told === Infinity) this.told = this.leftMs / 60_000;
    this.tick();
  }

  tick() {
    clearTimeout(this.timer);
    if (this.endsAt === null) return;
    this.draw();
    const minutes = this.leftMs / 60_000;
    const passed = TOLD_MINUTES.filter((mark) => mark < this.told && minutes <= mark);
    if (passed.length) {
      this.told = Math.min(...passed);
      this.say(this.inWords());
    }
    if (this.leftMs === 0) this.onEnd();
    else this.timer = setTimeout(() => this.tick(), (this.leftMs % 1000) + 20);
  }

  draw() {
    const isLast = this.leftMs <= SHOWN_LAST_MS;
    const isHidden = this.memory.get("clockHidden", false) && !isLast;
    this.hide.hidden = isLast;
    this.hide.firstChild.data = isHidden ? "Show" : "Hide";
    this.root.classList.toggle("is-last", isLast);
    const text = isHidden ? "" : this.inDigits();
    if (this.time.textContent !== text) this.time.textContent = text;
  }

  inDigits() {
    const seconds = Math.ceil(this.leftMs / 1000);
    const two = (number) => String(number).padStart(2, "0");
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  }

  inWords() {
    const minutes = Math.round(this.leftMs / 60_000);
    const left = this.leftMs < 90_000 ? `${Math.ceil(this.leftMs / 1000)} seconds` : `${minutes} minutes`;
    return `${left} left. Your time ends at ${this.ends}.`;
  }
}

/** Ask the server now and then, sooner when the page comes back; a class does not ask at once. */
export function poll(ask) {
  let timer = 0;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(run, POLL_MS * (0.75 + Math.random() / 2));
  };
  const run = async () => {
    if (!document.hidden) await ask();
    again();
  };
  for (const moment of ["online", "pageshow"]) addEventListener(moment, run);
  document.addEventListener("visibilitychange", run);
  again();
}
