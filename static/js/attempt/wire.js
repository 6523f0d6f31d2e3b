// Asking the server to keep one answer. What it said, or that it said nothing, is one of a few words.

const PATIENCE_MS = 15000;

/** Signing in renews the token, so it is read from the cookie each time. */
export function token() {
  const found = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return found?.slice("csrftoken=".length) ?? "";
}

/** → {outcome, reply}: saved, stale, closed, refused, signed-out, elsewhere, trouble or offline. */
export async function post(address, answer, user) {
  let response;
  try {
    response = await fetch(address, {
      method: "POST",
      headers: { "X-CSRFToken": token() },
      body: new URLSearchParams({ ...answer, own: answer.own.join() }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
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
  if (status === 401 || status === 403) return "signed-out";
  if (status === 404 && "user" in reply && String(reply.user) !== user) return "elsewhere";
  if (status === 409) return reply.stale ? "stale" : "closed";
  return status === 400 || status === 404 ? "refused" : "trouble";
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
