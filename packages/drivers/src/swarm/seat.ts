import type { BringUpRequest, VariantShape } from "@stackbench/model";
import type { Placement } from "./place-roles.ts";

type Seated = Pick<BringUpRequest, "firstRequest"> & {
  variant: Pick<VariantShape, "replicas" | "socket">;
};

/**
 * The nodes of a placement that one sitting is on, and needs. Further ones of the server are there for replicas: a unix socket leads to no other
 * machine, and a start is timed by one clock.
 */
export function seatOf(placement: Placement, { variant, firstRequest }: Seated): Placement {
  const isOnFirst = variant.socket === "unix" || firstRequest !== undefined;
  return { ...placement, servers: placement.servers.slice(0, isOnFirst ? 1 : variant.replicas) };
}
