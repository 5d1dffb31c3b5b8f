export { buildImages } from "./build-images.ts";
export { buildAgents, bundling } from "./bundle-agents.ts";
export { bytesFile, type ContextFile, textFile } from "./context-file.ts";
export { findImage } from "./ensure.ts";
export { imagesReady } from "./images-ready.ts";
export type { ImagesOptions } from "./images.ts";
export { listFiles, oneFile } from "./list-files.ts";
export { pack } from "./pack.ts";
export { recipesPlace } from "./recipe-folder.ts";
