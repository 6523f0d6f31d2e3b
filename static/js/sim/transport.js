// Play, pause, step, speed, restart, look back; the clock's label; the keys.

import { clockTime, rateLabel, SPEEDS, spoken } from "./times.js";

const $ = (id) => document.getElementById(id);

export class Transport {
  /** `on` has play(), step(direction), restart(), speed(value), look(part), describe(). */
  constructor(lab, speed, on) {
    this.select = $("speed");
    this.play = $("play");
    this.scrub = $("scrub");
    this.offer(speed);
    this.play.addEventListener("click", on.play);
    $("step").addEventListener("click", () => on.step(1));
    $("back").addEventListener("click", () => on.step(-1));
    $("restart").addEventListener("click", on.restart);
    $("describe").addEventListener("click", on.describe);
    this.select.addEventListener("change", () => on.speed(Number(this.select.value)));
    this.scrub.addEventListener("input", () => on.look(Number(this.scrub.value) / 1000));
    const keys = {
      k: on.play,
      j: () => on.step(-1),
      l: () => on.step(1),
      r: on.restart,
      d: on.describe,
    };
    lab.addEventListener("keydown", (event) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (isPlain && event.target.tagName !== "SELECT" && keys[event.key]) {
        event.preventDefault();
        keys[event.key]();
      }
    });
  }

  /** The speeds to choose from, `speed` among them and chosen. */
  offer(speed) {
    const speeds = [...new Set([...SPEEDS, speed])].sort((a, b) => a - b);
    const options = speeds.map((value) => new Option(`1 s = ${spoken(value)}`, String(value)));
    this.select.replaceChildren(...options);
    this.select.value = String(speed);
  }

  show(clock) {
    const { t, reached, speed } = clock;
    write($("clock"), `${clockTime(t, speed)} in the cell`);
    write($("rate"), rateLabel(speed));
    write(this.play, clock.isPlaying ? "Pause" : "Play");
    if (document.activeElement !== this.scrub || clock.isPlaying) {
      this.scrub.value = reached ? Math.round((t / reached) * 1000) : 0;
    }
    this.scrub.setAttribute("aria-valuetext", spoken(Number(t.toPrecision(3))));
  }
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
