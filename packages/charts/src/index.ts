export { drawStatic } from "./draw-static.ts";
export { liveAssets, pageAssets, staticAssets } from "./page-assets.ts";
export { renderChart } from "./render-chart.ts";
