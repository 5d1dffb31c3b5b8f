import type { Acknowledged, AnswerSample } from "../answers.ts";
import type { UsedGenerator } from "../generator.ts";
import type { LoadSpec, WarmUpWanted } from "../load.ts";
import type { LoadResult } from "../load-result.ts";
import type { Transport } from "../target.ts";
import type { LoadPlace } from "./driver.ts";

/** How to get a generator: part of the harness, a dependency of it, or a program of the system. */
export type GeneratorSource =
  | { from: "harness" }
  | { from: "npm"; package: string }
  | { from: "debian"; command: string; package: string };

/**
 * What is true of a generator, as data, so that nobody asks its name. What bears on the figures stands in each of its
 * results too, as `UsedGenerator`.
 */
export interface GeneratorTraits extends Pick<
  UsedGenerator,
  "id" | "clock" | "quantumUs" | "correction" | "sampleCap" | "checks"
> {
  /** Null where only the program tells it, or nobody. */
  version: string | null;
  source: GeneratorSource;
  /**
   * What it is asked for beside its name. `main`: where nothing else is said. `second-opinion`: by a cross-check of another.
   * `yardstick`: how fast a generator can be.
   */
  role: "main" | "second-opinion" | "yardstick" | "other";
  /** What time zero of a latency is by each kind of loop that it can run; null when it gives none that can be used. */
  latencyOrigins: Partial<Record<UsedGenerator["loop"], UsedGenerator["latencyOrigin"]>>;
  /**
   * `until-warm`: load runs on from the warm-up through both edges, and may be asked to settle first. `apart`: warm-up
   * and window are runs of their own, each for as long as asked.
   */
  warmUp: "until-warm" | "apart";
  /** Whether a window can end once so many requests were answered (`LoadSpec.windowRequests`). */
  endsWindowsBy: "time" | "time-or-requests";
  /** Whether it sends mixes, and another number in each request, or the same bytes over and over. */
  sends: "mixes" | "one-request";
  /** Whether it tells times and errors of each part of a mix apart (`LoadSpec.parts`). */
  tellsParts: boolean;
  /** The protocol of its requests. */
  speaks: "http/1.1" | "http/2";
  /** Whether it can be given several threads. */
  threads: "any" | "one";
  /** Whether several load nodes can drive a server together with it. */
  nodes: "any" | "one";
  /** What its requests are sent over. */
  transports: readonly Transport[];
  /** Whether a request that met a closed connection is asked anew on a fresh one, where that may be done. */
  asksAnew: boolean;
}

/** A way of loading a server. Throughput and latencies come back in one shape. */
export interface LoadGenerator {
  readonly traits: GeneratorTraits;
  /** Why it cannot send this ("hey sends one kind of request only, items is a mix of 4"); undefined where it can. */
  refuses(spec: LoadSpec): string | undefined;
  /** Starts it in the sitting, on as many load nodes as the spec says. Nothing is sent yet. */
  open(place: LoadPlace, spec: LoadSpec): Promise<LoadSession>;
}

/** What a window gave: what is kept of it, and what is looked at once and let go. */
export interface MeasuredLoad {
  load: LoadResult;
  /** All that became of the load since it last stood still. */
  acknowledged: Acknowledged;
  /** Whole bodies, drawn anew in each window: about one of 64, with each connection's first and last. Empty where it looks at none. */
  answers: AnswerSample[];
}

/** One case's load at a time, in one generator process a load node: warm-up, then its windows. Disposing ends the process. */
export interface LoadSession extends AsyncDisposable {
  /**
   * Takes another case of the same generator up, as if just opened for it: the connections of the last are closed when
   * it resolves. Absent where every case needs a process of its own. Only while no load runs, and on as many load nodes.
   */
  turnTo?(spec: LoadSpec): Promise<void>;
  /**
   * Sends load and throws its figures away: for `seconds`, and on until the server is warm, at most `atMostSeconds`.
   * The load runs on when it resolves.
   */
  warmUp(wanted: WarmUpWanted, signal: AbortSignal): Promise<void>;
  /** Stops the load, if any, and awaits what is under way. */
  rest(signal: AbortSignal): Promise<void>;
  /**
   * Measures for `seconds` under load that runs through both edges: the warm-up's where it still runs, else one that
   * begins shortly before. Where the spec bounds the window by requests, it is from a standstill to a standstill, and
   * `seconds` are the most it may take. Drained when it resolves; may be asked again. Throws StackFailure (stage `window`) when
   * nothing was answered.
   */
  measure(seconds: number, hooks: MeasureHooks, signal: AbortSignal): Promise<MeasuredLoad>;
}

export interface MeasureHooks {
  /** Where no load runs yet: before its first request, connections established. */
  beforeLoad?(): Promise<void>;
  /**
   * Just before the first edge and just after the second, under load: it goes on until they resolve. Of a window that
   * is bounded by requests, before the first of them and after the last answer.
   */
  onStart(): Promise<void>;
  onEnd(): Promise<void>;
  /** The load has stopped and drained. */
  afterLoad?(): Promise<void>;
  /**
   * Successes per second over the last moment, several times a second, where the generator tells; of a window bounded by
   * requests also how many were answered so far.
   */
  onProgress(requestsPerSecond: number, answered?: number): void;
}
