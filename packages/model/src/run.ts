import { z } from "zod";
import { calibrationSchema } from "./calibration.ts";
import { networkPathSchema } from "./network-path.ts";
import { cautionSchema } from "./caution.ts";
import { driverTraitsSchema } from "./driver-traits.ts";
import { engineSchema, fingerprintSchema } from "./machine.ts";
import { failureSchema } from "./failure.ts";
import { http2Schema } from "./http2.ts";
import { loadResultSchema } from "./load-result.ts";
import { profileSchema } from "./profile.ts";
import { planSchema, plannedWindowSchema } from "./plan.ts";
import { resourceUseSchema } from "./resources.ts";
import { scalingRecordSchema } from "./scaling.ts";
import { reachedSchema } from "./target.ts";
import { startTimesSchema } from "./start.ts";
import { tuningLedgerSchema } from "./tuning.ts";
import { workloadSchema } from "./workload.ts";

/** Names a folder, and stands in commands that are shown to be copied: a word, and no path, option or hidden file. */
export const runIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]*$/, "letters, digits, dashes and dots");

/** What stands for a variant in the results. */
export const variantInfoSchema = z.strictObject({
  key: z.string(),
  stack: z.string(),
  variant: z.string(),
  title: z.string(),
  language: z.string(),
  server: z.string(),
  /** Worker processes of one replica, over all its process groups. */
  workers: z.int().min(1),
  /** Threads of a worker; the most of any process group. */
  threads: z.int().min(1),
  /** Absent in runs of before there were any. */
  replicas: z.int().min(1).optional(),
  proxy: z.string(),
  protocol: z.string(),
  socket: z.string(),
  /** Who speaks TLS with clients, `proxy` or `app`; absent for nobody, and for servers that already ran. */
  tls: z.string().exactOptional(),
  http2: http2Schema.exactOptional(),
  databaseDriver: z.string().nullable(),
  /** The first twelve digits of the SHA-256 of command, environment and process groups: what no field above tells. Absent in older runs. */
  settings: z.string().optional(),
  versions: z.record(z.string(), z.string()),
  /** Image id by service, `sha256:…`; empty for processes. */
  images: z.record(z.string(), z.string()),
  /** Size of the app's image with all its layers, bytes; absent for processes, and in older runs. */
  imageBytes: z.int().min(0).optional(),
  /** Of a server that already ran; absent in older runs. */
  reached: reachedSchema.optional(),
});
export type VariantInfo = z.infer<typeof variantInfoSchema>;

/**
 * How long the parts of a sitting took, seconds of wall time that the run waited for them: of a take-down that goes on
 * beside the next bring-up, almost none.
 */
const sittingTimingsSchema = z.strictObject({
  bringUpSeconds: z.number().min(0),
  verifySeconds: z.number().min(0),
  takeDownSeconds: z.number().min(0),
});

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
    /** Successes by the process group that serves their path; only with process groups, and where the generator tells. */
    succeededByGroup: z.record(z.string(), z.int().min(0)).optional(),
    /** Of a variant that the experiment scales. */
    scaling: scalingRecordSchema.optional(),
    cautions: z.array(cautionSchema),
  }),
  /** No load: how the server came up, and what it uses while nobody asks. */
  z.strictObject({
    ...windowBase,
    status: z.literal("started"),
    start: startTimesSchema,
    /** Working set of app and proxy right after the first answer, and after the idle time, bytes; null where nobody knows. */
    memoryAtAnswerBytes: z.number().min(0).nullable(),
    memoryIdleBytes: z.number().min(0).nullable(),
    /**
     * Of the time from asking for the server to its first answer: what the host did meanwhile. Of other machines: from shortly before
     * the app was started.
     */
    starting: resourceUseSchema,
    /** Of the idle time. */
    idle: resourceUseSchema,
    cautions: z.array(cautionSchema),
  }),
  /** Under load with a profiler on: no figure of the case's, and no failure of it either. */
  z.strictObject({
    ...windowBase,
    status: z.literal("profiled"),
    outcome: z.discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("held"),
        load: loadResultSchema,
        use: resourceUseSchema,
        cautions: z.array(cautionSchema),
        profile: profileSchema,
      }),
      z.strictObject({ kind: z.literal("failed"), failure: failureSchema }),
    ]),
  }),
  z.strictObject({ ...windowBase, status: z.literal("failed"), failure: failureSchema }),
]);
export type WindowRecord = z.infer<typeof windowRecordSchema>;
export type StartedWindow = Extract<WindowRecord, { status: "started" }>;
export type ProfiledWindow = Extract<WindowRecord, { status: "profiled" }>;
export type MeasuredWindow = Extract<WindowRecord, { status: "measured" }>;

/** What a run was held for: the kind of experiment, and what of the request it needs to conclude. */
const questionSchema = z.strictObject({
  kind: z.string(),
  details: z.record(z.string(), z.json()),
});
export type Question = z.infer<typeof questionSchema>;

/** Where what is compared comes from, so that it can be found again. */
const sourcesSchema = z.discriminatedUnion("from", [
  /** This repository, and absolute folders of stacks that are not its own. */
  z.strictObject({ from: z.literal("stacks"), folders: z.array(z.string()) }),
  /** Servers that already run; the variants' names tell which. */
  z.strictObject({
    from: z.literal("servers"),
    allowRemote: z.boolean(),
    pin: z.boolean(),
    /** Absent where certificates are verified. */
    insecure: z.literal(true).exactOptional(),
    /** Absolute path of a file with the certificates of who may have signed the servers'; absent for those that Node trusts. */
    ca: z.string().exactOptional(),
  }),
  /** Revisions that were checked out for the run alone. */
  z.strictObject({ from: z.literal("revisions") }),
]);
export type Sources = z.infer<typeof sourcesSchema>;

/** What each variant serves in a closed loop, requests/s. */
const closedLoopSchema = z.array(
  z.strictObject({
    variant: z.string(),
    workload: workloadSchema,
    requestsPerSecond: z.number().positive(),
  }),
);
export type ClosedLoopThroughput = z.infer<typeof closedLoopSchema>;

/** The head of a run: known before the first sitting. */
const runHeadSchema = z.strictObject({
  schemaVersion: z.literal(1),
  contractVersion: z.literal(1),
  runId: runIdSchema,
  startedAt: z.string(),
  /** The command line as given, without the program. */
  arguments: z.array(z.string()),
  /** Absent in older runs: see `questionOf`. */
  question: questionSchema.optional(),
  /** Absent in older runs: see `sourcesOf`. */
  sources: sourcesSchema.optional(),
  /** In older runs only, instead of `sources`: absolute folders of stacks that are not the repository's. */
  stackFolders: z.array(z.string()).optional(),
  plan: planSchema,
  engine: engineSchema,
  /** Absent in older runs. */
  driverTraits: driverTraitsSchema.optional(),
  fingerprint: fingerprintSchema,
  /** Where the parts of a sitting are on machines of their own: the ways between these. */
  network: z.array(networkPathSchema).optional(),
  variants: z.array(variantInfoSchema),
  /** What the generators can do on these CPUs; null where it was not asked (`--no-calibration`) or could not be found out. */
  calibration: calibrationSchema.nullable(),
  /** What a rate given as a share is a share of; absent without one. */
  closedLoopThroughput: closedLoopSchema.optional(),
  /** In older runs, instead of `closedLoopThroughput`: see `closedLoopOf`. */
  ceilings: closedLoopSchema.optional(),
});
export type RunHead = z.infer<typeof runHeadSchema>;

/** Why no further round was begun, and which was the last. */
export const stopSchema = z.strictObject({
  reason: z.enum(["resolved", "budget", "rounds"]),
  round: z.int().min(1),
  /** "every pair that matters is ordered or a tie, after 6 rounds". */
  message: z.string(),
});
export type Stop = z.infer<typeof stopSchema>;

/** A line of the journal. The first is the head; order is the order of time. */
export const journalEntrySchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("head"), head: runHeadSchema }),
  z.strictObject({
    type: z.literal("resumed"),
    at: z.string(),
    fingerprint: fingerprintSchema,
    /** Absent in older runs. */
    engine: engineSchema.optional(),
  }),
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
  z.strictObject({ type: z.literal("stopped"), stop: stopSchema }),
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
  /** In what later parts of the run differ from its beginning: machine, harness, images. */
  changes: z.array(z.string()).default([]),
  /** Null while it runs, and where it was interrupted. */
  stop: stopSchema.nullable(),
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
