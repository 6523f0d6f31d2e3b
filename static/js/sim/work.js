// The student's changes in a task, kept in this browser so that a reload loses nothing.

/** Whose work it is is part of the key: computers are shared. */
export function keep(setup, log) {
  try {
    sessionStorage.setItem(setup.keep, JSON.stringify(log.own));
  } catch {
    // Storage is blocked: the changes last as long as the page.
  }
}

/** The task's run with what the student had done to it; null when nothing is kept. */
export function kept(setup) {
  let own;
  try {
    own = JSON.parse(sessionStorage.getItem(setup.keep) ?? "[]");
  } catch {
    return null;
  }
  if (!Array.isArray(own) || !own.length) return null;
  const { scenario } = setup;
  const events = [...scenario.events, ...own.map((event) => ({ ...event, planned: false }))];
  events.sort((one, other) => one.t_s - other.t_s);
  return { ...scenario, events, at_s: Math.min(own.at(-1).t_s, scenario.horizon_s) };
}
