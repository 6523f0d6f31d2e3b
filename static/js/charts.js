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
  const axis = { color: ink, gridcolor: token("--rule"), zerolinecolor: token("--edge"), fixedrange: true };
  const data = figure.data.map((trace) => {
    const colour = token(trace.meta?.colour ?? "--brand");
    const marker = { ...trace.marker, color: colour };
    const bars = trace.error_y?.array ? { ...trace.error_y, visible: true, color: ink } : undefined;
    return { ...trace, marker, line: { color: colour, width: 2.5 }, error_y: bars };
  });
  const layout = {
    ...figure.layout,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: getComputedStyle(document.body).fontFamily, color: ink, size: 14 },
    xaxis: { ...figure.layout.xaxis, ...axis },
    yaxis: { ...figure.layout.yaxis, ...axis },
  };
  return { data, layout };
}

async function draw(area, address) {
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

document.addEventListener("themechange", () => drawCharts(document.querySelector("[data-plotly]") ?? document.body));
