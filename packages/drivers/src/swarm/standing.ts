import type { PodContainer } from "../docker/pod-spec.ts";

/** What of a sitting is a service, and which role's node a member that stands on the ground is on. */
export const roleOf = { load: "load", database: "database", pod: "server" } as const;

export type Standing = keyof typeof roleOf;

export function isStanding(member: PodContainer): member is PodContainer & { service: Standing } {
  return isService(member.service);
}

export function isService(service: string): service is Standing {
  return service in roleOf;
}
