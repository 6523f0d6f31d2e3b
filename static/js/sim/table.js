// The run as a table, row by row as it goes, and as a CSV file.

import { niceSpan, signed, spoken } from "./times.js";

const ROWS = 10;

/** Fill `body` with about ten rows of the run up to `t`, oldest first. */
export function fillTable(body, timeline, t) {
  const start = timeline.columns.volume_fL[0];
  const step = t > 0 ? niceSpan(t / ROWS) : 1;
  const times = Array.from({ length: Math.ceil(t / step) }, (_, i) => i * step);
  const rows = [...times, t].map((time) => {
    const s = timeline.at(time);
    const row = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = spoken(Number(time.toPrecision(6)));
    row.append(head);
    const cells = [
      s.na_in_mM.toFixed(1),
      s.k_in_mM.toFixed(1),
      signed(s.v_mV, 1),
      (s.volume_fL / start).toFixed(2),
      s.atp_mM.toFixed(2),
    ];
    for (const text of cells) {
      const cell = document.createElement("td");
      cell.className = "number";
      cell.textContent = text;
      row.append(cell);
    }
    return row;
  });
  body.replaceChildren(...rows);
}

/** Every sample of the run up to `t` as CSV text. */
export function csvOf(timeline, t) {
  const names = Object.keys(timeline.columns);
  const lines = [names.join(",")];
  const count = timeline.after(t);
  for (let i = 0; i < count; i += 1) {
    lines.push(names.map((name) => Number(timeline.columns[name][i].toPrecision(9))).join(","));
  }
  return `${lines.join("\n")}\n`;
}

export function download(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
