export * from "./agent-entries.ts";
export * from "./create-generator.ts";
export { scheduleSlots } from "./agent/schedule.ts";
export { refusesBeyondLimits } from "./own-limits.ts";
