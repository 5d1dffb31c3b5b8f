import { z } from "zod";
import type { RunHead } from "./run.ts";
import { runtimeSchema, variantSchema } from "./stack.ts";

/** What is asked of a driver instead of its name. */
export const driverTraitsSchema = z.strictObject({
  /**
   * Servers are started anew for each sitting, on the CPUs and with the workers and the database that are known. Else
   * they already run, are left as they are, and all that is known of them is what is seen from outside.
   */
  startsServers: z.boolean(),
  /** What runs is a stack's image; else its folder, whose dependencies must be installed. */
  runsImages: z.boolean(),
  limitsMemory: z.boolean(),
  /** Absent in older runs. */
  limitsCpus: z.boolean().optional(),
  /** Runtimes whose apps can be profiled. Absent in older runs. */
  profiles: z.array(runtimeSchema).optional(),
  /** Proxies behind which replicas can come and go while the app serves (`Sitting.scaling`). Absent in older runs. */
  scalesBehind: z.array(variantSchema.shape.proxy.unwrap()).optional(),
  /** Programs beside the generator, and it too, are processes of this machine: under its limits, found among its files. */
  launchesHere: z.boolean(),
});
export type DriverTraits = z.infer<typeof driverTraitsSchema>;

/** Of a run that is on file. Those of older versions do not tell. */
export function startsServers({
  driverTraits,
  engine,
}: Pick<RunHead, "driverTraits" | "engine">): boolean {
  return driverTraits?.startsServers ?? engine.driver !== "external";
}
