// Answers on their way, kept over a reload. Each student and attempt has an outbox of its own.

export class Outbox {
  constructor(user, attempt) {
    this.key = `outbox:${user}:${attempt}`;
    this.waiting = new Map(); // position → {choice, sequence, base, own}
  }

  /** What an earlier load of this page left unsent. */
  earlier() {
    try {
      return JSON.parse(sessionStorage.getItem(this.key) ?? "[]");
    } catch {
      return [];
    }
  }

  put(position, answer) {
    this.waiting.set(position, answer);
    this.keep();
  }

  drop(position) {
    this.waiting.delete(position);
    this.keep();
  }

  keep() {
    try {
      if (this.waiting.size) sessionStorage.setItem(this.key, JSON.stringify([...this.waiting]));
      else sessionStorage.removeItem(this.key);
    } catch {
      // Storage is blocked or full: the answers are still on the page, and the server is still asked.
    }
  }
}
