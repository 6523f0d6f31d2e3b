// A prediction is final once it is saved, and its run is not on the page before. So choosing saves
// nothing yet (by keyboard one passes the options in between); the button does, or handing in.

const OPEN = '[data-predicted="no"]';

/** Whether the input belongs to a prediction that its student is still choosing. */
export const isBeingChosen = (input) => Boolean(input.closest(OPEN));

export const hasOpen = (question) => Boolean(question.field.querySelector(OPEN));

/** Once the server keeps the prediction, the page shows what it says of it: the run to explain. */
export async function showRun(question, fields, setUp) {
  const open = question.field.querySelector(OPEN);
  if (!open || !fields?.some(([suffix]) => suffix === ".prediction")) return;
  const part = await fetchedPart(question.position);
  if (!part) {
    question.say("Your prediction is saved. Reload this page to see the run.", true);
    return;
  }
  const hadFocus = open.contains(document.activeElement);
  open.replaceWith(part);
  question.text = question.read();
  setUp(question, part);
  if (hadFocus) part.querySelector("[data-watch]")?.focus();
}

async function fetchedPart(position) {
  try {
    const page = await (await fetch(location.pathname)).text();
    const read = new DOMParser().parseFromString(page, "text/html");
    return read.querySelector(`[data-question="${position}"] [data-predicted="yes"]`);
  } catch {
    return null;
  }
}
