import type { Acknowledged, AnswerSample } from "../answers.ts";
import type { GeneratorTraits } from "../generator.ts";
import type { LoadSpec } from "../load.ts";
import type { LoadResult } from "../load-result.ts";
import type { Launcher } from "./driver.ts";

/** A way of loading a server. Throughput and latencies come back in one shape. */
export interface LoadGenerator {
  traits(spec: Pick<LoadSpec, "level">): GeneratorTraits;
  /** Why it cannot send this ("hey sends one kind of request only, items is a mix of 4"); undefined where it can. */
  refuses(spec: LoadSpec): string | undefined;
  /** Starts it in the sitting. Nothing is sent yet. */
  open(launcher: Launcher, spec: LoadSpec): Promise<LoadSession>;
}

/** What a window gave: what is kept of it, and what is looked at once and let go. */
export interface MeasuredLoad {
  load: LoadResult;
  /** All that became of the load since it last stood still. */
  acknowledged: Acknowledged;
  /** Whole bodies, drawn anew in each window: about one of 64, with each connection's first and last. Empty where it looks at none. */
  answers: AnswerSample[];
}

/** One case's load at a time, in one generator process: warm-up, then its windows. Disposing ends the process. */
export interface LoadSession extends AsyncDisposable {
  /**
   * Takes another case of the same generator up, as if just opened for it: the connections of the last are closed when
   * it resolves. Absent where every case needs a process of its own. Only while no load runs.
   */
  turnTo?(spec: LoadSpec): Promise<void>;
  /**
   * Sends load and throws its figures away: for `seconds`, and on until throughput is steady, at most `atMostSeconds`.
   * The load runs on when it resolves.
   */
  warmUp(seconds: number, atMostSeconds: number, signal: AbortSignal): Promise<void>;
  /** Stops the load, if any, and awaits what is under way. */
  rest(signal: AbortSignal): Promise<void>;
  /**
   * Measures for `seconds` under load that runs through both edges: the warm-up's where it still runs, else one that
   * begins shortly before. Drained when it resolves; may be asked again. Throws StackFailure (stage `window`) when
   * nothing was answered.
   */
  measure(seconds: number, hooks: MeasureHooks, signal: AbortSignal): Promise<MeasuredLoad>;
}

export interface MeasureHooks {
  /** Where no load runs yet: before its first request, connections established. */
  beforeLoad?(): Promise<void>;
  /** Just before the first edge and just after the second, under load: it goes on until they resolve. */
  onStart(): Promise<void>;
  onEnd(): Promise<void>;
  /** The load has stopped and drained. */
  afterLoad?(): Promise<void>;
  /** Successes per second over the last moment, several times a second, where the generator tells. */
  onProgress(requestsPerSecond: number): void;
}
