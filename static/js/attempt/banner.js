// The line that says what became of the answers, and what stands in the way.

const form = document.querySelector("[data-attempt]");
const state = document.querySelector("[data-save-state]");

export function link(text, address, isOwnTab = false) {
  const made = document.createElement("a");
  Object.assign(made, { textContent: text, href: address });
  if (isOwnTab) Object.assign(made, { target: "_blank", rel: "noopener" });
  return made;
}

/** Says it once: a screen reader is not told the same again at every try. */
export function tell(isTrouble, ...parts) {
  const text = parts.map((part) => part.textContent ?? part).join("");
  if (state.textContent !== text) state.replaceChildren(...parts);
  state.classList.toggle("is-offline", isTrouble);
}

/** Answers are on their way; a trouble that was told stands until it is over. */
export function tellBusy() {
  if (!state.classList.contains("is-offline")) tell(false, "Saving …");
}

export function showBanner() {
  state.scrollIntoView({ block: "nearest" });
}

const UNKEPT = {
  blocked: " This browser keeps nothing (its storage is blocked): leave this page open until all is saved.",
  full: " This browser’s storage is full: leave this page open until all is saved.",
};

export const unkept = (trouble) => UNKEPT[trouble] ?? "";
const stay = (trouble) => unkept(trouble) || " Your answers are kept in this browser and sent as soon as it can.";

const TROUBLES = {
  offline: (reply, trouble) => [`No connection. Go on answering.${stay(trouble)}`],
  trouble: (reply, trouble) => [`The site cannot save just now. Go on answering.${stay(trouble)}`],
  "signed-out": (reply) => [
    "You have been signed out. ",
    link("Sign in again (opens in a new tab)", reply.sign_in ?? form.dataset.signIn, true),
    "; your answers are kept here.",
  ],
  elsewhere: () => [
    "Somebody else is signed in in this browser now. Your answers are kept here and not sent. ",
    link("Sign out there (opens in a new tab)", form.dataset.signOut, true),
    ` and sign in as ${form.dataset.name} again.`,
  ],
};

export const isTrouble = (outcome) => outcome in TROUBLES;

/** Why nothing is saved now; `also` says what else waits, such as handing in. */
export function tellTrouble(outcome, reply, storage, also = "") {
  const file = outcome === "offline" || outcome === "trouble" ? [" ", saveFile()] : [];
  tell(true, ...(also ? [also] : []), ...TROUBLES[outcome](reply, storage), ...file);
}

/** The last resort: the answers as a file, for the teacher. */
function saveFile() {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "link", textContent: "Save a file of my answers" });
  made.dataset.file = "";
  return made;
}

export function listed(positions) {
  const numbers = [...positions].sort((one, other) => one - other);
  return `question${numbers.length > 1 ? "s" : ""} ${numbers.join(", ")}`;
}
