// One question of the page: its inputs of whatever kind, the line that says what became of the
// answer, its numbers. An answer is the text of its fields, as a form sends them.

export const CLEARED = "cleared=1";
const MOST_OWN_LETTERS = 100_000;

/** [["", "2"]] or [[".value", "4"], [".unit", "mM"]] as text. */
export function textOf(pairs) {
  const named = pairs.map(([suffix, value]) => [`choice${suffix}`, value]);
  return new URLSearchParams(named).toString() || CLEARED;
}

function pairsOf(text) {
  if (text === CLEARED) return [];
  return [...new URLSearchParams(text)].map(([name, value]) => [name.slice("choice".length), value]);
}

function servedValue(input) {
  if (!input.matches("select")) return input.defaultValue;
  const options = [...input.options];
  return (options.find((option) => option.defaultSelected) ?? options[0])?.value ?? "";
}

/** A long outage tries a text many times, and the site takes only so much at once. What may have
 *  arrived is what was sent as the connection broke or came back, so the middle is forgotten. */
export function bound(own, most = MOST_OWN_LETTERS) {
  while (own.length > 2 && own.join().length > most) own.splice(own.length >> 1, 1);
}

export class Question {
  /** `sequence` counts this page's changes on from `base`, the last one the server has told of. */
  constructor(field) {
    this.field = field;
    this.address = field.dataset.save;
    this.position = field.dataset.position;
    this.prefix = `choice-${this.position}`;
    this.base = Number(field.dataset.sequence);
    this.sequence = this.base;
    this.own = []; // sent since, and not heard of yet
    this.line = field.querySelector("[data-saved]");
    this.text = this.served();
    this.carry();
  }

  get inputs() {
    const isOurs = ({ name = "" }) => name === this.prefix || name.startsWith(`${this.prefix}.`);
    return [...this.field.elements].filter(isOurs);
  }

  get isAnswered() {
    return this.text !== CLEARED;
  }

  /** Nothing stands in the inputs now, saved or not. */
  get isBlank() {
    return this.read() === CLEARED;
  }

  /** What stands in the inputs now. */
  read() {
    return this.collect((input) => [input.checked, input.value]);
  }

  /** What the page came with: an answer given before the script was there is a change as well. */
  served() {
    return this.collect((input) => [input.defaultChecked, servedValue(input)]);
  }

  collect(look) {
    const pairs = [];
    for (const input of this.inputs) {
      const isBox = input.type === "radio" || input.type === "checkbox";
      const [isChecked, value] = look(input);
      const isSaid = isBox ? isChecked : value.trim() !== "";
      if (isSaid) pairs.push([input.name.slice(this.prefix.length), isBox ? input.value : value]);
    }
    return textOf(pairs);
  }

  get isAhead() {
    return this.read() !== this.text;
  }

  /** What changed since the last look, ready to be sent, or null. */
  change() {
    const text = this.read();
    if (text === this.text) return null;
    this.text = text;
    this.sequence += 1;
    this.carry();
    return { text, sequence: this.sequence, base: this.base, own: [...this.own], made_at: Date.now() };
  }

  /** An answer that was kept in the browser over a reload; one given since then is newer. */
  restore({ text, sequence, base, own }) {
    [this.sequence, this.base, this.own] = [sequence, base, own];
    if (this.isAhead) this.text = text;
    else this.show(pairsOf(text));
  }

  isSame(fields, text) {
    return textOf(fields) === text;
  }

  sending(text) {
    if (!this.own.includes(text)) this.own.push(text);
    bound(this.own);
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
  adopt({ fields, sequence }) {
    [this.sequence, this.base, this.own] = [sequence, sequence, []];
    this.show(fields);
  }

  show(pairs) {
    for (const input of this.inputs) {
      const suffix = input.name.slice(this.prefix.length);
      const values = pairs.filter(([name]) => name === suffix).map(([, value]) => value);
      if (input.type === "radio" || input.type === "checkbox") input.checked = values.includes(input.value);
      else input.value = values[0] ?? "";
    }
    this.text = this.read();
    this.carry();
    // Inputs that a script shows in another way are drawn again.
    this.field.dispatchEvent(new CustomEvent("answershown", { bubbles: true }));
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

  /** The question's part of the whole form. `age` is that of an answer which is not saved yet. */
  body(age) {
    const at = `-${this.position}`;
    const fields = pairsOf(this.text).map(([suffix, value]) => [`choice${at}${suffix}`, value]);
    if (!this.isAnswered && this.sequence > this.base) fields.push([`cleared${at}`, "1"]);
    for (const name of ["sequence", "base", "own"]) fields.push([`${name}${at}`, String(this[name])]);
    return [...fields, [`age${at}`, String(age)]];
  }

  say(text, isProblem = false) {
    const words = document.createElement(isProblem ? "strong" : "span");
    words.textContent = text;
    this.line.replaceChildren(words);
    this.line.classList.toggle("soft", !isProblem);
  }
}
