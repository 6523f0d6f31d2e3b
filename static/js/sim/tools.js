// The buttons around a run: the time axis, comparing, hearing, printing, sharing, saving.

import { PrintSheet } from "./print.js";
import { linkTo, offer } from "./share.js";
import { Sound } from "./sound.js";
import { csvOf, download } from "./table.js";

const $ = (id) => document.getElementById(id);
const press = (button, isPressed) => button.setAttribute("aria-pressed", String(isPressed));
const isPressed = (button) => button.getAttribute("aria-pressed") === "true";

export class Tools {
  constructor(lab) {
    this.lab = lab;
    this.sound = new Sound();
    this.sheet = new PrintSheet(lab);
    this.wireAxis(lab.charts);
    this.wireRun(lab);
    $("sound").addEventListener("click", () => {
      press($("sound"), this.sound.turn(!isPressed($("sound"))));
      lab.story.say(isPressed($("sound")) ? "Sound on: the pitch follows the voltage." : "Sound off.");
    });
    $("print").addEventListener("click", () => this.sheet.print());
  }

  wireAxis(charts) {
    $("zoom-in").addEventListener("click", () => charts.zoomBy(0.5));
    $("zoom-out").addEventListener("click", () => charts.zoomBy(2));
    $("whole").addEventListener("click", () => charts.whole());
    $("follow").addEventListener("click", () => charts.follow());
    charts.onFollow = (isOn) => press($("follow"), isOn);
    $("log-time").addEventListener("click", () => {
      press($("log-time"), !isPressed($("log-time")));
      charts.setLog(isPressed($("log-time")));
    });
    $("compare").addEventListener("click", () => {
      press($("compare"), !isPressed($("compare")));
      charts.compare(isPressed($("compare")));
      this.tellBefore();
    });
    $("chloride").addEventListener("change", (event) => {
      charts.show("chloride", event.target.checked);
    });
  }

  wireRun(lab) {
    $("share").addEventListener("click", async () => {
      const { t, speed } = lab.clock;
      lab.story.note(await offer(linkTo(lab.session.log, { at_s: t, speed })));
    });
    $("csv").addEventListener("click", () => {
      download(csvOf(lab.timeline, lab.clock.reached), `${lab.setup.scenario.slug}.csv`);
    });
  }

  /** The run so far is left for another one: keep it, to set the next one against it. */
  keepRun() {
    const { timeline, clock, charts } = this.lab;
    if (timeline.after(clock.reached) < 3) return;
    charts.keep(timeline.upTo(clock.reached));
    $("compare").disabled = false;
    press($("compare"), true);
    this.tellBefore();
  }

  tellBefore() {
    $("before-key").hidden = !isPressed($("compare"));
  }

  /** Once a frame, while it plays. */
  follow(moment, isPlaying) {
    this.sound.follow(moment, isPlaying);
  }
}
