// Items: letter keys, focus after feedback, charts of stimuli, drafts of written answers.

import { setUpKinds } from "./kinds.js";
import { chooseByLetter, isTaken } from "./letters.js";

// Most pages with items have no chart: the drawing of charts is fetched when there is one.
async function drawCharts(root) {
  if (!root.querySelector("[data-chart]")) return;
  const charts = await import("./charts.js");
  charts.drawCharts(root);
}

document.addEventListener("keydown", (event) => {
  const item = document.getElementById("practice-item");
  if (!item || isTaken(event) || chooseByLetter(item, event)) return;
  if (event.key === "Enter" && event.target === document.body) item.querySelector("[data-next]")?.click();
});

document.body.addEventListener("htmx:afterSettle", (event) => {
  const item = document.getElementById("practice-item");
  if (!item) return;
  // Focus follows an answer, never the first arrival of the items on a term page.
  const isAnswer = event.detail.requestConfig?.elt.closest("#practice-item");
  const first = "[data-verdict], [data-watch], [aria-invalid], [data-answer] :is(input:not([type=hidden]), select, textarea)";
  if (isAnswer) item.querySelector(first)?.focus();
  if (isAnswer && item.dataset.given) import("./earlier.js").then((earlier) => earlier.remember(item));
  drawCharts(item);
  setUpKinds(item);
});

for (const area of document.querySelectorAll("[data-practice]")) drawCharts(area);
setUpKinds(document);

// Computers are shared: a draft is its writer's, and gone as soon as somebody else reads here.
const own = `draft:${document.body.dataset.reader ?? ""}:`;
try {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith("draft:") && !key.startsWith(own)) sessionStorage.removeItem(key);
  }
} catch {
  // Storage is blocked: there is nothing to clear.
}

for (const box of document.querySelectorAll("[data-keep]")) {
  const key = `${own}${box.dataset.keep}`;
  try {
    box.value = sessionStorage.getItem(key) ?? "";
    box.addEventListener("input", () => sessionStorage.setItem(key, box.value));
  } catch {
    // Storage is blocked: the text lasts as long as the page.
  }
}
