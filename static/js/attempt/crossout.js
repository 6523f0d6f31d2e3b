// Options that a student has ruled out. Crossing out answers nothing: the option can still be chosen.

export class CrossOut {
  constructor(questions, memory) {
    Object.assign(this, { questions, memory });
    this.crossed = memory.get("crossed", {}); // position → values of inputs
  }

  /** The buttons are made when they are first asked for. */
  show(isOn) {
    for (const question of this.questions.values()) {
      const has = this.crossed[question.position]?.length;
      if (isOn || has) this.prepare(question);
      question.field.classList.toggle("can-cross-out", isOn);
    }
  }

  /** Options of the question came anew. */
  setUpAgain(question) {
    if (!question.field.dataset.crossable) return;
    delete question.field.dataset.crossable;
    this.prepare(question);
  }

  prepare(question) {
    if (question.field.dataset.crossable) return;
    question.field.dataset.crossable = "yes";
    for (const label of question.field.querySelectorAll("label.option:not(:has(+ .cross-out))")) {
      const input = label.querySelector("input");
      const letter = input.dataset.letter ?? label.querySelector(".letter")?.textContent ?? input.value;
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "cross-out" });
      const [words, struck] = [document.createElement("span"), document.createElement("s")];
      Object.assign(words, { className: "hidden", textContent: "Cross out " });
      struck.textContent = letter;
      button.append(words, struck);
      const key = `${input.name.slice(question.prefix.length)}=${input.value}`;
      button.addEventListener("click", () => this.toggle(question, key, label, button));
      label.after(button);
      this.draw(question, key, label, button);
    }
  }

  toggle(question, key, label, button) {
    const kept = new Set(this.crossed[question.position]);
    if (!kept.delete(key)) kept.add(key);
    this.crossed[question.position] = [...kept];
    this.memory.set("crossed", this.crossed);
    this.draw(question, key, label, button);
  }

  draw(question, key, label, button) {
    const isOut = (this.crossed[question.position] ?? []).includes(key);
    label.classList.toggle("is-out", isOut);
    button.setAttribute("aria-pressed", String(isOut));
  }
}
