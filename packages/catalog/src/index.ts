export * from "./load-catalog.ts";
export { readInterfaces } from "./read-interfaces.ts";
export * from "./select-variants.ts";
export * from "./sized-variant.ts";
