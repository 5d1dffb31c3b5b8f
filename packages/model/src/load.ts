import { z } from "zod";
import { histogramSchema } from "./histogram.ts";
import { askedWorkloadSchema } from "./workload.ts";

export const generatorIds = ["stackbench", "autocannon", "wrk", "hey", "ab"] as const;
export const generatorIdSchema = z.enum(generatorIds);
export type GeneratorId = z.infer<typeof generatorIdSchema>;

/** How hard a case is loaded. */
export const loadLevelSchema = z.discriminatedUnion("loop", [
  z.strictObject({ loop: z.literal("closed"), connections: z.int().min(1).max(65_000) }),
  z.strictObject({
    loop: z.literal("open"),
    connections: z.int().min(1).max(65_000),
    /** Over all connections; a request that finds none free waits in the generator. */
    ratePerSecond: z.number().positive(),
    arrivals: z.enum(["poisson", "constant"]),
    /** The only workload this level is for: a rate given as a share of a ceiling differs by workload. */
    workload: askedWorkloadSchema.optional(),
  }),
]);
export type LoadLevel = z.infer<typeof loadLevelSchema>;

/** What stands in path or body for a number of its own in each request that is sent. */
export const numberPlace = "{n}";

/** One request and what a right answer looks like. */
export const loadRequestSchema = z.strictObject({
  method: z.enum(["GET", "POST", "PUT", "DELETE"]),
  /** Path and query, as sent, but for `{n}`. */
  path: z.string().startsWith("/"),
  headers: z.record(z.string(), z.string()),
  /** UTF-8, empty for none; as sent, but for `{n}`. */
  body: z.string(),
  /**
   * Where given, `{n}` in path and body stands for a number from `from` to `from + count - 1`, another in each request
   * that is sent until all have been used. All have as many digits, so that the length of the request is one.
   */
  numbers: z
    .strictObject({ from: z.int().min(1), count: z.int().min(1) })
    .refine(({ from, count }) => `${from}`.length === `${from + count - 1}`.length, {
      error: "expected numbers of one length",
    })
    .optional(),
  expect: z.strictObject({
    status: z.int(),
    /** Exact length of the body in bytes after de-chunking; null where it may vary. */
    bodyBytes: z.int().min(0).nullable(),
    /** The exact body, one character a byte (latin1), of a request that was learnt; absent where it may vary. */
    body: z.string().optional(),
    /** What every body begins and ends with, of a learnt request whose bodies vary between; absent where nothing is known. */
    ends: z.strictObject({ start: z.string(), end: z.string() }).optional(),
  }),
});
export type LoadRequest = z.infer<typeof loadRequestSchema>;

/** Everything a generator must know to load a server. */
export const loadSpecSchema = z.strictObject({
  /** What requests call the server. */
  host: z.string(),
  /** Where connections go, once that is settled; absent where it is what `host` says. */
  address: z.string().exactOptional(),
  port: z.int().min(1).max(65_535),
  requests: z.array(loadRequestSchema).min(1),
  /**
   * Indices into `requests`, in the order in which one connection sends them, over and over;
   * connection c of n starts at position floor(c / n * length). Open loop: in the order of a thread's
   * arrivals, whichever connection takes them; thread t of n starts at position floor(t / n * length).
   */
  sequence: z.array(z.int().min(0)).min(1),
  level: loadLevelSchema,
  /** Generator threads, each owning its connections and its histogram. */
  threads: z.int().min(1),
  /** False: `Connection: close`, one connection a request. */
  keepAlive: z.boolean(),
  /** A request unanswered for so long is an error of kind `timeout` and its connection is replaced. */
  timeoutMs: z.number().positive(),
  /** Open loop: the threads may spin, for they have CPUs of their own. */
  spin: z.boolean(),
  /** Seeds the arrivals of an open loop. */
  seed: z.int().min(0),
});
export type LoadSpec = z.infer<typeof loadSpecSchema>;

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

/** One reason for which requests failed. */
const loadCauseSchema = z.strictObject({
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

/** What a generator is, declared by itself: so that a reader knows what its figures can mean. */
export const generatorTraitsSchema = z.strictObject({
  id: generatorIdSchema,
  version: z.string(),
  loop: z.enum(["closed", "open"]),
  /** What time zero of a latency is; null when it gives none that can be used. */
  latencyOrigin: z.enum(["actual-send", "intended-start"]).nullable(),
  /** Resolution of one latency sample in µs; null when it gives none. */
  quantumUs: z.number().positive().nullable(),
  /** What is done to the samples after the fact, in words. */
  correction: z.string().nullable(),
  /** Most samples it keeps; null for no cap. */
  sampleCap: z.int().nullable(),
  /** Whether status and body length are checked on every answer. */
  checks: z.enum(["status-and-length", "status", "none"]),
});
export type GeneratorTraits = z.infer<typeof generatorTraitsSchema>;

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

/**
 * What one window of load gave. Load runs through both edges of the window: what is counted per second is what came
 * between them, and what is said of requests (errors, times) is said of those that were sent, or due, between them,
 * whenever they ended. What a generator cannot tell is absent, never zero.
 */
export const loadResultSchema = z.strictObject({
  generator: generatorTraitsSchema,
  threads: z.int().min(1),
  /** Between the window's two edges. */
  seconds: z.number().positive(),
  /** Requests sent between the edges. */
  sent: z.int().min(0).optional(),
  /** Answers received between the edges with the status and length that were expected (or what the generator checks of that). */
  succeeded: z.int().min(0),
  /**
   * How requests that were sent between the edges failed (open loop: that were due), by kind, whenever they did; kinds
   * that did not occur are absent.
   */
  errors: z.partialRecord(loadErrorKindSchema, z.int().min(1)),
  /**
   * Why they failed, the most frequent first, at most `mostCauses`: what they lack to the counts in `errors` had others.
   * Absent where the generator does not tell.
   */
  causes: z.array(loadCauseSchema).optional(),
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
  unfinished: z.int().min(0).optional(),
  /** `succeeded` by index into `LoadSpec.requests`. */
  succeededByRequest: z.array(z.int().min(0)).optional(),
  /** Bytes that came over the connections between the edges: bodies and heads of answers, chunk framing included. */
  receivedBytes: z.int().min(0).optional(),
  /** Answers received between the edges by status code, whether expected or not. */
  statuses: z.record(z.string(), z.int().min(1)).optional(),
  /** Done minus actual send, of requests sent (open loop: due) in the window and answered rightly, whenever that was. */
  serviceTime: histogramSchema.optional(),
  /** Open loop only: done minus intended start, of the same requests. */
  latency: histogramSchema.optional(),
  /**
   * Open loop only, of every request due in the window and sent: how late the generator itself was. Actual send minus
   * the later of the intended start and the moment at which a connection was free for it. A wait for a connection is no
   * lag: the server keeps them, `schedule.queueDepthMean` tells of it, and it is part of `latency`. A spinning thread
   * counts a connection as free since it last began to look at its sockets, so that answers it left lying count as lag.
   */
  sendLag: histogramSchema.optional(),
  /** Open loop only: what the schedule asked for and what it met. */
  schedule: z
    .strictObject({
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
    })
    .optional(),
  /** Time to establish a connection, of those whose first request was sent in the window. */
  connectTime: histogramSchema.optional(),
  /** Successes per interval from the first edge on; the last interval may be partial. */
  series: z
    .strictObject({ intervalMs: z.number().positive(), succeeded: z.array(z.int().min(0)) })
    .optional(),
  /** Integral of requests in flight between the edges, request-seconds: for Little's law. */
  inFlightSeconds: z.number().min(0).optional(),
  /**
   * What the first edge cut off the requests under way at it, less what those under way at the second took beyond it,
   * request-seconds: with it the service times of requests sent in the window add up to `inFlightSeconds`.
   */
  carriedSeconds: z.number().optional(),
  /**
   * Closed loop: how long connections were not established between the edges, summed over all, seconds: from the end of
   * one to the moment at which the next was made, also where that never came. A request that is asked anew is under way meanwhile.
   */
  downSeconds: z.number().min(0).optional(),
  /** Connections that never got one answer since they were first used, though they asked. */
  unansweredConnections: z.int().min(0).optional(),
  /** CPU of the busiest generator thread over the window, as a share of one CPU; absent where threads spin. */
  busiestThreadCpuShare: z.number().min(0).optional(),
  /** CPU of the whole generator process in the window, seconds, as it measured itself. */
  cpuSeconds: z.strictObject({ user: z.number().min(0), system: z.number().min(0) }).optional(),
  /** The load before the window; absent where the generator knows no such thing. */
  warmUp: warmUpSchema.optional(),
});
export type LoadResult = z.infer<typeof loadResultSchema>;

/** Requests of the window that never got a right answer, as far as the generator tells: slower than any percentile. */
export function neverAnsweredOf(result: Pick<LoadResult, "errors" | "unfinished">): number {
  const failed = Object.values(result.errors).reduce((sum, count) => sum + count, 0);
  return failed + (result.unfinished ?? 0);
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
