import { ownInterfaces, ownPathSchema } from "@stackbench/model";
import { z } from "zod";

/** What stands in a run's head. Nothing of the app's environment. */
export const detailsSchema = z.object({
  interface: z.enum(ownInterfaces),
  path: ownPathSchema,
  /** `stack:variant` of the one that all others are compared with. */
  plainest: z.string(),
  /** n: CPUs of the server. */
  cpuCount: z.int().min(1),
  /** Of each variant, word by word. */
  commands: z.record(z.string(), z.array(z.string())),
});
export type Details = z.output<typeof detailsSchema>;
