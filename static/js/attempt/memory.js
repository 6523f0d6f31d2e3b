// What a student set up and scribbled in one attempt: her marks, notes, highlights, text size.
// It stays in this browser, under her name, and is never sent to anybody. It goes with the attempt.

const KEEP_MS = 30 * 24 * 60 * 60 * 1000;
const PREFIX = "tools:";
const keyOf = (user, attempt) => `${PREFIX}${user}:${attempt}`;

export class Memory {
  constructor(user, attempt) {
    this.key = keyOf(user, attempt);
    this.values = attended(() => read(this.key)) ?? {};
    attended(() => forgetOld(this.key));
  }

  get(name, otherwise) {
    return this.values[name] ?? otherwise;
  }

  set(name, value) {
    this.values[name] = value;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), 200);
  }

  write() {
    clearTimeout(this.timer);
    attended(() => keep(this.key, this.values));
  }
}

/** The attempt is over. */
export function forget(user, attempt) {
  attended(() => {
    localStorage.removeItem(keyOf(user, attempt));
    forgetOld("");
  });
}

/** Attempts that nobody had open here for a month are over, whoever sat them. */
function forgetOld(own) {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX) && name !== own)) {
    const values = read(key);
    // Written before it had a date: its month begins today.
    if (values && !values.seenAt) keep(key, values);
    else if (!values || Date.now() - values.seenAt > KEEP_MS) localStorage.removeItem(key);
  }
}

function keep(key, values) {
  localStorage.setItem(key, JSON.stringify({ ...values, seenAt: Date.now() }));
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Storage that is blocked or full: what is set lasts as long as the page. */
function attended(work) {
  try {
    return work();
  } catch {
    return null;
  }
}
