// Saving answers as they are given. An answer counts as saved only when the server has said so.

import { Outbox } from "./attempt/outbox.js";
import { Question } from "./attempt/question.js";
import { post, token, whose } from "./attempt/wire.js";

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15000;

const form = document.querySelector("[data-attempt]");
const state = document.querySelector("[data-save-state]");
const { user, name } = form.dataset;
const outbox = new Outbox(user, form.dataset.attempt);
const questions = new Map();
for (const field of form.querySelectorAll("[data-save]")) {
  const question = new Question(field);
  questions.set(question.position, question);
}

const refused = new Set(); // positions whose answer the server will not keep
const changedElsewhere = new Set(); // positions where another page's answer was kept
let result = ""; // where to look when the quiz was handed in elsewhere
let isSending = false;
let isElsewhere = false; // somebody else is signed in: nothing is sent
let wait = FIRST_WAIT_MS;
let timer = 0;

function link(text, address, isOwnTab) {
  const made = document.createElement("a");
  Object.assign(made, { textContent: text, href: address });
  if (isOwnTab) Object.assign(made, { target: "_blank", rel: "noopener" });
  return made;
}

/** Says it once: a screen reader is not told the same again at every try. */
function tell(isTrouble, ...parts) {
  const text = parts.map((part) => part.textContent ?? part).join("");
  if (state.textContent !== text) state.replaceChildren(...parts);
  state.classList.toggle("is-offline", isTrouble);
}

const TROUBLES = {
  offline: () => ["No connection. Go on answering: your answers are kept here and sent when it is back."],
  trouble: () => ["The site cannot save just now. Go on answering: your answers are kept here and sent as soon as it can."],
  "signed-out": (reply) => [
    "You have been signed out. ",
    link("Sign in again (opens in a new tab)", reply.sign_in ?? form.dataset.signIn, true),
    "; your answers are kept here.",
  ],
  elsewhere: () => [
    "Somebody else is signed in in this browser now. Your answers are kept here and not sent. ",
    link("Sign out there (opens in a new tab)", form.dataset.signOut, true),
    ` and sign in as ${name} again.`,
  ],
};

function listed(positions) {
  const numbers = [...positions].sort((one, other) => one - other);
  return `question${numbers.length > 1 ? "s" : ""} ${numbers.join(", ")}`;
}

/** Everything has been answered by the server, one way or another. */
function tellOutcome() {
  const parts = [];
  if (result) parts.push("This quiz was handed in from another tab or device. ");
  if (refused.size) parts.push(`Not saved: ${listed(refused)}. `);
  if (result) parts.push(link("See the result", result, false));
  if (changedElsewhere.size) {
    parts.push(`Changed in another tab or device: ${listed(changedElsewhere)}. Look there before you go on.`);
  }
  if (parts.length) tell(true, ...parts);
  else tell(false, "All answers are saved.");
}

function settle(question, answer, outcome, reply) {
  const isLatest = outbox.waiting.get(question.position) === answer;
  if (outcome === "saved" || (outcome === "stale" && String(reply.response) === answer.choice)) {
    question.confirm(reply.sequence);
    if (!isLatest) return;
    question.say(`saved ${reply.saved_at}`);
  } else if (outcome === "stale") {
    // A choice made meanwhile was made without knowing of the other one, so it goes as well.
    question.adopt(reply);
    changedElsewhere.add(question.position);
    question.say("This answer was changed in another tab or device. That one is kept and shown; choose again to change it.", true);
  } else if (isLatest) {
    refused.add(question.position);
    question.say(`not saved: ${reply.problem}`, true);
  }
  if (outcome === "closed") result = reply.result;
  if (isLatest || outcome === "stale") outbox.drop(question.position);
}

function tryLater(outcome, reply) {
  // Until it is known that she is back, nothing is sent.
  if (outcome === "elsewhere") isElsewhere = true;
  else if (outcome === "signed-out") isElsewhere = false;
  tell(true, ...TROUBLES[outcome](reply));
  timer = setTimeout(sendAll, wait);
  wait = Math.min(wait * 2, LONGEST_WAIT_MS);
}

async function sendWaiting() {
  if (isElsewhere) {
    const outcome = await whose(location.pathname);
    if (outcome in TROUBLES) return { outcome, reply: {} };
  }
  while (outbox.waiting.size) {
    const [position, answer] = outbox.waiting.entries().next().value;
    const question = questions.get(position);
    // The answer's numbers are those of now: an earlier one may have been confirmed since.
    const sent = Object.assign(answer, { base: question.base, own: [...question.own] });
    question.sending(answer.choice);
    const { outcome, reply } = await post(question.address, { ...sent }, user);
    if (outcome in TROUBLES) {
      Object.assign(answer, { own: [...question.own] });
      outbox.keep();
      return { outcome, reply };
    }
    wait = FIRST_WAIT_MS;
    settle(question, answer, outcome, reply);
  }
  return null;
}

async function sendAll() {
  if (isSending || !outbox.waiting.size) return;
  isSending = true;
  clearTimeout(timer);
  const trouble = await sendWaiting();
  isSending = false;
  if (trouble) {
    tryLater(trouble.outcome, trouble.reply);
    return;
  }
  isElsewhere = false;
  tellOutcome();
}

form.addEventListener("change", (event) => {
  const question = questions.get(event.target.closest("[data-save]")?.dataset.position);
  if (!question || event.target.type !== "radio") return;
  refused.delete(question.position);
  changedElsewhere.delete(question.position);
  question.say("saving …");
  outbox.put(question.position, question.change(event.target.value));
  sendAll();
});

form.addEventListener("submit", (event) => {
  if (isElsewhere) {
    event.preventDefault();
    state.scrollIntoView({ block: "nearest" });
    return;
  }
  const hidden = form.querySelector("[name=csrfmiddlewaretoken]");
  hidden.value = token() || hidden.value;
  form.dataset.leaving = "yes";
});

addEventListener("beforeunload", (event) => {
  if (outbox.waiting.size && !form.dataset.leaving) event.preventDefault();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
for (const moment of ["online", "focus"]) addEventListener(moment, sendAll);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) sendAll();
});

for (const [position, answer] of outbox.earlier()) {
  const question = questions.get(position);
  if (!question) continue;
  question.restore(answer);
  question.say("saving …");
  outbox.put(position, answer);
}
sendAll();
