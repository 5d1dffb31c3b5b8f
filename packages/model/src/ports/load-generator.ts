import type { GeneratorTraits, LoadResult, LoadSpec } from "../load.ts";
import type { Launcher } from "./driver.ts";

/** A way of loading a server. Throughput and latencies come back in one shape. */
export interface LoadGenerator {
  traits(spec: Pick<LoadSpec, "level">): GeneratorTraits;
  /** Why it cannot send this ("hey sends one kind of request only, items is a mix of 4"); undefined where it can. */
  refuses(spec: LoadSpec): string | undefined;
  /** Starts it in the sitting. Nothing is sent yet. */
  open(launcher: Launcher, spec: LoadSpec): Promise<LoadSession>;
}

/** One case's load, in one generator process: warm-up, then its windows. Disposing ends the process. */
export interface LoadSession extends AsyncDisposable {
  /** Sends load and throws its figures away; drained when it resolves. */
  warmUp(seconds: number, signal: AbortSignal): Promise<void>;
  /** Sends load for `seconds`, then drains; may be asked again. Throws StackFailure (stage `window`) when nothing was answered. */
  measure(seconds: number, hooks: MeasureHooks, signal: AbortSignal): Promise<LoadResult>;
}

export interface MeasureHooks {
  /** Just before the first send and after the last receive; load stands still until they resolve. */
  onStart(): Promise<void>;
  onEnd(): Promise<void>;
  /** Successes per second over the last moment, several times a second, where the generator tells. */
  onProgress(requestsPerSecond: number): void;
}
