import type { DriverTraits } from "@stackbench/model";

export const swarmTraits: DriverTraits = {
  startsServers: true,
  runsImages: true,
  limitsMemory: true,
  limitsCpus: true,
  profiles: ["node", "python", "go"],
  scalesBehind: ["nginx"],
  launchesHere: false,
};
