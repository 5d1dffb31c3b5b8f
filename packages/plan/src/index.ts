export * from "./assemble-plan.ts";
export * from "./divide-cpus.ts";
export * from "./estimate-duration.ts";
export * from "./factor-steps.ts";
export * from "./next-round.ts";
export * from "./remaining.ts";
export * from "./resolution.ts";
export * from "./protocols.ts";
