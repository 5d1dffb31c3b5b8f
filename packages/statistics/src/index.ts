export * from "./random.ts";
export * from "./histogram.ts";
export * from "./median.ts";
