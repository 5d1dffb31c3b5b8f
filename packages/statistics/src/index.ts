export * from "./random.ts";
export * from "./histogram.ts";
export * from "./median.ts";
export * from "./signed-rank.ts";
export * from "./hodges-lehmann.ts";
export * from "./holm.ts";
export * from "./percentile-interval.ts";
