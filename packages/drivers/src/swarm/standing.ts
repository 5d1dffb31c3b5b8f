import type { Role } from "@stackbench/model";
import type { PodContainer, PodService } from "../docker/pod-spec.ts";

/** On which role's node a service of a sitting is. */
export function roleOf(service: PodService): Role {
  return service === "load" || service === "database" ? service : "server";
}

/** What of a sitting a Swarm places; all else joins the network of `pod`. */
export type Standing = "load" | "database" | "pod";

export function isStanding(member: PodContainer): member is PodContainer & { service: Standing } {
  return member.service === "pod" || roleOf(member.service) !== "server";
}
