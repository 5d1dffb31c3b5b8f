export * from "./load-catalog.ts";
export { appStack, readOwnShapes, type OwnShapes } from "./own/app-stack.ts";
export { readApp, type ReadApp } from "./own/read-app.ts";
export { readInterfaces } from "./read-interfaces.ts";
export * from "./select-variants.ts";
export * from "./sized-variant.ts";
