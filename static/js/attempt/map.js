// The map of questions: which are answered, which are marked for review; one at a time or all.

import { bringIntoSight } from "./sight.js";

export class QuestionMap {
  constructor(page, questions, memory) {
    Object.assign(this, { page, questions, memory });
    this.links = new Map();
    for (const link of page.querySelectorAll("[data-map-link]")) this.links.set(link.dataset.mapLink, link);
    this.sections = new Map();
    for (const section of page.querySelectorAll("[data-question]")) this.sections.set(section.dataset.question, section);
    this.panel = page.querySelector("[data-map]");
    this.marked = new Set(memory.get("marked", []));
    this.at = memory.get("at", "1");
    page.addEventListener("click", (event) => this.click(event));
    addEventListener("hashchange", () => this.goTo(location.hash.replace("#q-", "")));
  }

  get isOneByOne() {
    return this.memory.get("oneByOne", this.page.dataset.oneByOne === "yes");
  }

  /** The question she is at: where the focus is, or the only one that is shown. */
  get here() {
    const focused = document.activeElement;
    const shown = this.isOneByOne && focused === document.body ? this.sections.get(this.at) : null;
    return focused.closest("[data-question]") ?? shown;
  }

  click(event) {
    const mark = event.target.closest("[data-mark]");
    if (mark) this.toggleMark(mark.dataset.mark);
    const step = event.target.closest("[data-turn]");
    if (step) this.step(Number(step.dataset.turn));
    const link = event.target.closest("[data-map-link], [data-go]");
    if (!link) return;
    event.preventDefault();
    if (this.panel.contains(link)) this.panel.open = false;
    this.goTo(link.dataset.mapLink ?? link.dataset.go);
  }

  toggleMark(position) {
    if (!this.marked.delete(position)) this.marked.add(position);
    this.memory.set("marked", [...this.marked]);
    this.draw(this.questions.get(position));
  }

  step(by) {
    const positions = [...this.sections.keys()];
    const next = positions[positions.indexOf(this.at) + by];
    if (next) this.goTo(next);
  }

  goTo(position) {
    if (!this.sections.has(position)) return;
    this.at = position;
    this.memory.set("at", position);
    this.layOut();
    const heading = this.sections.get(position).querySelector("h2");
    heading.focus({ preventScroll: true });
    bringIntoSight(heading, "start");
  }

  /** Show all questions, or only the one she is at. */
  layOut() {
    const positions = [...this.sections.keys()];
    if (!this.sections.has(this.at)) this.at = positions[0];
    this.page.classList.toggle("is-one-by-one", this.isOneByOne);
    for (const [position, section] of this.sections) {
      section.classList.toggle("is-here", position === this.at);
      const link = this.links.get(position);
      if (this.isOneByOne && position === this.at) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
    const place = positions.indexOf(this.at);
    this.page.querySelector('[data-turn="-1"]').disabled = place <= 0;
    this.page.querySelector('[data-turn="1"]').disabled = place >= positions.length - 1;
  }

  draw(question) {
    this.drawOne(question);
    this.drawSummary();
  }

  drawAll() {
    for (const question of this.questions.values()) this.drawOne(question);
    this.drawSummary();
    this.layOut();
  }

  drawOne(question) {
    const { position, isAnswered } = question;
    const isMarked = this.marked.has(position);
    const link = this.links.get(position);
    link.classList.toggle("is-answered", isAnswered);
    link.classList.toggle("is-marked", isMarked);
    const words = [isAnswered ? "answered" : "not answered", ...(isMarked ? ["marked for review"] : [])];
    link.querySelector("[data-map-state]").textContent = `, ${words.join(", ")}`;
    this.sections.get(position).querySelector("[data-mark]").setAttribute("aria-pressed", String(isMarked));
  }

  drawSummary() {
    const open = [...this.questions.values()].filter((question) => !question.isAnswered);
    const positions = open.map((question) => question.position);
    const count = this.questions.size - positions.length;
    const title = `${count} of ${this.questions.size} answered`;
    for (const place of this.page.querySelectorAll("[data-count]")) place.textContent = title;
    this.page.querySelector("[data-open]").replaceChildren(...this.parts("Not answered: ", positions));
    this.page.querySelector("[data-marked]").replaceChildren(...this.parts("Marked for review: ", [...this.marked]));
  }

  parts(title, positions) {
    if (!positions.length) return [];
    const sorted = [...positions].sort((one, other) => one - other);
    const links = sorted.flatMap((position, place) => {
      const link = document.createElement("a");
      Object.assign(link, { href: `#q-${position}`, textContent: position });
      link.dataset.go = position;
      return place ? [", ", link] : [link];
    });
    return [title, ...links, ". "];
  }
}
