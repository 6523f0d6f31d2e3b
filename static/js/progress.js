// The charts of one's progress.
import { drawCharts } from "./charts.js";

const area = document.querySelector("[data-plotly]");
if (area) drawCharts(area);
