// How often the cell fires, from the number of spikes that each sample brings.

const LOOK_BACK_S = 1;
const LONG_S = 0.5;
const LOOK_BACK_ROWS = 150;

/** Fill `rate` (spikes a second) for the rows from `from` on; columns t_s and spikes up to `to`. */
export function fillRates({ t_s, spikes }, rate, from, to) {
  for (let row = from; row < to; row += 1) rate[row] = rateAt(t_s, spikes, row);
}

/** The spikes after the first one seen, over their time; in one long interval all over its length. */
function rateAt(t_s, spikes, row) {
  const span = row > 0 ? t_s[row] - t_s[row - 1] : 0;
  let [count, first, last] = [0, -1, -1];
  const stop = Math.max(0, row - LOOK_BACK_ROWS);
  for (let i = row; i > stop && t_s[row] - t_s[i] <= LOOK_BACK_S; i -= 1) {
    if (!spikes[i]) continue;
    if (last < 0) last = i;
    first = i;
    count += spikes[i];
  }
  if (last > first) return (count - spikes[first]) / (t_s[last] - t_s[first]);
  return span >= LONG_S ? spikes[row] / span : 0;
}
