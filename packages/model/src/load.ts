import { z } from "zod";
import { targetSchema } from "./target.ts";
import { workloadSchema } from "./workload.ts";

/** What an empty `Cookie: p=` takes, its line end included, and one byte in it. */
export const leastPaddingBytes = "Cookie: p=x\r\n".length;
/** Servers refuse a longer line in the head of a request: from 8,190 bytes on, most of them. */
export const mostPaddingBytes = 8000;

/** How hard a case is loaded. */
export const loadLevelSchema = z.discriminatedUnion("loop", [
  z.strictObject({
    loop: z.literal("closed"),
    connections: z.int().min(1).max(65_000),
    /** Whether connections are kept, where it is a question of the level; absent where the whole experiment says it. */
    keepAlive: z.boolean().exactOptional(),
    /** So many bytes are added to each request, in a header as cookies bring; absent for none. */
    paddingBytes: z.int().min(leastPaddingBytes).max(mostPaddingBytes).exactOptional(),
  }),
  z.strictObject({
    loop: z.literal("open"),
    connections: z.int().min(1).max(65_000),
    /** Over all connections; a request that finds none free waits in the generator. */
    ratePerSecond: z.number().positive(),
    arrivals: z.enum(["poisson", "constant"]),
    /** The only workload this level is for: a rate given as a share of closed-loop throughput differs by workload. */
    workload: workloadSchema.optional(),
  }),
]);
export type LoadLevel = z.infer<typeof loadLevelSchema>;

/** Whether a window of this level keeps its connections. */
export function keepsAlive(experiment: { keepAlive: boolean }, level: LoadLevel): boolean {
  return (level.loop === "closed" ? level.keepAlive : undefined) ?? experiment.keepAlive;
}

/**
 * What a level asks for beside its connections and its rate, in words: `a new connection for each request`, `1,000 bytes
 * more in each`; empty where it leaves that to the experiment.
 */
export function describeRequests(level: LoadLevel): string[] {
  if (level.loop !== "closed") return [];
  const { keepAlive, paddingBytes } = level;
  return [
    ...(keepAlive === undefined ? [] : [keepAlive ? "kept" : "a new one for each request"]),
    ...(paddingBytes === undefined
      ? []
      : [`${paddingBytes.toLocaleString("en")} bytes more in each request`]),
  ];
}

/** What stands in path or body for a number of its own in each request that is sent. */
export const numberPlace = "{n}";
/** What stands there for the second number of a request that needs two: see `numbers`. */
export const secondPlace = "{m}";

/** One value in a JSON text: where it stands, of what type it is, and which it is, unless it is no scalar or may vary. */
const jsonFieldSchema = z.strictObject({
  path: z.array(z.union([z.string(), z.int().min(0)])),
  type: z.enum(["string", "number", "boolean", "null", "object", "array"]),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
});
export type JsonField = z.infer<typeof jsonFieldSchema>;

const range = { from: z.int().min(1), count: z.int().min(1) };
const isOfOneLength = ({ from, count }: { from: number; count: number }) =>
  `${from}`.length === `${from + count - 1}`.length;
const oneLength = { error: "expected numbers of one length" };
const rangeSchema = z.strictObject(range).refine(isOfOneLength, oneLength);

/** One request and what a right answer looks like. */
export const loadRequestSchema = z.strictObject({
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
  /** Path and query, as sent, but for `{n}`. */
  path: z.string().startsWith("/"),
  headers: z.record(z.string(), z.string()),
  /** UTF-8, empty for none; as sent, but for `{n}`. */
  body: z.string(),
  /**
   * Where given, `{n}` in path and body stands for a number from `from` to `from + count - 1`, another in each request
   * that is sent until all have been used. All have as many digits, so that the length of the request is one. With `second`,
   * `{m}` stands for a number of that range, which goes along with the first: the next one of it with each next `{n}`.
   */
  numbers: z
    .strictObject({ ...range, second: rangeSchema.exactOptional() })
    .refine(isOfOneLength, oneLength)
    .optional(),
  expect: z.strictObject({
    status: z.int(),
    /** Exact length of the body in bytes after de-chunking; null where it may vary. */
    bodyBytes: z.int().min(0).nullable(),
    /** The exact body, one character a byte (latin1), of a request that was learnt; absent where it may vary. */
    body: z.string().optional(),
    /** What every body begins and ends with, of a learnt request whose bodies vary between; absent where nothing is known. */
    ends: z.strictObject({ start: z.string(), end: z.string() }).optional(),
    /** What stands in every body, which is JSON then; absent where it need not be JSON. */
    fields: z.array(jsonFieldSchema).optional(),
    /** A regular expression that the text of every body matches somewhere. */
    matches: z.strictObject({ pattern: z.string(), flags: z.string() }).optional(),
    /** Media type, in lower case, and headers (names in lower case): looked at before the load, not under it. */
    contentType: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
});
export type LoadRequest = z.infer<typeof loadRequestSchema>;

/** A request of an app that does not speak the contract, as learnt: one of several, or the only one. */
export const customRequestSchema = z.strictObject({
  /** No other has it. */
  name: z.string(),
  /** How often it is asked among the others. */
  weight: z.int().min(1),
  request: loadRequestSchema,
  /** Why what it answered when it was learnt may not be what is meant, a sentence each; absent where nothing was seen. */
  doubts: z.array(z.string()).min(1).exactOptional(),
  /** By what the app told, when it was learnt, that it runs in debug mode: "shop/settings.py says DEBUG = True"; absent where nothing did. */
  debug: z.string().exactOptional(),
});
export type CustomRequest = z.infer<typeof customRequestSchema>;

/** How a warm-up is to end. */
export const warmUpWantedSchema = z.strictObject({
  /** Of load, at least. */
  seconds: z.number().min(0),
  /** Until the server is warm. */
  atMostSeconds: z.number().min(0),
  /**
   * The highest throughput of the case in windows of this run, right answers/s; null where it is loaded for the first
   * time in it. Absent: nobody knows, and throughput that does not move is enough.
   */
  bestPerSecond: z.number().min(0).nullable().exactOptional(),
});
export type WarmUpWanted = z.infer<typeof warmUpWantedSchema>;

/** Everything a generator must know to load a server. */
export const loadSpecSchema = z.strictObject({
  ...targetSchema.shape,
  /** Of HTTP/2: requests under way at a time on each connection; absent for one. */
  streams: z.int().min(1).max(1000).exactOptional(),
  requests: z.array(loadRequestSchema).min(1),
  /**
   * Indices into `requests`, in the order in which one connection sends them, over and over;
   * connection c of n starts at position floor(c / n * length). Open loop: in the order of a thread's
   * arrivals, whichever connection takes them; thread t of n starts at position floor(t / n * length).
   */
  sequence: z.array(z.int().min(0)).min(1),
  /**
   * Of a mix: which of its parts each request belongs to, by index into `requests`; parts count from 0. Times and errors
   * of each part are then told apart by a generator that can.
   */
  parts: z.array(z.int().min(0)).exactOptional(),
  level: loadLevelSchema,
  /**
   * Where given, a window ends when so many requests have been sent and each was answered or lost (closed loop only);
   * absent where it ends by time.
   */
  windowRequests: z.int().min(1).exactOptional(),
  /** Generator threads, each owning its connections and its histogram; of all load nodes together. */
  threads: z.int().min(1),
  /** Load nodes that send it together, each with its part of the threads; absent for one. */
  nodes: z.int().min(2).exactOptional(),
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
