export * from "./load-catalog.ts";
export { appStack, readOwnShapes, type OwnShapes } from "./own/app-stack.ts";
export { onlyPort } from "./own/guess-image.ts";
export { readApp, readImageApp, type ReadApp } from "./own/read-app.ts";
export { readInterfaces } from "./read-interfaces.ts";
export * from "./select-variants.ts";
export * from "./sized-variant.ts";
