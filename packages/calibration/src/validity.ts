import type { Calibration } from "@stackbench/model";
import type { RunPorts } from "@stackbench/runner";
import { holdsUntil, type Conditions } from "./conditions.ts";
import { knownVersion } from "./known-version.ts";
import { staleReason } from "./stale-reason.ts";

/** Whether all that a calibration says about ceilings is true now. */
export interface Validity {
  /** ISO 8601. */
  holdsUntil: string;
  /** Why it does not; null where it does. */
  stale: string | null;
}

export function validityOf(
  calibration: Calibration,
  conditions: Conditions,
  ports: Pick<RunPorts, "generator">,
): Validity {
  const needs = calibration.ceilings.map(({ generator, threads, keepAlive, tls }) => {
    const mode = { threads, keepAlive, ...(tls && { tls }) };
    return { generator, version: knownVersion(generator, ports), ...mode };
  });
  return {
    holdsUntil: holdsUntil(calibration),
    stale: staleReason(calibration, conditions, needs, new Date()) ?? null,
  };
}

export function describeValidity(validity: Validity): string {
  return validity.stale === null
    ? `holds until ${validity.holdsUntil} with these CPUs, this driver and these versions`
    : `does not hold: ${validity.stale}`;
}
