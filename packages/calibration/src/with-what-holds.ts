import type { Calibration } from "@stackbench/model";
import type { Conditions } from "./conditions.ts";
import type { KeptCalibration } from "./keep-calibration.ts";
import { mergeCalibrations } from "./merge-calibrations.ts";
import { staleReason } from "./stale-reason.ts";

/** What is to be kept now: what is kept of other generators, threads and modes is not thrown away while it holds. */
export function withWhatHolds(
  measured: Calibration,
  kept: KeptCalibration,
  conditions: Conditions,
): Calibration {
  const holds =
    kept.found === "calibration" &&
    staleReason(kept.calibration, conditions, [], new Date()) === undefined;
  return holds ? mergeCalibrations(kept.calibration, measured) : measured;
}
