// The tools beside the questions: view, text size, line reader, crossing out, notes, highlights,
// charts drawn when they come into view. What is set is remembered in this browser.

import { CrossOut } from "./crossout.js";
import { Highlights } from "./highlights.js";
import { setUpLineReader } from "./linereader.js";
import { chooseByLetter, isTaken } from "../letters.js";

const SIZES = [0.875, 1, 1.25, 1.5, 1.75, 2];
const PLAIN_SIZE = 1;

export function setUpTools({ page, questions, memory, map, say }) {
  for (const shy of page.querySelectorAll("[data-needs-script]")) shy.hidden = false;
  const crossOut = new CrossOut(questions, memory);
  const highlights = new Highlights(page, memory, say);
  setUpSwitch(page, "oneByOne", map.isOneByOne, memory, () => map.layOut());
  setUpSwitch(page, "crossOut", false, memory, (isOn) => crossOut.show(isOn));
  setUpSwitch(page, "lineReader", false, memory, setUpLineReader(memory));
  setUpSwitch(page, "letterKeys", true, memory, () => {});
  document.addEventListener("keydown", (event) => {
    if (map.here && memory.get("letterKeys", true) && !isTaken(event)) chooseByLetter(map.here, event);
  });
  setUpTextSize(page, memory, say);
  setUpNotes(page, memory);
  setUpDialogs(page);
  highlights.drawAll();
  drawChartsWhenSeen(page);
  return { setUpAgain: (question) => crossOut.setUpAgain(question) };
}

/** A button that is pressed or not; `apply` hears it at once and after each press. */
function setUpSwitch(page, name, first, memory, apply) {
  const button = page.querySelector(`[data-switch="${name}"]`);
  const show = (isOn) => {
    button.setAttribute("aria-pressed", String(isOn));
    apply(isOn);
  };
  button.addEventListener("click", () => {
    memory.set(name, button.getAttribute("aria-pressed") !== "true");
    show(memory.get(name));
  });
  show(memory.get(name, first));
}

function setUpTextSize(page, memory, say) {
  const apply = () => page.style.setProperty("--zoom", SIZES[memory.get("size", PLAIN_SIZE)]);
  for (const button of page.querySelectorAll("[data-size]")) {
    button.addEventListener("click", () => {
      const next = memory.get("size", PLAIN_SIZE) + Number(button.dataset.size);
      memory.set("size", Math.min(SIZES.length - 1, Math.max(0, next)));
      apply();
      say(`Text size ${Math.round(100 * SIZES[memory.get("size")])} percent.`);
    });
  }
  apply();
}

/** A note belongs to its student alone: its field has no name, so no form sends it. */
function setUpNotes(page, memory) {
  const notes = memory.get("notes", {});
  for (const details of page.querySelectorAll("[data-note]")) {
    const position = details.dataset.note;
    const fill = () => {
      if (details.querySelector("textarea")) return;
      const label = document.createElement("label");
      const box = document.createElement("textarea");
      Object.assign(box, { rows: 3, value: notes[position] ?? "", maxLength: 4000 });
      label.append(`Note on question ${position}, kept in this browser only`, box);
      box.addEventListener("input", () => {
        notes[position] = box.value;
        memory.set("notes", notes);
        details.classList.toggle("has-note", box.value !== "");
      });
      details.append(label);
    };
    details.classList.toggle("has-note", Boolean(notes[position]));
    details.addEventListener("toggle", fill);
  }
}

/** Panels that stay open beside the questions; Escape closes what is open. */
function setUpDialogs(page) {
  for (const button of page.querySelectorAll("[data-opens]")) {
    const panel = document.getElementById(button.dataset.opens);
    button.addEventListener("click", () => {
      if (panel.open) panel.close();
      else panel.show();
    });
    panel.querySelector("[data-close-panel]").addEventListener("click", () => panel.close());
    panel.addEventListener("close", () => button.focus());
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") panel.close();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = event.target.closest?.(".attempt-bar details[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    for (const open of page.querySelectorAll(".attempt-bar details[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });
}

/** Sixty questions may hold thirty charts: each is drawn when it is about to be seen. */
function drawChartsWhenSeen(page) {
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        watcher.unobserve(target);
        import("../charts.js").then((charts) => charts.drawCharts(target));
      }
    },
    { rootMargin: "400px" },
  );
  for (const figure of page.querySelectorAll("figure:has(> [data-chart])")) watcher.observe(figure);
}
