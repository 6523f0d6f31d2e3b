// Asks the server for stretches of a run. The last question wins; a failed one is asked again.

const RETRY_MS = [500, 1000, 2000, 4000, 8000];

export class Runs {
  /** `on` has: data(answer, question), refused(problems), trouble(waitMs), fine(). */
  constructor(url, on) {
    this.url = url;
    this.on = on;
    this.number = 0;
    this.asked = null;
    this.failures = 0;
  }

  get isAsking() {
    return this.asked !== null;
  }

  /** Ask; whatever was asked before is given up, since a newer question makes it stale. */
  ask(question) {
    this.controller?.abort();
    clearTimeout(this.timer);
    this.number += 1;
    this.asked = question;
    this.send(question, this.number);
  }

  /** Forget the question under way. */
  stop() {
    this.controller?.abort();
    clearTimeout(this.timer);
    this.number += 1;
    this.asked = null;
  }

  async send(question, number) {
    this.controller = new AbortController();
    try {
      const response = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(question.body),
        signal: this.controller.signal,
        credentials: "omit",
      });
      if (response.status !== 200 && response.status !== 400) throw new Error(response.status);
      const answer = await response.json();
      if (number === this.number) this.take(answer, question, response.status);
    } catch {
      if (number === this.number) this.fail(question, number);
    }
  }

  take(answer, question, status) {
    if (this.failures) this.on.fine();
    this.failures = 0;
    this.asked = null;
    if (status === 400) this.on.refused(answer.problems ?? []);
    else this.on.data(answer, question);
  }

  fail(question, number) {
    const wait = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)];
    this.failures += 1;
    if (this.failures > 1) this.on.trouble(wait);
    this.timer = setTimeout(() => {
      if (number === this.number) this.send(question, number);
    }, wait);
  }

  /** Ask again now what could not be asked. */
  retry() {
    if (this.asked && this.failures) {
      clearTimeout(this.timer);
      this.send(this.asked, this.number);
    }
  }
}
