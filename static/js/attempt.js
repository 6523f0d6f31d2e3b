// Saving answers as they are given. An answer counts as saved only when the server has said so.

const form = document.querySelector("[data-attempt]");
const state = document.querySelector("[data-save-state]");
const csrf = form.querySelector("[name=csrfmiddlewaretoken]").value;
const waiting = new Map();
let isSending = false;
let retryAfter = 1000;

const boxKey = `outbox:${location.pathname}`;

function keep() {
  try {
    sessionStorage.setItem(boxKey, JSON.stringify([...waiting]));
  } catch {
    // Storage is blocked or full: the answers are still on the page, and the server is still asked.
  }
}

function tell(text, isOffline) {
  state.textContent = text;
  state.classList.toggle("is-offline", isOffline);
}

async function post(address, { choice, sequence }) {
  const response = await fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": csrf },
    body: new URLSearchParams({ choice, sequence }),
    signal: AbortSignal.timeout(15000),
  });
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  if (!isJson) throw new Error("not an answer of the server");
  return { status: response.status, reply: await response.json() };
}

async function sendAll() {
  if (isSending) return;
  isSending = true;
  for (const [address, answer] of waiting) {
    try {
      const { status, reply } = await post(address, answer);
      const place = form.querySelector(`[data-save="${CSS.escape(address)}"] [data-saved]`);
      if (waiting.get(address) === answer) waiting.delete(address);
      place.textContent = status === 200 ? `saved ${reply.saved_at}` : reply.problem;
      retryAfter = 1000;
    } catch {
      tell("No connection. Go on answering: your answers are kept here and sent when it is back.", true);
      isSending = false;
      setTimeout(sendAll, retryAfter);
      retryAfter = Math.min(retryAfter * 2, 15000);
      return;
    }
  }
  isSending = false;
  keep();
  if (waiting.size) sendAll();
  else tell("All answers are saved.", false);
}

form.addEventListener("change", (event) => {
  const field = event.target.closest("[data-save]");
  if (!field || event.target.type !== "radio") return;
  field.dataset.sequence = String(Number(field.dataset.sequence) + 1);
  waiting.set(field.dataset.save, { choice: event.target.value, sequence: field.dataset.sequence });
  field.querySelector("[data-saved]").textContent = "saving …";
  keep();
  sendAll();
});

try {
  for (const [address, answer] of JSON.parse(sessionStorage.getItem(boxKey) ?? "[]")) {
    waiting.set(address, answer);
    const field = form.querySelector(`[data-save="${CSS.escape(address)}"]`);
    if (!field) continue;
    field.dataset.sequence = answer.sequence;
    const radio = field.querySelector(`input[value="${CSS.escape(answer.choice)}"]`);
    if (radio) radio.checked = true;
  }
  if (waiting.size) sendAll();
} catch {
  sessionStorage.removeItem(boxKey);
}

addEventListener("online", sendAll);
addEventListener("beforeunload", (event) => {
  if (waiting.size && !form.dataset.leaving) event.preventDefault();
});
form.addEventListener("submit", () => {
  form.dataset.leaving = "yes";
});
