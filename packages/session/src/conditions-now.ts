import type { Conditions } from "@stackbench/calibration";
import type { Driver } from "@stackbench/model";
import { readFingerprint } from "./fingerprint.ts";
import { generatorCode } from "./generator-code.ts";

/** What holds now for that driver, and that division of this machine's CPUs where it is the one that sittings run on. */
export function conditionsNow(
  { name, elsewhere, machine }: Pick<Driver, "name" | "elsewhere" | "machine">,
  cpus: Conditions["cpus"],
): Conditions {
  const machines = elsewhere?.machines ?? machine;
  return {
    fingerprint: readFingerprint(),
    driver: name,
    cpus: elsewhere?.cpus ?? cpus,
    ...(machines !== undefined && { machines }),
    generatorCode: generatorCode(),
  };
}
