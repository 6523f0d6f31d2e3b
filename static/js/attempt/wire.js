// Asking the server. What it said, or that it said nothing, is one of a few words.

const PATIENCE_MS = 15000;

/** Signing in renews the token, so it is read from the cookie each time. */
export function token() {
  const found = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return found?.slice("csrftoken=".length) ?? "";
}

export const ageOf = (answer) => Math.max(0, Date.now() - answer.made_at);

function bodyOf({ text, sequence, base, own, ...answer }) {
  const body = new URLSearchParams(text);
  const numbers = { sequence, base, own: own.join(), age: ageOf(answer) };
  for (const [name, value] of Object.entries(numbers)) body.set(name, String(value));
  return body;
}

/** → {outcome, reply}: saved, stale, closed, refused, signed-out, elsewhere, trouble or offline. */
export function post(address, answer, user) {
  return ask(address, user, { method: "POST", body: bodyOf(answer) });
}

/** The same of any address: `saved` stands for a good reply. */
export async function ask(address, user, options = {}) {
  let asked = await askOnce(address, user, options);
  // A token that has gone stale is renewed by looking at the page; then it is asked again, once.
  if (asked.outcome === "forged" && (await whose(location.pathname)) === "ours") {
    asked = await askOnce(address, user, options);
  }
  return asked.outcome === "forged" ? { ...asked, outcome: "signed-out" } : asked;
}

async function askOnce(address, user, options) {
  try {
    const headers = { "X-CSRFToken": token() };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(address, { headers, signal, ...options });
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    if (!isJson) return { outcome: "trouble", reply: {} };
    const reply = await response.json();
    return { outcome: meaning(response.status, reply, user), reply };
  } catch {
    return { outcome: "offline", reply: {} };
  }
}

function meaning(status, reply, user) {
  if (status === 200) return "saved";
  if (status === 401) return "signed-out";
  if (status === 403) return "forged";
  if (status === 404 && "user" in reply && String(reply.user) !== user) return "elsewhere";
  if (status === 409) return reply.stale ? "stale" : "closed";
  return status === 400 || status === 404 ? "refused" : "trouble";
}

/** The page goes away: send what waits without waiting for the reply. The outbox keeps it too. */
export function sendAway(address, answer) {
  const body = bodyOf(answer);
  if ("keepalive" in Request.prototype) {
    const headers = { "X-CSRFToken": token() };
    fetch(address, { method: "POST", headers, body, keepalive: true }).catch(() => {});
  } else {
    body.set("csrfmiddlewaretoken", token());
    navigator.sendBeacon(address, body);
  }
}

/** Who is signed in now: ours, elsewhere, signed-out or offline. Nothing of hers is sent to ask. */
export async function whose(address) {
  try {
    const options = { redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) };
    const { ok, type, status } = await fetch(address, options);
    if (type === "opaqueredirect") return "signed-out";
    if (ok) return "ours";
    return status === 404 ? "elsewhere" : "trouble";
  } catch {
    return "offline";
  }
}
