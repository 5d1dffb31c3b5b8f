export { liveAssets, pageAssets, staticAssets } from "./page-assets.ts";
