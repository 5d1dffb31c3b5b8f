import type { DriverName, DriverTraits } from "@stackbench/model";
import { dockerTraits } from "./docker/traits.ts";
import { externalTraits } from "./external/traits.ts";
import { processTraits } from "./process/traits.ts";
import { swarmTraits } from "./swarm/traits.ts";

/** Of every driver, for whoever has none yet. */
export const driverTraits: Readonly<Record<DriverName, DriverTraits>> = {
  docker: dockerTraits,
  process: processTraits,
  external: externalTraits,
  swarm: swarmTraits,
};
