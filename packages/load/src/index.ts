export {
  createGenerator,
  generatorFor,
  generatorIds,
  generatorPackages,
  loadAgents,
  secondOpinionOn,
} from "./generators.ts";
export { scheduleSlots } from "./generators/stackbench/schedule.ts";
export { refusesBeyondLimits } from "./own-limits.ts";
