export { buildImages } from "./build-images.ts";
export { findImage } from "./ensure.ts";
export { imagesReady } from "./images-ready.ts";
export type { ImagesOptions } from "./images.ts";
