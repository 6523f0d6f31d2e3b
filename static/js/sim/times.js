// Times of the cell in words, on the clock, and as ticks of an axis.

/** A number with a true minus sign, never minus zero. */
export function signed(value, digits = 0) {
  const text = value.toFixed(digits).replace("-", "−");
  return /[1-9]/.test(text) ? text : text.replace("−", "");
}

const UNITS = [
  { size: 86400, name: "d", long: "day" },
  { size: 3600, name: "h", long: "h" },
  { size: 60, name: "min", long: "min" },
  { size: 1, name: "s", long: "s" },
  { size: 1e-3, name: "ms", long: "ms" },
  { size: 1e-6, name: "µs", long: "µs" },
];

/** The largest unit that goes into `span` seconds. */
export const unitFor = (span) => UNITS.find((unit) => span >= unit.size * 0.9995) ?? UNITS.at(-1);

/** 90 → "1.5 min". */
export function spoken(seconds) {
  if (!seconds) return "0 s";
  const unit = unitFor(seconds);
  return `${Number((seconds / unit.size).toPrecision(3))} ${unit.name}`;
}

/** 750 → "00:12:30"; below a minute of playing in slow motion also "0.0123 s". */
export function clockTime(seconds, speed) {
  if (speed < 1) return `${seconds.toFixed(speed < 0.05 ? 4 : 3)} s`;
  const whole = Math.floor(seconds + 1e-9);
  const pad = (number) => String(number).padStart(2, "0");
  const days = Math.floor(whole / 86400);
  const time = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60];
  return (days ? `${days} d ` : "") + time.map(pad).join(":");
}

/** "1 s on screen = 1 min in the cell". */
export const rateLabel = (speed) => `1 s on screen = ${spoken(speed)} in the cell`;

export const SPEEDS = [0.001, 0.004, 0.005, 0.02, 0.1, 1, 10, 60, 120, 300, 900, 3600, 21600];

const NICE = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600];

function stepFor(span, most) {
  const wanted = span / most;
  if (wanted > 21600) return Math.ceil(wanted / 86400) * 86400;
  if (wanted >= 1) return NICE.find((step) => step >= wanted) ?? 21600;
  const power = 10 ** Math.floor(Math.log10(wanted));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= wanted * 0.999);
}

/** The largest unit up to `span` in which steps of `step` have at most two decimals. */
function tidyUnit(span, step) {
  const fits = UNITS.filter((unit) => span >= unit.size * 0.9995);
  const isTidy = ({ size }) => Math.abs((step / size) * 100 - Math.round((step / size) * 100)) < 1e-6;
  return fits.find(isTidy) ?? fits[0] ?? UNITS.at(-1);
}

/** Ticks of a time axis from `a` to `b` (s): where they stand, what they say, the axis title. */
export function timeTicks(a, b, most = 5) {
  const span = b - a;
  const step = stepFor(span, most);
  const far = a > span * 3 && span < 30;
  const origin = far ? Math.floor(a / step) * step : 0;
  const unit = tidyUnit(far ? span : Math.max(b, step), step);
  const vals = [];
  const first = Math.ceil((a - span * 1e-9) / step) * step;
  for (let i = 0; i < 40; i += 1) {
    const at = first + i * step;
    if (at > b + span * 1e-9) break;
    vals.push(at);
  }
  const text = vals.map((at) => String(Number(((at - origin) / unit.size).toPrecision(6))));
  const from = far ? ` after ${clockTime(origin, 1)}` : "";
  return { vals, text, title: `time in the cell (${unit.name})${from}` };
}

/** The window sizes that a growing time axis steps through. */
export function niceSpan(seconds) {
  const power = 10 ** Math.floor(Math.log10(seconds));
  const ladder =
    seconds > 45 && seconds < 86400
      ? [60, 120, 300, 600, 1200, 1800, 3600, 7200, 10800, 14400, 21600, 43200, 86400]
      : [1, 2, 3, 5, 10].map((factor) => factor * power);
  return ladder.find((span) => span >= seconds * 0.999) ?? seconds;
}
