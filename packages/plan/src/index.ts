export * from "./assemble-plan.ts";
export * from "./divide-cpus.ts";
export * from "./estimate-duration.ts";
export * from "./remaining.ts";
