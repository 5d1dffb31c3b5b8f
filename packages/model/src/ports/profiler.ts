import type { Profile } from "../profile.ts";
import type { StackFile } from "../stack.ts";
import type { Launcher } from "./driver.ts";

/** Launches programs where the app's processes, and all that it listens on, can be seen. */
export interface BesideApp extends Launcher {
  /** The app's first process, as those programs see it. */
  rootPid: number;
}

/** Takes samples of where the processes of an app spend their time. */
export interface Profiler {
  /**
   * Begins to sample all processes of the app. Throws StackFailure (stage `window`) where they cannot be sampled: no
   * fault of the machine's, and none that ends a run.
   */
  begin(app: BesideApp, runtime: StackFile["runtime"], signal: AbortSignal): Promise<Profiling>;
}

/** Sampling under way. Disposing without `end` lets go of the program that samples. */
export interface Profiling extends AsyncDisposable {
  /** Throws StackFailure. */
  end(): Promise<Profile>;
}
