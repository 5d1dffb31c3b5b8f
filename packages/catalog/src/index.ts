export { closest } from "./closest.ts";
export * from "./load-catalog.ts";
export { readInterface, readInterfaces } from "./read-interfaces.ts";
export * from "./select-variants.ts";
