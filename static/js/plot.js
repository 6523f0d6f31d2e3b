// A graph that a student types: drawn as it is typed, with a sentence and a table.
// `quizzes/core/plots.py` reads the same fields by the same rules, and is what scoring asks.

import { drawCharts } from "./charts.js";

const TYPES = { bar: "Bar graph", histogram: "Histogram", line: "Line graph", scatter: "Scatter plot" };
const COLOURS = ["--brand", "--na", "--k", "--cl"];
const SYMBOLS = ["circle", "square", "diamond", "triangle-up"];
const NUMBER = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(\.\d+)?(?:(?:e|[x×*·]10\^?)([+-]?\d{1,3}))?$/;
const MOST_MARKS = 60;
const WAIT_MS = 250;

/** A number as students write it, or null. */
function number(text) {
  const plain = (text ?? "").replace(/[−–]/g, "-").replace(/\s+/g, "").toLowerCase();
  const found = NUMBER.exec(plain);
  if (!found || !(found[2] || found[3])) return null;
  return Number(`${found[1]}${(found[2] ?? "0").replaceAll(",", "")}${found[3] ?? ""}e${found[4] ?? 0}`);
}

function row(line) {
  const parts = line.split(/[;\t]/.test(line) ? /[;\t]/ : ",").map((part) => part.trim());
  if (parts.length < 2 || parts.length > 3 || !parts[0]) return null;
  const y = number(parts[1]);
  const error = parts.length === 3 ? number(parts[2].replace(/^[±+/−\- ]+/, "")) : undefined;
  return y === null || error === null ? null : { x: parts[0], y, error };
}

function rowsOf(text, name, problems) {
  const rows = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (!line.trim()) continue;
    const found = row(line);
    if (found) rows.push(found);
    else problems.push(`${name}, line ${at + 1}: write “x, y” or “x, y, error bar”.`);
  }
  return rows;
}

function axisOf(fields, name, problems) {
  const axis = { label: fields[`${name}_label`].trim(), unit: fields[`${name}_unit`].trim() };
  for (const [part, said] of [["from", "lowest value"], ["to", "highest value"], ["step", "step"]]) {
    const text = fields[`${name}_${part}`].trim();
    axis[part] = text ? number(text) : null;
    if (text && axis[part] === null) problems.push(`${name} axis: its ${said}, “${text}”, is no number.`);
  }
  axis.title = axis.unit ? `${axis.label} (${axis.unit})` : axis.label;
  return axis;
}

function read(fields) {
  const problems = [];
  const lines = [1, 2, 3, 4]
    .map((place) => {
      const name = fields[`name${place}`].trim() || `Series ${place}`;
      return { name, points: rowsOf(fields[`points${place}`], name, problems) };
    })
    .filter((line) => line.points.length);
  const points = lines.flatMap((line) => line.points);
  const isNumbered = points.length > 0 && points.every((point) => number(point.x) !== null);
  if (isNumbered) for (const point of points) point.x = number(point.x);
  const [x, y] = ["x", "y"].map((name) => axisOf(fields, name, problems));
  return { type: fields.type, x, y, isLog: fields.log === "log", lines, points, isNumbered, problems };
}

function axisFigure(axis, isLog) {
  const found = { title: { text: axis.title }, type: isLog ? "log" : "linear" };
  if (axis.from === null || axis.to === null || axis.from >= axis.to) return found;
  if (isLog) return axis.from > 0 ? { ...found, range: [Math.log10(axis.from), Math.log10(axis.to)] } : found;
  found.range = [axis.from, axis.to];
  if (axis.step > 0 && (axis.to - axis.from) / axis.step <= MOST_MARKS) Object.assign(found, { dtick: axis.step, tick0: axis.from });
  return found;
}

function traceOf(plot, line, place) {
  const isBar = plot.type === "bar" || plot.type === "histogram";
  const trace = {
    type: isBar ? "bar" : "scatter",
    name: line.name,
    x: line.points.map((point) => point.x),
    y: line.points.map((point) => point.y),
    meta: { colour: COLOURS[place] },
  };
  if (line.points.some((point) => point.error !== undefined)) {
    trace.error_y = { type: "data", array: line.points.map((point) => point.error ?? 0) };
  }
  if (isBar) return trace;
  return { ...trace, mode: plot.type === "line" ? "lines+markers" : "markers", cliponaxis: false, marker: { symbol: SYMBOLS[place], size: 9 } };
}

function figureOf(plot) {
  const xaxis = plot.isNumbered ? axisFigure(plot.x, false) : { title: { text: plot.x.title }, type: "category" };
  const layout = { xaxis, yaxis: axisFigure(plot.y, plot.isLog), showlegend: plot.lines.length > 1 };
  if (plot.type === "histogram") layout.bargap = 0;
  return { data: plot.lines.map((line, place) => traceOf(plot, line, place)), layout };
}

function sentenceOf(plot) {
  const count = plot.points.length;
  if (!count) return "No points yet.";
  const kind = TYPES[plot.type] ?? "Graph of no chosen type";
  const [y, x] = [plot.y.title || "an unnamed quantity", plot.x.title || "an unnamed quantity"];
  const bars = plot.points.filter((point) => point.error !== undefined).length;
  return `${kind} of ${y} against ${x}: ${count} point${count === 1 ? "" : "s"} in ${plot.lines.length} series, ${bars || "none"} with an error bar.`;
}

function made(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function rowOf(name, { x, y, error }) {
  const line = document.createElement("tr");
  line.append(...[name, x, error === undefined ? y : `${y} ± ${error}`].map((text) => made("td", text)));
  return line;
}

/** Draw what stands in the fields of one graph. */
function draw(box) {
  const fields = {};
  for (const input of box.querySelectorAll("[data-plot-key]")) {
    fields[input.dataset.plotKey] = input.type === "checkbox" && !input.checked ? "" : input.value;
  }
  const plot = read(fields);
  const sentence = sentenceOf(plot);
  const area = box.querySelector("[data-chart]");
  area.hidden = box.querySelector("[data-plot-numbers]").hidden = !plot.points.length;
  area.setAttribute("aria-label", sentence);
  box.querySelector("[data-plot-sentence]").textContent = sentence;
  box.querySelector("[data-plot-problems]").replaceChildren(...plot.problems.map((text) => made("li", text)));
  const rows = plot.lines.flatMap((line) => line.points.map((point) => rowOf(line.name, point)));
  box.querySelector("[data-plot-rows]").replaceChildren(...rows);
  area.querySelector('script[type="application/json"]')?.remove();
  area.figure = figureOf(plot);
  if (plot.points.length) drawCharts(area.parentElement);
}

for (const box of document.querySelectorAll("[data-plot]")) {
  let waiting;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => draw(box), WAIT_MS);
  });
  // Another page's answer, or a draft of this browser's, has been put into the fields.
  const around = box.closest("fieldset, article");
  for (const event of ["answershown", "draftshown"]) around?.addEventListener(event, () => draw(box));
  // A question that is not shown has no width to draw in: it is drawn whenever it comes into view.
  new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) draw(box);
  }).observe(box);
}
