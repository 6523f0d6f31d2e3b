// One question of the page: its radios, the line that says what became of the answer, its numbers.

export class Question {
  /** `sequence` counts this page's changes on from `base`, the last one the server has told of. */
  constructor(field) {
    this.field = field;
    this.address = field.dataset.save;
    this.position = field.dataset.position;
    this.base = Number(field.dataset.sequence);
    this.sequence = this.base;
    this.own = []; // sent since, and not heard of yet
    this.line = field.querySelector("[data-saved]");
    this.carry();
  }

  /** The next change: what is to be sent. */
  change(choice) {
    this.sequence += 1;
    return this.answer(choice);
  }

  answer(choice) {
    this.carry();
    return { choice, sequence: this.sequence, base: this.base, own: [...this.own] };
  }

  /** An answer that was kept in the browser over a reload. */
  restore({ choice, sequence, base, own }) {
    [this.sequence, this.base, this.own] = [sequence, base, own];
    this.show(choice);
    this.carry();
  }

  sending(choice) {
    if (!this.own.includes(choice)) this.own.push(choice);
    this.carry();
  }

  /** The server keeps an answer of this page, as number `sequence`. */
  confirm(sequence) {
    this.base = sequence;
    this.sequence = Math.max(this.sequence, sequence);
    this.own = [];
    this.carry();
  }

  /** The server keeps another page's answer: this page goes on from there. */
  adopt({ response, sequence }) {
    [this.sequence, this.base, this.own] = [sequence, sequence, []];
    this.show(response);
    this.carry();
  }

  show(choice) {
    for (const radio of this.field.querySelectorAll("input[type=radio]")) {
      radio.checked = radio.value === String(choice);
    }
  }

  /** The form's fields say the same as the script: handing in sends them. */
  carry() {
    for (const name of ["sequence", "base", "own"]) this.hidden(name).value = String(this[name]);
  }

  hidden(name) {
    const found = this.field.querySelector(`input[data-for=${name}]`);
    if (found) return found;
    const made = document.createElement("input");
    Object.assign(made, { type: "hidden", name: `${name}-${this.position}` });
    made.dataset.for = name;
    this.field.append(made);
    return made;
  }

  say(text, isProblem = false) {
    const words = document.createElement(isProblem ? "strong" : "span");
    words.textContent = text;
    this.line.replaceChildren(words);
    this.line.classList.toggle("soft", !isProblem);
  }
}
