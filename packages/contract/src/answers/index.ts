export * from "./hash-sort.ts";
export * from "./item.ts";
export * from "./lookup.ts";
export * from "./render.ts";
export * from "./report.ts";
