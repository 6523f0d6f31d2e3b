// Handing in is for good, so it asks first when questions have no answer: a step in the page, which
// takes the focus and so is read out.

import { bringIntoSight } from "./sight.js";

const TOO_SOON_MS = 500; // the second click of a double click answers nothing

export class HandIn {
  constructor(form, questions, map, onSure) {
    Object.assign(this, { questions, map, onSure });
    this.button = form.querySelector("[data-hand-in]");
    this.step = form.querySelector("[data-asks]");
    this.what = this.step.querySelector("[data-asks-what]");
    this.sure = this.step.querySelector("[name=sure]");
    this.step.querySelector("[data-go-on]").addEventListener("click", () => this.goOn());
    this.step.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  /** A prediction that was chosen is handed in with the rest, so it counts as an answer here. */
  get unanswered() {
    return [...this.questions.values()].filter((question) => question.isBlank).map(({ position }) => position);
  }

  press(isSure) {
    if (isSure || !this.unanswered.length) {
      this.onSure();
      return;
    }
    this.step.hidden = false;
    this.draw();
    this.sure.disabled = true;
    setTimeout(() => (this.sure.disabled = false), TOO_SOON_MS);
    this.step.focus();
    bringIntoSight(this.step, "nearest");
  }

  /** An answer came while the step was open. */
  draw() {
    if (this.step.hidden) return;
    const positions = this.unanswered;
    const title = positions.length === 1 ? "1 question is" : `${positions.length} questions are`;
    this.what.replaceChildren(...this.map.parts(`${title} not answered: `, positions));
    if (!positions.length) this.close();
  }

  close() {
    const hadFocus = this.step.contains(document.activeElement);
    this.step.hidden = true;
    if (hadFocus) this.button.focus();
  }

  goOn() {
    const [first] = this.unanswered;
    this.close();
    this.map.goTo(first);
  }
}
