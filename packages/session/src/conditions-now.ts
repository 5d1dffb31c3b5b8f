import type { Conditions } from "@stackbench/calibration";
import { readFingerprint } from "./fingerprint.ts";
import { generatorCode } from "./generator-code.ts";

/** What holds now, here, for that driver and division of the CPUs. */
export function conditionsNow({ driver, cpus }: Pick<Conditions, "driver" | "cpus">): Conditions {
  return { fingerprint: readFingerprint(), driver, cpus, generatorCode: generatorCode() };
}
