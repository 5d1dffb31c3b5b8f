import { z } from "zod";
import { usedGeneratorSchema } from "./generator.ts";
import { histogramSchema, type HistogramData } from "./histogram.ts";
import { readOlderLoad } from "./read-older-load.ts";

export const loadErrorKinds = [
  "connect",
  "reset",
  /** Closed in the middle of an answer, or on a new connection before its first. */
  "closed",
  /**
   * A kept connection that the server closed before any byte of the answer, and a request that may not be asked anew, for
   * it may have been carried out: of a method that is not idempotent (RFC 9112, 9.3.1). Others are asked anew.
   */
  "closed-between",
  "timeout",
  "status",
  "length",
  "protocol",
  /**
   * No connection could be opened for want of files, ports or memory where the generator runs, or an answer has a longer
   * head than it reads: no fault of the server.
   */
  "generator-limit",
] as const;
const loadErrorKindSchema = z.enum(loadErrorKinds);
export type LoadErrorKind = z.infer<typeof loadErrorKindSchema>;

/** Requests that failed, by kind; kinds that did not occur are absent. */
export const loadErrorsSchema = z.partialRecord(loadErrorKindSchema, z.int().min(1));

/** One reason for which requests failed. */
export const loadCauseSchema = z.strictObject({
  kind: loadErrorKindSchema,
  /** The system's name of the error: `ECONNREFUSED`. */
  code: z.string().optional(),
  /** Of the answer that was wrong. */
  status: z.int().optional(),
  /** What was expected, and what the first of them was instead. */
  reason: z.string(),
  /** What the first of them began with, one character a byte (latin1); at most `mostFirstBytes`. */
  firstBytes: z.string().optional(),
  count: z.int().min(1),
});
export type LoadCause = z.infer<typeof loadCauseSchema>;

/** More causes than these are not told apart: they are in the errors' counts by kind alone. */
export const mostCauses = 8;
export const mostFirstBytes = 128;

/** What was seen of a warm-up: load from the first request to the window's beginning, or to where it stopped. */
export const warmUpSchema = z.strictObject({
  seconds: z.number().min(0),
  /** Right answers per interval since the load began; only whole intervals. */
  series: z.strictObject({
    intervalMs: z.number().positive(),
    succeeded: z.array(z.int().min(0)),
  }),
  /** Whether throughput had settled when it ended; a warm-up goes on for it, within its limit. */
  steady: z.boolean(),
  /** The longest that a request took, or had been waiting when it ended, ms. */
  longestServiceMs: z.number().min(0),
});
export type WarmUp = z.infer<typeof warmUpSchema>;

/** What every generator can tell of its window. */
const told = {
  generator: usedGeneratorSchema,
  threads: z.int().min(1),
  /** Between the window's two edges. */
  seconds: z.number().positive(),
  /** Answers received between the edges with the status and length that were expected (or what the generator checks of that). */
  succeeded: z.int().min(0),
  /**
   * How requests that were sent between the edges failed (open loop: that were due), by kind, whenever they did; kinds
   * that did not occur are absent.
   */
  errors: loadErrorsSchema,
  /** Why they failed, the most frequent first, at most `mostCauses`: what they lack to the counts in `errors` had others. */
  causes: z.array(loadCauseSchema),
};

/** What was seen of one part of a mix: figures as those of the window, of its requests alone. */
const loadPartSchema = z.strictObject({
  succeeded: z.int().min(0),
  errors: loadErrorsSchema,
  /** Sent, or due, in the window and still unanswered, or unsent, when the drain gave up. */
  unfinished: z.int().min(0),
  serviceTime: histogramSchema,
  /** Of an open loop. */
  latency: histogramSchema.optional(),
});
export type LoadPart = z.infer<typeof loadPartSchema>;

/** Answers received between the edges by status code, whether expected or not. */
const statusesSchema = z.record(z.string(), z.int().min(1));

/** Of a generator that sees each request: load runs through both edges, and began before the first. */
const watched = {
  ...told,
  /**
   * Of a window bounded by requests: so many were to be sent. Its load lies between the edges as a whole: they are the
   * beginning of the load, and the moment at which the last request was answered, or lost. Absent where it ended by time.
   */
  requestsWanted: z.int().min(1).optional(),
  /** Requests sent between the edges. */
  sent: z.int().min(0),
  /**
   * Requests that met a kept connection which the server closed before a byte of the answer, and were asked anew on a
   * fresh one, as RFC 9112, section 9.3.1 has it: no errors, their times count from when they were first sent, or due.
   * Such connections had carried so many answers. Absent where there were none.
   */
  askedAnew: z
    .strictObject({
      requests: z.int().min(1),
      fewestAnswers: z.int().min(1),
      mostAnswers: z.int().min(1),
    })
    .optional(),
  /** Sent, or due, in the window and still unanswered, or unsent, when the drain gave up: censored, in no histogram. */
  unfinished: z.int().min(0),
  /** `succeeded` by index into `LoadSpec.requests`. */
  succeededByRequest: z.array(z.int().min(0)),
  /** By part of the mix (`LoadSpec.parts`); absent where the load is none, or its parts are not told apart. */
  parts: z.array(loadPartSchema).optional(),
  /** Bytes that came over the connections between the edges: bodies and heads of answers, chunk framing included. Absent where they are not counted. */
  receivedBytes: z.int().min(0).optional(),
  statuses: statusesSchema,
  /** Done minus actual send, of requests sent (open loop: due) in the window and answered rightly, whenever that was. */
  serviceTime: histogramSchema,
  /** Time to establish a connection, of those whose first request was sent in the window. */
  connectTime: histogramSchema,
  /** Successes per interval from the first edge on; the last interval may be partial. */
  series: z.strictObject({
    intervalMs: z.number().positive(),
    succeeded: z.array(z.int().min(0)),
    /** Service times of those, summed per interval, ms. Absent in older runs. */
    serviceMs: z.array(z.number().min(0)).optional(),
    /**
     * How long those took, by whole seconds from the first edge on, the last one partial where the window ends in it: the
     * latency of an open loop, the service time of a closed one. Coarser than the window's own. Absent in older runs.
     */
    times: z.array(histogramSchema).optional(),
  }),
  /** Integral of requests in flight between the edges, request-seconds: for Little's law. */
  inFlightSeconds: z.number().min(0),
  /**
   * What the first edge cut off the requests under way at it, less what those under way at the second took beyond it,
   * request-seconds: with it the service times of requests sent in the window add up to `inFlightSeconds`.
   */
  carriedSeconds: z.number(),
  /**
   * Closed loop: how long connections were not established between the edges, summed over all, seconds: from the end of
   * one to the moment at which the next was made, also where that never came. A request that is asked anew is under way
   * meanwhile. Absent in older runs.
   */
  downSeconds: z.number().min(0).optional(),
  /** Connections that never got one answer since they were first used, though they asked, or could never be made. */
  unansweredConnections: z.int().min(0),
  /** CPU of the whole generator process in the window, seconds, as it measured itself. */
  cpuSeconds: z.strictObject({ user: z.number().min(0), system: z.number().min(0) }),
  /** The load before the window. */
  warmUp: warmUpSchema,
};

/** CPU of the busiest generator thread over the window, as a share of one CPU. */
const busiestThreadCpuShare = z.number().min(0);

const totalsOfLoadSchema = z.strictObject({
  kind: z.literal("totals"),
  ...told,
  statuses: statusesSchema.optional(),
  /** Done minus actual send, of the right answers. */
  serviceTime: histogramSchema.optional(),
});

/** What one of several load nodes saw: who made it and the load before are those of the whole. */
const { generator: _, warmUp: __, ...watchedByNode } = watched;
const byNode = {
  ...watchedByNode,
  /** Those that it held. */
  connections: z.int().min(1),
  /** Its edges lie at most so far from where they were agreed to be, ms: what is not known of its clock. */
  edgeErrorMs: z.number().min(0),
};

const ofClosed = { kind: z.literal("closed"), busiestThreadCpuShare };

export const closedLoadSchema = z.strictObject({
  ...ofClosed,
  ...watched,
  /** Where several load nodes drove the server together, what each of them saw: the whole is their sum. */
  byNode: z
    .array(z.strictObject({ ...ofClosed, ...byNode }))
    .min(2)
    .exactOptional(),
});

const ofOpen = {
  kind: z.literal("open"),
  /** Absent where threads spin: one that does is always busy. */
  busiestThreadCpuShare: busiestThreadCpuShare.optional(),
  /** Done minus intended start, of the requests of `serviceTime`. */
  latency: histogramSchema,
  /**
   * Of every request due in the window and sent: how late the generator itself was. Actual send minus
   * the later of the intended start and the moment at which a connection was free for it. A wait for a connection is no
   * lag: the server keeps them, `schedule.queueDepthMean` tells of it, and it is part of `latency`. A spinning thread
   * counts a connection as free since it last began to look at its sockets, so that answers it left lying count as lag.
   */
  sendLag: histogramSchema,
  /** What the schedule asked for and what it met. */
  schedule: z.strictObject({
    /** Arrivals whose intended start lies in the window. */
    arrivals: z.int().min(0),
    /** Length of the window, seconds. */
    seconds: z.number().positive(),
    /** Arrivals of the whole schedule, from the beginning of the load to where it stopped. */
    arrivalsInAll: z.int().min(0),
    /**
     * Arrivals waiting for a free connection: mean over the window, and most at once. Threads wait apart: of
     * several, the sum of their means and of their most.
     */
    queueDepthMean: z.number().min(0),
    queueDepthMax: z.int().min(0),
    /** Arrivals that no connection came free for before the drain gave up: part of `unfinished`. */
    unsent: z.int().min(0),
    /** Whether the threads spun, or slept between arrivals. */
    spinning: z.boolean(),
  }),
};

export const openLoadSchema = z.strictObject({
  ...ofOpen,
  ...watched,
  /** As of a closed loop. */
  byNode: z
    .array(z.strictObject({ ...ofOpen, ...byNode }))
    .min(2)
    .exactOptional(),
});

/**
 * What one window of load gave, by the kind of loop. Load of a `closed` or an `open` loop runs through both edges of
 * the window: what is counted per second is what came between them, and what is said of requests (errors, times) is
 * said of those that were sent, or due, between them, whenever they ended. `totals` are what a program tells of a
 * closed loop at its end: all of its load lies between the edges, and so does the start of its process.
 */
export const loadResultSchema = z.preprocess(
  readOlderLoad,
  z.discriminatedUnion("kind", [closedLoadSchema, openLoadSchema, totalsOfLoadSchema]),
);
export type LoadResult = z.infer<typeof loadResultSchema>;
export type ClosedLoad = z.infer<typeof closedLoadSchema>;
export type OpenLoad = z.infer<typeof openLoadSchema>;
/** What one of several load nodes saw of a window. */
export type LoadOfNode = NonNullable<(ClosedLoad | OpenLoad)["byNode"]>[number];
export type TotalsOfLoad = z.infer<typeof totalsOfLoadSchema>;

interface Lost extends Pick<LoadResult, "errors"> {
  unfinished?: number;
}

/** Requests of the window that never got a right answer, as far as the generator tells: slower than any percentile. */
export function neverAnsweredOf({ errors, unfinished = 0 }: Lost): number {
  return Object.values(errors).reduce((sum, count) => sum + count, unfinished);
}

/** What a window's answers are timed by: latency in an open loop, else service time; undefined where none is told. */
export function timesOf(load: LoadResult): HistogramData | undefined {
  return load.kind === "open" ? load.latency : load.serviceTime;
}

/** Right answers received between the window's edges, per second. */
export function throughputOf(result: Pick<LoadResult, "succeeded" | "seconds">): number {
  return result.succeeded / result.seconds;
}

/** Requests that the server lost or answered wrongly: without those that the generator could not send. */
export function serverErrorsOf({ errors }: Pick<LoadResult, "errors">): number {
  const { "generator-limit": _, ...ofServer } = errors;
  return neverAnsweredOf({ errors: ofServer });
}

/** Requests that the server failed, as a share of all that ended. 0 where none ended. */
export function errorShareOf(result: Pick<LoadResult, "succeeded" | "errors">): number {
  const failed = serverErrorsOf(result);
  const ended = failed + result.succeeded;
  return ended === 0 ? 0 : failed / ended;
}
