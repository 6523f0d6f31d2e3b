// Items: letter keys, focus after feedback, charts of stimuli, drafts of written answers.

import { drawCharts } from "./charts.js";

const typing = (event) => event.target.closest("textarea, input[type=text], input[type=search], select");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event)) return;
  const item = document.getElementById("practice-item");
  if (!item) return;
  const letter = event.key.toUpperCase();
  const choice = item.querySelector(`input[data-letter="${CSS.escape(letter)}"]`);
  if (choice) {
    choice.checked = true;
    choice.focus();
  } else if (event.key === "Enter" && event.target === document.body) {
    item.querySelector("[data-next]")?.click();
  }
});

document.body.addEventListener("htmx:afterSettle", (event) => {
  const item = document.getElementById("practice-item");
  if (!item) return;
  // Focus follows an answer, never the first arrival of the items on a term page.
  const isAnswer = event.detail.requestConfig?.elt.closest("#practice-item");
  if (isAnswer) (item.querySelector("[data-verdict]") ?? item.querySelector("input[name=choice]"))?.focus();
  drawCharts(item);
});

for (const area of document.querySelectorAll("[data-practice]")) drawCharts(area);

for (const box of document.querySelectorAll("[data-keep]")) {
  const key = `draft:${box.dataset.keep}`;
  try {
    box.value = sessionStorage.getItem(key) ?? "";
    box.addEventListener("input", () => sessionStorage.setItem(key, box.value));
  } catch {
    // Storage is blocked: the text lasts as long as the page.
  }
}
