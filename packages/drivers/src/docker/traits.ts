import type { DriverTraits } from "@stackbench/model";

export const dockerTraits: DriverTraits = {
  startsServers: true,
  runsImages: true,
  limitsMemory: true,
  launchesHere: false,
};
