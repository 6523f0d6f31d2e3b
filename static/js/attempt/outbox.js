// Answers on their way, kept until the server has them: over a reload, over closing the browser,
// over a dead battery. Each answer has a key of its own: whose, in which attempt, at which place.
// Computers are shared: what another person left is neither read nor sent.

const KEEP_MS = 30 * 24 * 60 * 60 * 1000;
const HOLD_MS = 15_000;

export class Outbox {
  constructor(user, attempt) {
    this.prefix = `outbox:${user}:${attempt}:`;
    this.waiting = new Map(); // position → {text, sequence, base, own, made_at}
    this.held = null; // while the page goes away: position → answer that the server has
    this.trouble = ""; // "blocked" or "full" when this browser keeps nothing
    this.attend(() => {
      localStorage.setItem("outbox:probe", "1");
      localStorage.removeItem("outbox:probe");
      this.forgetOld();
    });
  }

  /** What an earlier load of this page left unsent, as [position, answer]. */
  earlier() {
    const found = [];
    this.attend(() => {
      for (const key of Object.keys(localStorage).filter((name) => name.startsWith(this.prefix))) {
        const answer = parsed(localStorage.getItem(key));
        if (answer) found.push([key.slice(this.prefix.length), answer]);
      }
    });
    return found;
  }

  put(position, answer) {
    this.waiting.delete(position); // the newest goes last: one that is refused holds up no other
    this.waiting.set(position, answer);
    this.keep(position);
  }

  keep(position) {
    const key = this.prefix + position;
    this.attend(() => {
      localStorage.setItem(key, JSON.stringify(this.waiting.get(position)));
      this.trouble = "";
    });
  }

  /** The server has spoken on it. Another tab's newer answer at the same place stays. */
  drop(position) {
    const mine = this.waiting.get(position);
    this.waiting.delete(position);
    if (this.held) this.held.set(position, mine);
    else this.forget(position, mine);
  }

  forget(position, mine) {
    const key = this.prefix + position;
    this.attend(() => {
      const kept = parsed(localStorage.getItem(key));
      if (!kept || !mine || kept.sequence <= mine.sequence) localStorage.removeItem(key);
    });
  }

  /** The page that comes next may have been written before the server had an answer that this page
   *  still hears of: it is told by the outbox. She may stay as well. */
  hold() {
    this.held ??= new Map();
    clearTimeout(this.holding);
    this.holding = setTimeout(() => this.letGo(), HOLD_MS);
  }

  letGo() {
    const held = this.held ?? [];
    this.held = null;
    for (const [position, answer] of held) if (!this.waiting.has(position)) this.forget(position, answer);
  }

  /** Answers that nobody sent for a month belong to attempts that are long over. */
  forgetOld() {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith("outbox:"))) {
      const { made_at: madeAt = 0 } = parsed(localStorage.getItem(key)) ?? {};
      if (Date.now() - madeAt > KEEP_MS) localStorage.removeItem(key);
    }
  }

  attend(work) {
    try {
      work();
    } catch (error) {
      this.trouble = error?.name === "QuotaExceededError" ? "full" : "blocked";
    }
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
