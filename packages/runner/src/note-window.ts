import type { RunEvent, WindowRecord } from "@stackbench/model";
import type { RunState } from "./run-context.ts";

/** The event that puts a window on disk; what the decisions between rounds need of it is kept in the run. */
export function noteWindow(run: Pick<RunState, "windows">, window: WindowRecord): RunEvent {
  run.windows.push(withoutSamples(window));
  return { type: "journal", entry: { type: "window", window } };
}

/**
 * Histograms and series of hundreds of windows would fill the harness's memory while it measures. Latencies of an open
 * loop stay: they are what its rounds are compared by.
 */
export function withoutSamples(window: WindowRecord): WindowRecord {
  if (window.status !== "measured") return window;
  const { generator, threads, seconds, succeeded, errors, unfinished, latency } = window.load;
  return {
    ...window,
    load: {
      generator,
      threads,
      seconds,
      succeeded,
      errors,
      ...(latency && { latency, unfinished }),
    },
  };
}
