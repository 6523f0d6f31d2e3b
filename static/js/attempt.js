// The page of an open attempt. Each module of ./attempt/ has one thing; here they meet.

import { showBanner, tell } from "./attempt/banner.js";
import { Clock, poll } from "./attempt/clock.js";
import { saveFile } from "./attempt/file.js";
import { HandIn } from "./attempt/handin.js";
import { QuestionMap } from "./attempt/map.js";
import { Memory } from "./attempt/memory.js";
import { Outbox } from "./attempt/outbox.js";
import { hasOpen, isBeingChosen, showRun } from "./attempt/prediction.js";
import { Question } from "./attempt/question.js";
import { Sending } from "./attempt/sending.js";
import { Tabs } from "./attempt/tabs.js";
import { setUpTools } from "./attempt/tools.js";
import { setUpKinds } from "./kinds.js";
import { ask, token } from "./attempt/wire.js";

const TYPING_MS = 500;
const SCATTER_MS = 4000; // a small part of the grace: what is saved waits for nothing
const LONGEST_TYPING_MS = 5000; // who never pauses is saved all the same

const form = document.querySelector("[data-attempt]");
const page = document.querySelector("[data-attempt-page]");
const said = document.querySelector("[data-said]");
const { user, attempt } = form.dataset;
setUpKinds(form);
const outbox = new Outbox(user, attempt);
const memory = new Memory(user, attempt);
const questions = new Map();
for (const field of form.querySelectorAll("[data-save]")) {
  const question = new Question(field);
  questions.set(question.position, question);
}

/** Asked twice, told twice: the same words again would not be read out. */
const say = (text) => {
  said.textContent = "";
  setTimeout(() => (said.textContent = text), 50);
};
const map = new QuestionMap(page, questions, memory);
const handIn = new HandIn(form, questions, map, () => {
  putAll();
  if (!form.dataset.leaving) sending.handIn();
});
const tabs = new Tabs(user, attempt, adopt);
const sending = new Sending(form, questions, outbox, {
  onClock: (told) => clock.set(told),
  onMore: goOn,
  onKept,
  onSaved: (position, reply) => tabs.tell(position, reply),
});
const clock = new Clock(page.querySelector("[data-clock]"), { say, onEnd: endOfTime, onMore: goOn, memory });

function lock(isLocked) {
  for (const question of questions.values()) question.field.disabled = isLocked;
}

/** What was given in time is sent with its age; the server hands it in, unless it knows of more time.
 *  The time of a whole class is over at the same moment, so each page waits a little by chance. */
function endOfTime() {
  if (sending.wants || sending.result || form.dataset.leaving) return;
  putAll();
  lock(true);
  sending.handIn("end", Math.random() * SCATTER_MS);
  if (sending.wants) tell(false, "The time is over. Your answers are being handed in.");
}

function goOn() {
  sending.wants = "";
  lock(false);
}

const typed = new Map(); // position → {timer, since} of an answer that is being typed

function put(question) {
  clearTimeout(typed.get(question.position)?.timer);
  typed.delete(question.position);
  sending.put(question);
  draw(question);
}

function draw(question) {
  map.draw(question);
  handIn.draw();
}

/** What the server keeps may be another page's answer, or a prediction that opens its run. */
function onKept(question, fields) {
  draw(question);
  showRun(question, fields, setUpAgain);
}

/** Another tab has saved an answer: it is shown here, unless the question is being answered here. */
function adopt({ position, fields, sequence, saved_at: savedAt }) {
  const question = questions.get(position);
  const isTouched = outbox.waiting.has(position) || question.isAhead;
  if (isTouched || sequence <= question.base) return;
  question.adopt({ fields, sequence });
  question.say(`saved ${savedAt} in another tab`);
  onKept(question, fields);
}

/** A part of a question came anew from the server. */
function setUpAgain(question, part) {
  tools.setUpAgain(question);
  draw(question);
  import("./charts.js").then((charts) => charts.drawCharts(part));
}

/** Handing in saves the predictions that were chosen and not yet confirmed. */
function putAll() {
  putTyped();
  for (const question of questions.values()) if (hasOpen(question)) put(question);
}

function putTyped() {
  for (const position of [...typed.keys()]) put(questions.get(position));
}

const questionOf = (event) => questions.get(event.target.closest("[data-save]")?.dataset.position);
form.addEventListener("change", (event) => {
  const question = questionOf(event);
  if (question && !isBeingChosen(event.target)) put(question);
});
form.addEventListener("input", (event) => {
  const question = questionOf(event);
  if (!question || !event.target.matches("textarea, input:not([type=radio], [type=checkbox])")) return;
  const { timer, since = performance.now() } = typed.get(question.position) ?? {};
  clearTimeout(timer);
  const wait = Math.min(TYPING_MS, Math.max(0, since + LONGEST_TYPING_MS - performance.now()));
  typed.set(question.position, { timer: setTimeout(() => put(question), wait), since });
});

function predict(question) {
  put(question);
  if (hasOpen(question) && !question.isAnswered) question.say("Choose a prediction first.", true);
}

/** Enter in a field keeps its answer, a prediction as its own button does, and leads on. */
function enter(question) {
  if (hasOpen(question)) {
    predict(question);
    return;
  }
  put(question);
  if (map.isOneByOne) map.step(1);
}

form.addEventListener("submit", (event) => {
  const pressed = event.submitter;
  if (pressed?.matches("[data-predict], [data-enter]")) {
    event.preventDefault();
    // The Enter key presses the first button of the form, wherever she is: what counts is where.
    const isEnter = pressed.matches("[data-enter]");
    const question = questionOf({ target: isEnter ? document.activeElement : pressed });
    if (question && isEnter) enter(question);
    else if (question) predict(question);
    return;
  }
  if (!pressed?.matches("[name=save_only]")) {
    event.preventDefault();
    putTyped();
    handIn.press(pressed?.name === "sure");
    return;
  }
  putAll();
  if (sending.isElsewhere) {
    event.preventDefault();
    showBanner();
    return;
  }
  const hidden = form.querySelector("[name=csrfmiddlewaretoken]");
  hidden.value = token() || hidden.value;
  form.dataset.leaving = "yes";
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-file]")) return;
  putTyped();
  saveFile(form, questions);
});

addEventListener("beforeunload", (event) => {
  outbox.hold();
  putTyped();
  if (outbox.waiting.size && !form.dataset.leaving) event.preventDefault();
});
addEventListener("pagehide", () => {
  putTyped();
  memory.write();
  if (form.dataset.leaving) outbox.letGo();
  else sending.leave();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
for (const moment of ["online", "focus"]) addEventListener(moment, () => sending.send());
document.addEventListener("visibilitychange", () => {
  if (document.hidden) putTyped();
  sending.send();
});

const opened = performance.getEntriesByType("navigation")[0]?.responseStart ?? performance.now();
const left = form.dataset.leftMs;
clock.set({ left_ms: left === "" ? null : Number(left), ends: form.dataset.ends }, performance.now() - opened);
poll(async () => {
  const { outcome, reply } = await ask(form.dataset.clock, user);
  if (outcome !== "saved") return;
  clock.set(reply);
  if (reply.is_open || form.dataset.leaving) return;
  sending.result = reply.result;
  sending.tellOutcome();
});

const tools = setUpTools({ page, questions, memory, map, say });
tell(false, "Each answer is saved as you give it.");
sending.restore();
for (const question of questions.values()) if (question.isAhead && !hasOpen(question)) put(question);
map.drawAll();
if (outbox.trouble) sending.tellOutcome();
page.dataset.ready = "";
performance.mark("attempt-ready");
