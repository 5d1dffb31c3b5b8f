import type { BringUpRequest, Selected } from "@stackbench/model";
import { divideCpus } from "@stackbench/plan";
import { defaultPoolSize } from "./build-experiment.ts";
import { availableCpus } from "./fingerprint.ts";

/** How to bring a variant up outside a run: default CPU sets, no tuning, no limits. */
export function bareRequest(
  entry: Selected,
  details: Pick<BringUpRequest, "runId" | "sittingId" | "signal"> & Partial<BringUpRequest>,
): BringUpRequest {
  return {
    ...entry,
    services: [],
    cpus: divideCpus(availableCpus()),
    knobs: [],
    databasePoolSize: defaultPoolSize,
    memoryLimitBytes: null,
    readyTimeoutMs: 30_000,
    ...details,
  };
}
