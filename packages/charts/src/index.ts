export { pageAssets } from "./page-assets.ts";
export { renderChart } from "./render-chart.ts";
