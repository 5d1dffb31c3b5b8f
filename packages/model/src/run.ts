import { z } from "zod";
import { cautionSchema } from "./caution.ts";
import { failureSchema } from "./failure.ts";
import { loadResultSchema } from "./load.ts";
import { driverNameSchema, planSchema, plannedWindowSchema } from "./plan.ts";
import { resourceUseSchema } from "./resources.ts";
import { tuningLedgerSchema } from "./tuning.ts";

/** The machine a run came from. Nothing in it names a person, a host or a path. */
export const fingerprintSchema = z.strictObject({
  cpuModel: z.string(),
  cpuCount: z.int().min(1),
  memoryBytes: z.number().positive(),
  kernel: z.string(),
  operatingSystem: z.string(),
  virtualisation: z.string(),
  cgroupVersion: z.enum(["v1", "v2", "none"]),
  node: z.string(),
  /** `git rev-parse HEAD` of the harness, `-dirty` behind it where files were changed; null outside a checkout. */
  harnessCommit: z.string().nullable(),
});
export type Fingerprint = z.infer<typeof fingerprintSchema>;

/** What brings the stacks up, and how it was chosen. */
export const engineSchema = z.strictObject({
  driver: driverNameSchema,
  /** "Docker 20.10.24" or "local processes". */
  description: z.string(),
  /** Why this driver and no other. */
  reason: z.string(),
  /** Where base images came from: official ones, or made here. Absent without images. */
  baseImages: z.enum(["official", "debootstrap"]).optional(),
});
export type Engine = z.infer<typeof engineSchema>;

/** What stands for a variant in the results. */
export const variantInfoSchema = z.strictObject({
  key: z.string(),
  stack: z.string(),
  variant: z.string(),
  title: z.string(),
  language: z.string(),
  server: z.string(),
  workers: z.int().min(1),
  threads: z.int().min(1),
  proxy: z.string(),
  protocol: z.string(),
  socket: z.string(),
  databaseDriver: z.string().nullable(),
  versions: z.record(z.string(), z.string()),
  /** Image id by service, `sha256:…`; empty for processes. */
  images: z.record(z.string(), z.string()),
});
export type VariantInfo = z.infer<typeof variantInfoSchema>;

/** How long the parts of a sitting took, seconds of wall time. */
export const sittingTimingsSchema = z.strictObject({
  bringUpSeconds: z.number().min(0),
  verifySeconds: z.number().min(0),
  takeDownSeconds: z.number().min(0),
});
export type SittingTimings = z.infer<typeof sittingTimingsSchema>;

const windowBase = {
  planned: plannedWindowSchema,
  sittingId: z.string(),
  variant: z.string(),
  round: z.int().min(1),
  /** Start of the window, ISO 8601. */
  startedAt: z.string(),
};

/** The journalled atom. `failed` windows carry why; a row is made of them as of any other. */
export const windowRecordSchema = z.discriminatedUnion("status", [
  z.strictObject({
    ...windowBase,
    status: z.literal("measured"),
    load: loadResultSchema,
    use: resourceUseSchema,
    cautions: z.array(cautionSchema),
  }),
  z.strictObject({ ...windowBase, status: z.literal("failed"), failure: failureSchema }),
]);
export type WindowRecord = z.infer<typeof windowRecordSchema>;
export type MeasuredWindow = Extract<WindowRecord, { status: "measured" }>;

/** The head of a run: known before the first sitting. */
export const runHeadSchema = z.strictObject({
  schemaVersion: z.literal(1),
  contractVersion: z.literal(1),
  runId: z.string(),
  startedAt: z.string(),
  /** The command line as given, without the program. */
  arguments: z.array(z.string()),
  plan: planSchema,
  engine: engineSchema,
  fingerprint: fingerprintSchema,
  variants: z.array(variantInfoSchema),
});
export type RunHead = z.infer<typeof runHeadSchema>;

/** A line of the journal. The first is the head; order is the order of time. */
export const journalEntrySchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("head"), head: runHeadSchema }),
  z.strictObject({ type: z.literal("resumed"), at: z.string(), fingerprint: fingerprintSchema }),
  /** Replaces the head's entry: images and versions are known only once prepared. */
  z.strictObject({ type: z.literal("prepared"), variant: variantInfoSchema }),
  z.strictObject({ type: z.literal("window"), window: windowRecordSchema }),
  z.strictObject({
    type: z.literal("sitting-ended"),
    sittingId: z.string(),
    timings: sittingTimingsSchema,
    /** The ledger as read back in this sitting. */
    tuning: tuningLedgerSchema,
  }),
  z.strictObject({
    type: z.literal("ended"),
    at: z.string(),
    outcome: z.enum(["complete", "interrupted"]),
    wallSeconds: z.number().min(0),
  }),
]);
export type JournalEntry = z.infer<typeof journalEntrySchema>;

/** `run.json`: the journal folded into one object. */
export const runRecordSchema = z.strictObject({
  ...runHeadSchema.shape,
  outcome: z.enum(["complete", "interrupted", "unfinished"]),
  /** Measuring wall time over all parts of the run, seconds; null while unfinished. */
  wallSeconds: z.number().min(0).nullable(),
  resumedAt: z.array(z.string()),
  windows: z.array(windowRecordSchema),
  sittings: z.array(
    z.strictObject({
      sittingId: z.string(),
      timings: sittingTimingsSchema,
      tuning: tuningLedgerSchema,
    }),
  ),
});
export type RunRecord = z.infer<typeof runRecordSchema>;
