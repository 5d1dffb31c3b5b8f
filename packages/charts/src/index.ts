export { buildScripts } from "./bundle.ts";
export { browserPlace, liveAssets, pageAssets, pageScripts, staticAssets } from "./page-assets.ts";
