// Charts of stimuli: figures built in Python, drawn by Plotly, coloured by the page's theme.

let loading;

function plotly(address) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Plotly);
    script.onerror = reject;
    document.head.append(script);
  });
  return loading;
}

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function themed(figure) {
  const ink = token("--ink");
  const axis = { color: ink, gridcolor: token("--rule"), zerolinecolor: token("--edge"), fixedrange: true, automargin: true };
  const isNarrow = matchMedia("(max-width: 40rem)").matches;
  const data = figure.data.map((trace) => {
    const colour = token(trace.meta?.colour ?? "--brand");
    const marker = { ...trace.marker, color: colour };
    const bars = trace.error_y?.array ? { ...trace.error_y, visible: true, color: ink } : undefined;
    return { ...trace, marker, line: { ...trace.line, color: colour, width: 2.5 }, error_y: bars };
  });
  // The page prints the title above the chart, where long ones wrap; the names of the series stand
  // under it, clear of the axes.
  const layout = {
    ...figure.layout,
    title: undefined,
    height: undefined,
    autosize: true,
    margin: { l: 8, r: 12, t: figure.data.length > 1 ? 40 : 12, b: 8 },
    legend: { orientation: "h", x: 0, xanchor: "left", y: 1.02, yanchor: "bottom" },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: getComputedStyle(document.body).fontFamily, color: ink, size: isNarrow ? 12.5 : 14 },
    xaxis: { ...figure.layout.xaxis, ...axis, ...(isNarrow ? { nticks: 7 } : {}) },
    yaxis: { ...figure.layout.yaxis, ...axis },
  };
  return { data, layout };
}

async function draw(area, address) {
  if (area.hidden) return; // it has no width to draw in
  const source = area.querySelector('script[type="application/json"]');
  const figure = source ? JSON.parse(source.textContent) : area.figure;
  area.figure = figure;
  const Plotly = await plotly(address);
  const { data, layout } = themed(figure);
  source?.remove();
  await Plotly.react(area, data, layout, { displayModeBar: false, responsive: true, showSendToCloud: false });
}

export function drawCharts(root) {
  const address = root.closest("[data-plotly]")?.dataset.plotly;
  for (const area of root.querySelectorAll("[data-chart]")) draw(area, address);
}

const redraw = () => drawCharts(document.querySelector("[data-plotly]") ?? document.body);
document.addEventListener("themechange", redraw);
// The system's colours changed, or the page goes to paper, which is always light.
for (const query of ["print", "(prefers-color-scheme: dark)"]) matchMedia(query).addEventListener("change", redraw);
