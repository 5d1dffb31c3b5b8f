import {
  hasLatency,
  neverAnsweredOf,
  throughputOf,
  timesOf,
  type MeasuredWindow,
} from "@stackbench/model";
import {
  answeredPercentileMs,
  fewestForRanks,
  logRatios,
  mean,
  ratioCentre,
} from "@stackbench/statistics";
import { windowOfSitting } from "../window-of-sitting.ts";
import { memoryOverTime } from "./memory-over-time.ts";

/** A figure divided by the anchor's; 1 is equal. */
export interface Ratio {
  ratio: number;
  /** Null with fewer than six rounds, and fewer than six windows a round. */
  interval: { low: number; high: number; confidence: number } | null;
  /** Of six windows or more of fewer rounds the interval knows nothing of how starts of a server differ. */
  over: "rounds" | "windows";
  units: number;
}

/** What a variant costs, and saves, against the anchor; null where either has no such figure. */
export interface AgainstAnchor {
  anchor: string;
  throughput: Ratio | null;
  /** Service time; of an open loop, latency. */
  p99: Ratio | null;
  /** Of all the app's processes, mean over the window. */
  memory: Ratio | null;
}

type Figure = (window: MeasuredWindow) => number | null;

/** The windows of both are of one workload and load level, and of one plan: those of one round and place are a pair. */
export function againstAnchor(
  anchor: string,
  own: readonly MeasuredWindow[],
  anchors: readonly MeasuredWindow[],
): AgainstAnchor {
  return {
    anchor,
    throughput: ratioOf(own, anchors, ({ load }) => throughputOf(load)),
    p99: ratioOf(own, anchors, p99Ms),
    memory: ratioOf(own, anchors, meanMemoryBytes),
  };
}

/** Null where it was never answered, too few requests lie beyond it, or the window's latency says nothing. */
export function p99Ms(window: MeasuredWindow): number | null {
  const { load } = window;
  if (load.kind === "open" && !hasLatency(window)) return null;
  const value = answeredPercentileMs(timesOf(load), 99, neverAnsweredOf(load));
  return typeof value === "number" ? value : null;
}

/** Of all processes of the app. */
export function meanMemoryBytes(window: MeasuredWindow): number | null {
  const [series] = memoryOverTime([window]);
  return series ? mean(series.bytes) : null;
}

function ratioOf(
  own: readonly MeasuredWindow[],
  anchors: readonly MeasuredWindow[],
  figure: Figure,
): Ratio | null {
  const logs = [...logRatios(byPlace(own, figure), byPlace(anchors, figure))];
  if (logs.length === 0) return null;
  const rounds = [...Map.groupBy(logs, ([place]) => roundOf(place)).values()].map((ofRound) =>
    mean(ofRound.map(([, log]) => log)),
  );
  const areRounds = rounds.length >= fewestForRanks || rounds.length === logs.length;
  const units = areRounds ? rounds : logs.map(([, log]) => log);
  const { estimate, interval } = ratioCentre(units, "no interval");
  return {
    ratio: estimate,
    interval,
    over: areRounds ? "rounds" : "windows",
    units: units.length,
  };
}

/** Of the windows that have it; 0 is none. */
function byPlace(windows: readonly MeasuredWindow[], figure: Figure): Map<string, number> {
  return new Map(
    windows.flatMap((window) => {
      const value = figure(window);
      return value ? [[placeOf(window), value] as const] : [];
    }),
  );
}

/** `2#3`: the third window of its sitting in the second round. */
function placeOf({ round, planned }: MeasuredWindow): string {
  return `${round}#${windowOfSitting(planned)}`;
}

function roundOf(place: string): string | undefined {
  return place.split("#")[0];
}
