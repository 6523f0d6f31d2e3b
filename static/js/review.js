// Cards: keys, focus after each step, charts of missed items.

const region = () => document.getElementById("review");

async function drawCharts(root) {
  if (!root.querySelector("[data-chart]")) return;
  const charts = await import("./charts.js");
  charts.drawCharts(root);
}

const typing = (event) => event.target.closest("textarea, input, select");
const isElsewhere = (event) => event.target !== document.body && !region()?.contains(event.target);
// Buttons and links have Space and Enter to themselves.
const isControl = (event) => event.target.closest("button, a, summary");

function press(name) {
  const button = region().querySelector(`[data-key="${CSS.escape(name)}"]`);
  if (!button) return false;
  button.click();
  if (name === "n") region().querySelector("#note")?.focus();
  return true;
}

function goOn() {
  const button = region().querySelector('[data-reveal], [data-key="2"], [data-next]');
  button?.click();
  return Boolean(button);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (!region() || typing(event) || isElsewhere(event)) return;
  const key = event.key.toLowerCase();
  const isGoOn = key === " " || key === "enter";
  if (isGoOn && isControl(event)) return;
  // Hands used to four buttons: 2, 3 and 4 all mean that it was known.
  const name = { 3: "2", 4: "2" }[key] ?? key;
  if (isGoOn ? goOn() : /^[12usn]$/.test(name) && press(name)) event.preventDefault();
});

document.body.addEventListener("htmx:afterSettle", (event) => {
  if (!region()) return;
  const isOurs = event.detail.elt === region() || region().contains(event.detail.elt);
  if (!isOurs) return;
  const back = region().querySelector("[data-back]");
  (back ?? region().querySelector("[data-end], [data-front]"))?.focus();
  drawCharts(region());
});

if (region()) {
  drawCharts(region());
  // A key may be quicker than htmx: then the answer comes as a page of its own.
  region().querySelector("[data-back]")?.focus();
}
