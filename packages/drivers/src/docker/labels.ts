import type { ServiceName } from "@stackbench/model";
import { formatIdentity, type ProcessIdentity } from "@stackbench/host";

/** Keys of what stands on everything that the driver creates. */
export const labelKeys = {
  run: "stackbench.run",
  sitting: "stackbench.sitting",
  owner: "stackbench.owner",
  service: "stackbench.service",
} as const;

/** What something on the engine was created for, and by whom. It stands on its labels. */
export interface CreatedFor {
  runId: string;
  sittingId: string;
  owner: ProcessIdentity;
}

export function labelsFor(
  createdFor: CreatedFor,
  service: ServiceName | "profiler" | "probe" | "socket",
): Record<string, string> {
  return {
    [labelKeys.run]: createdFor.runId,
    [labelKeys.sitting]: createdFor.sittingId,
    [labelKeys.owner]: formatIdentity(createdFor.owner),
    [labelKeys.service]: service,
  };
}
