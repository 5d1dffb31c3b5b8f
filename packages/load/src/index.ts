export * from "./agent-entries.ts";
export * from "./create-generator.ts";
export { scheduleSlots } from "./generators/stackbench/schedule.ts";
export { refusesBeyondLimits } from "./own-limits.ts";
