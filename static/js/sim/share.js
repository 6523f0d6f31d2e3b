// A run as a link: the event log, how far it went and how fast it was watched.

const toBase64Url = (text) =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

const fromBase64Url = (text) => {
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return new TextDecoder().decode(Uint8Array.from(raw, (letter) => letter.charCodeAt(0)));
};

/** The address that reopens the run on this page. */
export function linkTo(log, { at_s, speed }) {
  const run = { ...log.plain, at_s: Number(at_s.toPrecision(6)), speed };
  if (!Object.keys(run.parameters).length) delete run.parameters;
  return `${location.origin}${location.pathname}#run=${toBase64Url(JSON.stringify(run))}`;
}

/** Put `link` in the address bar and, where that is allowed, on the clipboard; say which. */
export async function offer(link) {
  history.replaceState(null, "", link);
  const copied = await navigator.clipboard?.writeText(link).then(
    () => true,
    () => false,
  );
  return copied
    ? "The link to this run is copied. It opens the same cell at the same moment."
    : "The address of this page now opens this run: copy it from the address bar.";
}

const isNumber = (value) => typeof value === "number" && Number.isFinite(value);
const isValues = (value) =>
  value !== null && typeof value === "object" && Object.values(value).every(isNumber);
const isEvent = (event) => isNumber(event?.t_s) && event.t_s >= 0 && isValues(event.set);

/** The run that the address carries, after `#run=` or `?run=`; null when it carries none. */
export function runInAddress(cells) {
  const carried =
    new URLSearchParams(location.hash.slice(1)).get("run") ??
    new URLSearchParams(location.search).get("run");
  if (!carried) return null;
  try {
    const run = JSON.parse(fromBase64Url(carried));
    const isRun =
      run.preset in cells &&
      isValues(run.parameters ?? {}) &&
      Array.isArray(run.events ?? []) &&
      (run.events ?? []).every(isEvent);
    if (!isRun) return null;
    return {
      ...run,
      at_s: isNumber(run.at_s) ? Math.max(0, run.at_s) : 0,
      speed: isNumber(run.speed) && run.speed > 0 ? run.speed : null,
    };
  } catch {
    return null;
  }
}
