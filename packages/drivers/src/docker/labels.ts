import type { ServiceName } from "@stackbench/model";
import { formatIdentity, type ProcessIdentity } from "@stackbench/host";

/** Keys of what stands on everything that the driver creates. */
export const labelKeys = {
  run: "stackbench.run",
  sitting: "stackbench.sitting",
  owner: "stackbench.owner",
  service: "stackbench.service",
} as const;

export interface Belonging {
  runId: string;
  sittingId: string;
  owner: ProcessIdentity;
}

export function labelsFor(
  belonging: Belonging,
  service: ServiceName | "probe" | "socket",
): Record<string, string> {
  return {
    [labelKeys.run]: belonging.runId,
    [labelKeys.sitting]: belonging.sittingId,
    [labelKeys.owner]: formatIdentity(belonging.owner),
    [labelKeys.service]: service,
  };
}
