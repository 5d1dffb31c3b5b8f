import { ownInterfaces, ownPathSchema } from "@stackbench/model";
import { z } from "zod";

/** What stands in a run's head. Nothing of the app's environment. */
export const detailsSchema = z.object({
  interface: z.enum(ownInterfaces),
  path: ownPathSchema,
  /** Where it listens; null: wherever it is told to. */
  port: z.int().nullable().default(null),
  /** What the app is made by, and the image that it is; older runs tell neither. */
  install: z.string().nullable().default(null),
  image: z.string().nullable().default(null),
  /** `stack:variant` of the one that all others are compared with. */
  plainest: z.string(),
  /** n: CPUs of the server. */
  cpuCount: z.int().min(1),
  /** Of each variant, word by word. */
  commands: z.record(z.string(), z.array(z.string())),
});
export type Details = z.output<typeof detailsSchema>;
