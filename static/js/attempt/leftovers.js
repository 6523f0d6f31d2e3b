// On the page of a result, or of the exam it belongs to: answers that this browser could not send in
// time. Within the grace they still count; later the server notes them for the teacher, where there
// is one, who decides. After that the browser forgets what belonged to the attempt.

import { forget } from "./memory.js";
import { Outbox } from "./outbox.js";
import { post } from "./wire.js";

const listed = (positions) => `question ${positions.map(Number).sort((one, other) => one - other).join(", ")}`;

async function send(place) {
  const { attempt, user, address } = place.dataset;
  forget(user, attempt);
  const outbox = new Outbox(user, attempt);
  const found = { saved: [], kept: [], lost: [] };
  for (const [position, answer] of outbox.earlier()) {
    const { outcome, reply } = await post(`${address}answers/${position}/`, answer, user);
    if (["offline", "trouble", "signed-out", "elsewhere"].includes(outcome)) break;
    outbox.drop(position);
    if (outcome === "saved") found.saved.push(position);
    else if (reply.is_late) found[reply.kept_for_teacher ? "kept" : "lost"].push(position);
  }
  const parts = [];
  if (found.saved.length) parts.push(`This browser had answers that it could send only now; they count: ${listed(found.saved)}. Load this page again to see them.`);
  if (found.kept.length) parts.push(`This browser had answers that came too late: ${listed(found.kept)}. They are kept for your teacher, who decides whether they count.`);
  if (found.lost.length) parts.push(`This browser had answers that came too late to count: ${listed(found.lost)}.`);
  place.hidden = !parts.length;
  place.textContent = parts.join(" ");
}

for (const place of document.querySelectorAll("[data-leftovers]")) send(place);
