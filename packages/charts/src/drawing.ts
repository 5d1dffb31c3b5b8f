// Apart from the rest: the libraries that draw take a quarter of a short command's time to read.
export { drawStatic } from "./draw-static.ts";
export { renderChart } from "./render-chart.ts";
