export { buildImages, type BuiltImages } from "./build-images.ts";
export { findImage } from "./ensure.ts";
export { imagesReady, type ImagesReadiness } from "./images-ready.ts";
export type { ImagesOptions } from "./images.ts";
