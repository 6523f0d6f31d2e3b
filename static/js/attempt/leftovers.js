// On the page of a result: answers that this browser could not send in time. The server notes them
// for the teacher, who decides. After that the browser forgets what belonged to the attempt.

import { Outbox } from "./outbox.js";
import { post } from "./wire.js";

const place = document.querySelector("[data-leftovers]");
const { attempt, user, address } = place.dataset;
const outbox = new Outbox(user, attempt);

async function send() {
  const kept = [];
  for (const [position, answer] of outbox.earlier()) {
    const { outcome, reply } = await post(`${address}answers/${position}/`, answer, user);
    if (["offline", "trouble", "signed-out", "elsewhere"].includes(outcome)) return;
    outbox.drop(position);
    if (outcome === "saved" || reply.kept_for_teacher) kept.push(position);
  }
  if (!kept.length) return;
  const numbers = kept.map(Number).sort((one, other) => one - other);
  place.hidden = false;
  place.textContent = `This browser had answers that came too late: question ${numbers.join(", ")}. They are kept for your teacher, who decides whether they count.`;
}

send();
