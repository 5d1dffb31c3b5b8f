import type { DriverTraits } from "@stackbench/model";

export const externalTraits: DriverTraits = {
  startsServers: false,
  runsImages: false,
  limitsMemory: false,
  limitsCpus: false,
  scalesBehind: [],
  launchesHere: true,
};
