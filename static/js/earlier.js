// Answers given without an account: this tab keeps them, and offers them once somebody signs in.

const KEY = "practiced";
const MOST = 200;

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
  } catch {
    return [];
  }
}

function keep(answers) {
  try {
    if (answers.length) sessionStorage.setItem(KEY, JSON.stringify(answers.slice(-MOST)));
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage is blocked: nothing is kept, practice goes on.
  }
}

/** Keep the answer whose feedback `item` shows. The same answer again is the same. */
export function remember(item) {
  const { uid, version, given } = item.dataset;
  if (!given) return;
  const isSame = (one) => one.uid === uid && one.version === Number(version) && one.fields === given;
  const others = kept().filter((one) => !isSame(one));
  keep([...others, { uid, version: Number(version), fields: given, at: Date.now() }]);
}

function button(words, action, style) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  made.className = style;
  made.addEventListener("click", action);
  return made;
}

async function send(answers) {
  const token = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  const reply = await fetch("/practice/earlier/", {
    method: "POST",
    headers: { "X-CSRFToken": token?.slice("csrftoken=".length) ?? "" },
    body: new URLSearchParams({ answers: JSON.stringify(answers) }),
  });
  if (!reply.ok || reply.redirected) throw new Error(`answered ${reply.status}`);
}

/** Ask who has signed in whether the answers are hers: computers are shared. */
export function offer() {
  const answers = kept();
  if (!answers.length) return;
  const count = answers.length === 1 ? "one item" : `${answers.length} items`;
  const notice = document.createElement("section");
  notice.className = "notice earlier";
  notice.setAttribute("aria-label", "Answers from before you signed in");
  const words = document.createElement("p");
  words.setAttribute("role", "status");
  words.textContent = `Before signing in, ${count} were answered in this tab. Add them to your progress?`.replace("one item were", "one item was");
  const row = document.createElement("p");
  row.className = "row";
  const add = async () => {
    try {
      await send(answers);
    } catch {
      words.textContent = "They could not be added now. They are kept in this tab; try again in a moment.";
      return;
    }
    keep([]);
    words.textContent = "They are in your progress now. ";
    const link = document.createElement("a");
    link.href = "/progress/";
    link.textContent = "See your progress";
    words.append(link);
    row.remove();
  };
  const leave = () => {
    keep([]);
    notice.remove();
  };
  row.append(button("Yes, they are mine", add, "primary"), button("No, forget them", leave, "quiet"));
  notice.append(words, row);
  document.getElementById("main").prepend(notice);
}
