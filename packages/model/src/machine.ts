import { z } from "zod";
import { driverNameSchema } from "./plan.ts";

/** The machine a run came from. Nothing in it names a person, a host or a path. */
export const fingerprintSchema = z.strictObject({
  cpuModel: z.string(),
  cpuCount: z.int().min(1),
  /** CPUs by the quota of the harness's control group, which holds local processes back; absent without one. */
  cpuQuota: z.number().positive().optional(),
  memoryBytes: z.number().positive(),
  kernel: z.string(),
  operatingSystem: z.string(),
  virtualisation: z.string(),
  cgroupVersion: z.enum(["v1", "v2", "none"]),
  node: z.string(),
  /** `git rev-parse HEAD` of the harness, `-dirty` behind it where its code was changed; null outside a checkout. */
  harnessCommit: z.string().nullable(),
});
export type Fingerprint = z.infer<typeof fingerprintSchema>;

/** What brings the stacks up, and how it was chosen. */
export const engineSchema = z.strictObject({
  driver: driverNameSchema,
  /** "Docker 20.10.24" or "local processes". */
  description: z.string(),
  /** Where sittings are on other machines than this one, a hash that tells them from any others. */
  machines: z.string().optional(),
  /** Why this driver and no other. */
  reason: z.string(),
  /** Where base images came from: official ones, or made here. Absent without images. */
  baseImages: z.enum(["official", "debootstrap"]).optional(),
});
export type Engine = z.infer<typeof engineSchema>;
