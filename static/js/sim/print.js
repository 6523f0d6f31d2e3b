// A run on paper: charts in dark ink, what the cell was, what was changed, and the link to it.

import { linkTo } from "./share.js";
import { fillTable } from "./table.js";
import { spoken } from "./times.js";

const $ = (id) => document.getElementById(id);

export class PrintSheet {
  constructor(lab) {
    this.lab = lab;
    addEventListener("beforeprint", () => this.prepare());
    addEventListener("afterprint", () => this.restore());
  }

  print() {
    if (this.lab.clock.isPlaying) this.lab.pause();
    globalThis.print();
  }

  /** Everything must stand when the event returns: the browser prints what is there then. */
  prepare() {
    const { charts, clock, session, setup, timeline } = this.lab;
    if (!timeline.length) return;
    this.theme = document.documentElement.dataset.theme;
    document.documentElement.dataset.theme = "light";
    charts.settleNow();
    fillTable($("table-rows"), timeline, clock.reached);
    const { log } = session;
    $("print-cell").textContent = setup.names[log.preset] + (log.seed === undefined ? "" : `, cell ${log.seed}`);
    $("print-time").textContent = spoken(Number(clock.reached.toPrecision(4)));
    $("print-run").textContent = session.run ?? "";
    $("print-link").textContent = linkTo(log, { at_s: clock.t, speed: clock.speed });
    fill($("print-start"), rowsOf(log.base, setup.cells[log.preset]));
    const changes = log.events.filter((event) => event.t_s <= clock.reached);
    fill($("print-changes"), changes.flatMap(({ t_s, set }) => changesOf(t_s, set)));
    $("print-none").hidden = changes.length > 0;
  }

  restore() {
    if (this.theme) document.documentElement.dataset.theme = this.theme;
    else delete document.documentElement.dataset.theme;
    this.lab.charts.settleAll();
    this.lab.isStale = true;
  }
}

const number = (value) => String(Number(value.toPrecision(6)));

/** Every parameter that the laboratory can change, as the run began; what was given is marked. */
function rowsOf(values, cell) {
  return Object.keys(values)
    .sort()
    .map((name) => [name, number(values[name]) + (values[name] === cell[name] ? "" : " (set for this run)")]);
}

const changesOf = (t_s, set) =>
  Object.entries(set).map(([name, value]) => [spoken(Number(t_s.toPrecision(6))), name, number(value)]);

function fill(body, rows) {
  body.replaceChildren(
    ...rows.map((cells) => {
      const row = document.createElement("tr");
      cells.forEach((text, i) => {
        const cell = document.createElement(i ? "td" : "th");
        if (!i) cell.scope = "row";
        cell.textContent = text;
        row.append(cell);
      });
      return row;
    }),
  );
}
