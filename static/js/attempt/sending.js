// Sending answers until the server has them, and handing in. An answer counts as saved only when
// the server has said so; nothing is sent while somebody else is signed in.

import { isTrouble, link, listed, showBanner, tell, tellBusy, tellTrouble, unkept } from "./banner.js";
import { ageOf, ask, post, sendAway, whose } from "./wire.js";

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15000;
// Below this a word would only flicker, and a screen reader would say it with every answer.
const SLOW_MS = 400;

const FATES = ["Too late to count, kept for your teacher to decide", "Too late to count", "Not saved"];

function fateOf({ is_late: isLate, kept_for_teacher: isKept }) {
  if (isKept) return FATES[0];
  return isLate ? FATES[1] : FATES[2];
}

export class Sending {
  /** `onClock(clock)` hears the time left that comes with replies, `onMore()` that it is not over,
   * `onKept(question, fields)` what the server keeps, `onSaved(position, reply)` what this page saved. */
  constructor(form, questions, outbox, hearing) {
    Object.assign(this, { form, questions, outbox, ...hearing, user: form.dataset.user });
    this.refused = new Map(); // position → its fate: kept for the teacher, too late, not saved
    this.changedElsewhere = new Set(); // positions where another page's answer was kept
    this.result = ""; // where to look when the quiz was finished elsewhere
    this.isSending = false;
    this.isElsewhere = false; // somebody else is signed in
    this.wants = ""; // "hand-in" once it was asked for, "end" when the time is over; until it has gone through
    this.isDue = false; // not yet at the end of the time: a class hands in one by one
    this.wait = FIRST_WAIT_MS;
    this.timer = 0;
  }

  /** A question changed: keep the answer and send it. */
  put(question) {
    const answer = question.change();
    if (!answer) return;
    this.refused.delete(question.position);
    this.changedElsewhere.delete(question.position);
    question.say("saving …");
    this.outbox.put(question.position, answer);
    this.send();
  }

  /** What an earlier load of this page left. */
  restore() {
    for (const [position, answer] of this.outbox.earlier()) {
      const question = this.questions.get(position);
      if (!question) continue;
      question.restore(answer);
      question.say("saving …");
      this.outbox.put(position, answer);
    }
    this.send();
  }

  async send() {
    if (this.isSending || !(this.outbox.waiting.size || this.handsIn)) return;
    this.isSending = true;
    clearTimeout(this.timer);
    const slow = setTimeout(() => this.wants || tellBusy(), SLOW_MS);
    let trouble = await this.sendWaiting();
    clearTimeout(slow);
    // Handing in brings along what could not be saved by itself.
    if (this.handsIn && (!trouble || trouble.outcome === "trouble")) trouble = await this.sendHandIn(trouble);
    this.isSending = false;
    if (trouble) {
      this.tryLater(trouble);
      return;
    }
    this.isElsewhere = false;
    this.wait = FIRST_WAIT_MS;
    if (this.wants) this.send();
    else if (!this.form.dataset.leaving) this.tellOutcome();
  }

  async sendWaiting() {
    if (this.isElsewhere) {
      const outcome = await whose(location.pathname);
      if (isTrouble(outcome)) return { outcome, reply: {} };
    }
    let failed = null;
    const tried = new Set(); // what the site could not take once waits for the next round
    for (;;) {
      const next = [...this.outbox.waiting].find(([, answer]) => !tried.has(answer));
      if (!next) return failed;
      const [position, answer] = next;
      const { outcome, reply } = await this.sendOne(this.questions.get(position), answer);
      if (outcome === "trouble") {
        tried.add(answer);
        failed = { outcome, reply };
      } else if (isTrouble(outcome)) {
        return { outcome, reply };
      }
    }
  }

  async sendOne(question, answer) {
    // The answer's numbers are those of now: an earlier one may have been confirmed since.
    const sent = Object.assign(answer, { base: question.base, own: [...question.own] });
    question.sending(answer.text);
    const { outcome, reply } = await post(question.address, { ...sent }, this.user);
    if (isTrouble(outcome)) {
      Object.assign(answer, { own: [...question.own] });
      if (this.outbox.waiting.get(question.position) === answer) this.outbox.keep(question.position);
    } else {
      this.settle(question, answer, outcome, reply);
    }
    return { outcome, reply };
  }

  settle(question, answer, outcome, reply) {
    const isLatest = this.outbox.waiting.get(question.position) === answer;
    if (reply.clock) this.onClock(reply.clock);
    if (outcome === "saved" || (outcome === "stale" && question.isSame(reply.fields, answer.text))) {
      question.confirm(reply.sequence);
      this.onSaved(question.position, reply);
      if (!isLatest) return;
      question.say(`saved ${reply.saved_at}`);
    } else if (outcome === "stale") {
      // A choice made meanwhile was made without knowing of the other one, so it goes as well.
      question.adopt(reply);
      this.changedElsewhere.add(question.position);
      question.say("This answer was changed in another tab or device. That one is kept and shown; choose again to change it.", true);
    } else if (isLatest) {
      this.refused.set(question.position, fateOf(reply));
      question.say(`not saved: ${reply.problem}`, true);
    }
    if (outcome === "closed") this.result = reply.result;
    if (isLatest || outcome === "stale") this.outbox.drop(question.position);
    this.onKept(question, reply.fields);
  }

  tryLater({ outcome, reply }) {
    // Until it is known that she is back, nothing is sent.
    if (outcome === "elsewhere") this.isElsewhere = true;
    else if (outcome === "signed-out") this.isElsewhere = false;
    const also = this.wants ? "Not handed in yet; it is tried again by itself. " : "";
    tellTrouble(outcome, reply, this.outbox.trouble, also);
    // A whole class loses its connection, and has it back, at the same moment.
    this.timer = setTimeout(() => this.send(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }

  /** Everything has been answered by the server, one way or another. */
  tellOutcome() {
    const parts = [];
    if (this.result) parts.push("This quiz was handed in from another tab or device, or its time was over. ");
    for (const fate of FATES) {
      const positions = [...this.refused.keys()].filter((position) => this.refused.get(position) === fate);
      if (positions.length) parts.push(`${fate}: ${listed(positions)}. `);
    }
    if (this.result) parts.push(link("See the result", this.result));
    if (this.changedElsewhere.size) {
      parts.push(`Changed in another tab or device: ${listed(this.changedElsewhere)}. Look there before you go on.`);
    }
    if (parts.length) tell(true, ...parts);
    else tell(false, `All answers are saved.${unkept(this.outbox.trouble)}`);
  }

  /** The page goes away: what waits is sent on its way, and kept. */
  leave() {
    if (this.isElsewhere) return;
    for (const [position, answer] of this.outbox.waiting) {
      const question = this.questions.get(position);
      question.sending(answer.text);
      sendAway(question.address, Object.assign(answer, { own: [...question.own] }));
      this.outbox.keep(position);
    }
  }

  get handsIn() {
    return this.wants && this.isDue;
  }

  handIn(why = "hand-in", delayMs = 0) {
    if (this.isElsewhere) {
      showBanner();
      return;
    }
    this.wants ||= why; // at the end of the time her button asks for nothing else
    tell(false, "Handing in …");
    this.isDue = !delayMs;
    if (delayMs) setTimeout(() => this.handsInNow(), delayMs);
    else this.send();
  }

  handsInNow() {
    this.isDue = true;
    this.send();
  }

  /** `before` is the trouble with single answers: it stands when the attempt goes on. */
  async sendHandIn(before) {
    const body = new URLSearchParams(this.wants === "end" ? { at_end: "1" } : {});
    for (const [position, answer] of this.outbox.waiting) {
      for (const [name, value] of this.questions.get(position).body(ageOf(answer))) body.append(name, value);
    }
    const { outcome, reply } = await ask(this.form.dataset.finish, this.user, { method: "POST", body });
    if (isTrouble(outcome)) return { outcome, reply };
    this.wants = "";
    if (reply.clock) {
      this.onMore();
      this.onClock(reply.clock);
      return before;
    }
    if (outcome === "saved") {
      this.form.dataset.leaving = "yes";
      location.assign(reply.result);
    } else {
      tell(true, reply.problem ?? "This could not be handed in.");
      this.form.dataset.leaving = "yes";
    }
    return null;
  }
}
