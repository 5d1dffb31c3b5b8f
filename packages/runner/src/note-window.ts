import type {
  HistogramData,
  LoadResult,
  ProfiledWindow,
  RunEvent,
  WindowRecord,
} from "@stackbench/model";
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
  switch (window.status) {
    case "measured":
      return { ...window, load: loadWithoutSamples(window.load) };
    // Nothing between rounds is decided by it.
    case "profiled":
      return window.outcome.kind === "held" ? withoutProfile(window, window.outcome) : window;
    default:
      return window;
  }
}

function withoutProfile(
  window: ProfiledWindow,
  { profile, load, ...rest }: Extract<ProfiledWindow["outcome"], { kind: "held" }>,
): ProfiledWindow {
  const emptyProfile = { ...profile, frames: [], nodes: [] };
  return {
    ...window,
    outcome: { ...rest, load: loadWithoutSamples(load), profile: emptyProfile },
  };
}

function loadWithoutSamples(load: LoadResult): LoadResult {
  if (load.kind !== "open") {
    const { generator, threads, seconds, succeeded, errors } = load;
    return { kind: "totals", generator, threads, seconds, succeeded, errors, causes: [] };
  }
  const { series, warmUp, serviceTime, connectTime, sendLag } = load;
  return {
    ...load,
    serviceTime: emptied(serviceTime),
    connectTime: emptied(connectTime),
    sendLag: emptied(sendLag),
    series: { ...series, succeeded: [] },
    warmUp: { ...warmUp, series: { ...warmUp.series, succeeded: [] } },
  };
}

function emptied(histogram: HistogramData): HistogramData {
  return { ...histogram, count: 0, min: 0, max: 0, sum: 0, buckets: [] };
}
