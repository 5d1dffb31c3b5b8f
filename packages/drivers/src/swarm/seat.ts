import { nodesOfReplicas, type VariantShape } from "@stackbench/model";
import type { Placement } from "./place-roles.ts";

interface Seated {
  variant: Pick<VariantShape, "replicas" | "socket">;
}

/** The nodes of a placement that one sitting is on, and needs. Further ones of the server are there for replicas. */
export function seatOf(placement: Placement, { variant }: Seated): Placement {
  const { servers } = placement;
  return { ...placement, servers: servers.slice(0, nodesOfReplicas(variant, servers.length)) };
}
