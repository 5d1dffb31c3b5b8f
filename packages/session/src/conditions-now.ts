import type { Conditions } from "@stackbench/calibration";
import type { Driver } from "@stackbench/model";
import { readFingerprint } from "./fingerprint.ts";
import { generatorCode } from "./generator-code.ts";

/** What holds now for that driver, and that division of this machine's CPUs where it is the one that sittings run on. */
export function conditionsNow(
  { name, elsewhere }: Pick<Driver, "name" | "elsewhere">,
  cpus: Conditions["cpus"],
): Conditions {
  return {
    fingerprint: readFingerprint(),
    driver: name,
    cpus: elsewhere?.cpus ?? cpus,
    ...(elsewhere && { machines: elsewhere.machines }),
    generatorCode: generatorCode(),
  };
}
