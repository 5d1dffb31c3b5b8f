import type { DriverTraits } from "@stackbench/model";

export const processTraits: DriverTraits = {
  startsServers: true,
  runsImages: false,
  limitsMemory: false,
  limitsCpus: false,
  profiles: ["node"],
  scalesBehind: [],
  launchesHere: true,
};
