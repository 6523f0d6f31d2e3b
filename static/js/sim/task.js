// A task: which goals the run reaches so far, and handing it in with the log that is marked.

const form = document.getElementById("task-form");
const status = document.getElementById("task-status");
const lab = document.getElementById("lab");

function say(text, isProblem = false) {
  status.textContent = text;
  status.classList.toggle("is-problem", isProblem);
}

/** The student's changes and the name of their run go into the form; false while it has none. */
function fill() {
  const found = {};
  lab.dispatchEvent(new CustomEvent("lab:ask", { detail: found }));
  if (!found.run) return false;
  form.elements.log.value = JSON.stringify(found.own);
  form.elements.run.value = found.run;
  return true;
}

const NOT_YET = "The cell has not answered your last change yet. Try again in a moment.";

async function check() {
  if (!fill()) {
    say(NOT_YET, true);
    return;
  }
  say("Replaying your run …");
  try {
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken?.value ?? "" };
    const body = new URLSearchParams(new FormData(form));
    const response = await fetch(form.dataset.goals, { method: "POST", headers, body });
    const reply = await response.json();
    if (response.ok) show(reply.goals);
    else say(reply.problem, true);
  } catch {
    say("The server does not answer. Your run is kept here; try again in a moment.", true);
  }
}

function show(goals) {
  const rows = [...form.querySelectorAll("[data-goal]")];
  goals.forEach(({ met, measured }, place) => {
    const row = rows[place];
    row.classList.toggle("is-met", met);
    row.querySelector(".goal-sign").textContent = met ? "✓" : "○";
    row.querySelector("output").textContent = measured ? `now ${measured}` : "nothing to measure yet";
  });
  const count = goals.filter(({ met }) => met).length;
  say(`${count} of ${goals.length} reached, if nothing more is changed.`);
}

document.getElementById("task-check").addEventListener("click", check);
form.addEventListener("submit", (event) => {
  if (fill()) return;
  event.preventDefault();
  say(NOT_YET, true);
  status.scrollIntoView({ block: "nearest" });
});
