import {
  hasLatency,
  neverAnsweredOf,
  throughputOf,
  timesOf,
  type MeasuredWindow,
} from "@stackbench/model";
import { answeredPercentileMs, hodgesLehmann } from "@stackbench/statistics";
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

const fewestUnits = 6;

type Figure = (window: MeasuredWindow) => number | null;

/** The windows of both are of one workload and load level, and of one plan: those of one round and place are a pair. */
export function againstAnchor(
  anchor: string,
  own: readonly MeasuredWindow[],
  anchors: readonly MeasuredWindow[],
): AgainstAnchor {
  const pairs = pairUp(own, anchors);
  return {
    anchor,
    throughput: ratioOf(pairs, ({ load }) => throughputOf(load)),
    p99: ratioOf(pairs, p99Ms),
    memory: ratioOf(pairs, meanMemoryBytes),
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

interface Pair {
  own: MeasuredWindow;
  anchor: MeasuredWindow;
}

function pairUp(own: readonly MeasuredWindow[], anchors: readonly MeasuredWindow[]): Pair[] {
  const byPlace = new Map(anchors.map((window) => [placeOf(window), window]));
  return own.flatMap((window) => {
    const anchor = byPlace.get(placeOf(window));
    return anchor ? [{ own: window, anchor }] : [];
  });
}

/** `2#3`: the third window of its sitting in the second round. */
function placeOf({ round, planned }: MeasuredWindow): string {
  return `${round}#${/#(\d+)$/.exec(planned.windowId)?.[1] ?? 1}`;
}

function ratioOf(pairs: readonly Pair[], figure: Figure): Ratio | null {
  const logs = pairs.flatMap(({ own, anchor }) => {
    const [ours, theirs] = [figure(own), figure(anchor)];
    return ours && theirs ? [{ round: own.round, log: Math.log(ours / theirs) }] : [];
  });
  if (logs.length === 0) return null;
  const rounds = [...Map.groupBy(logs, ({ round }) => round).values()].map((ofRound) =>
    mean(ofRound.map(({ log }) => log)),
  );
  const areRounds = rounds.length >= fewestUnits || rounds.length === logs.length;
  const units = areRounds ? rounds : logs.map(({ log }) => log);
  const { estimate, low, high, confidence } = hodgesLehmann(units);
  return {
    ratio: Math.exp(estimate),
    interval:
      units.length < fewestUnits ? null : { low: Math.exp(low), high: Math.exp(high), confidence },
    over: areRounds ? "rounds" : "windows",
    units: units.length,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
