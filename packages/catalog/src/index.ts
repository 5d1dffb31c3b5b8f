export * from "./load-catalog.ts";
export * from "./select-variants.ts";
