// The run in words: the sentence for now, what was changed and when, what a screen reader hears.

import { description, sentence } from "./sentence.js";
import { spoken } from "./times.js";

const $ = (id) => document.getElementById(id);

export class Story {
  constructor(controls) {
    this.controls = controls;
    this.marks = [];
    this.told = 0;
  }

  /** The changes of a run in words, numbered; a pulse's own end is no change of its own. */
  readLog(log) {
    const marks = [];
    let values = log.base;
    for (const event of log.events) {
      const after = { ...values, ...event.set };
      const said = this.controls.spoken(values, after) || outsideTheTable(values, after);
      values = after;
      if (said) marks.push({ t_s: event.t_s, said, number: marks.length + 1 });
    }
    this.marks = marks;
    this.told = Math.min(this.told, marks.length);
    this.listed = -1;
  }

  /** What has happened by `t` is listed; what happened since the last look is spoken. */
  follow(t) {
    const happened = this.marks.filter((mark) => mark.t_s <= t);
    if (happened.length !== this.listed) {
      this.listed = happened.length;
      $("event-list").replaceChildren(
        ...happened.map((mark) => {
          const item = document.createElement("li");
          item.textContent = `${spoken(Number(mark.t_s.toPrecision(4)))}: ${mark.said}`;
          return item;
        }),
      );
    }
    const news = happened.slice(this.told);
    this.told = happened.length;
    return news;
  }

  now(moment) {
    const said = sentence(moment);
    if ($("now").textContent !== said) $("now").textContent = said;
    return said;
  }

  say(text) {
    const box = $("spoken");
    box.textContent = box.textContent === text ? `${text}\u00a0` : text;
  }

  describe(moment, t) {
    this.note(description(moment, t));
  }

  /** Something that was asked for: seen under the buttons and spoken. */
  note(text) {
    $("shared").textContent = text;
    $("shared").hidden = false;
    this.say(text);
  }

  forget() {
    this.told = 0;
    this.listed = -1;
  }
}

/** A change of something that no control of the page shows: said by its own name. */
function outsideTheTable(before, after) {
  return Object.keys(after)
    .filter((name) => after[name] !== before[name] && name !== "stimulus_pA")
    .map((name) => `${name.replaceAll("_", " ")} is now ${Number(after[name].toPrecision(3))}`)
    .join("; ");
}
