import { isDeepStrictEqual } from "node:util";
import {
  neverAnsweredOf,
  throughputOf,
  type LoadLevel,
  type MeasuredWindow,
  type RunRecord,
  type ScalingEvent,
} from "@stackbench/model";
import type { Row, Table } from "@stackbench/report";
import { estimateOf, estimateOfKnownRatios, type Estimate } from "../estimate.ts";
import { validWindowsByCase } from "../valid-windows.ts";
import { ratesByReplicas, secondsOf, spansOf, type Second } from "./replica-times.ts";

/** The two arms of one variant. */
export interface Pair {
  /** `stack:variant`, of one replica. */
  single: string;
  /** The same that may grow. */
  scaled: string;
}

/** What growing did for one variant at one load. */
export interface Scaling {
  variant: string;
  workload: Row["workload"];
  level: LoadLevel;
  single: Row;
  scaled: Row;
  /** Valid windows of the arm that grows. */
  rounds: RoundOfScaling[];
  /** How the replicas went in most of these rounds; null without one. */
  usual: Replicas | null;
  /** Throughput against one replica's, round by round; null without a common round. */
  ratio: Estimate | null;
  /** Time of the whole work, seconds, where windows are bounded by requests. */
  workSeconds: { single: Estimate; scaled: Estimate } | null;
  /** From when CPU passed the threshold until the first replica more was sent requests, s; null where none came. */
  delaySeconds: Estimate | null;
  /** Of that, from when it was asked for. */
  startSeconds: Estimate | null;
  /** Requests/s with so many replicas there, over the rounds that had as many for a second or more. */
  rates: {
    replicas: number;
    requestsPerSecond: Estimate;
    toOne: Estimate | null;
    rounds: number;
  }[];
  /** Over all rounds of the arm that grows: never answered rightly; and sent once more on another connection. */
  lost: number;
  lostBySingle: number;
  askedAnew: number;
}

/** Behind the proxy at the window's beginning, at most, and at its end. */
interface Replicas {
  first: number;
  most: number;
  last: number;
}

interface RoundOfScaling {
  round: number;
  replicas: Replicas;
  highestCpuShare: number | null;
  events: ScalingEvent[];
  scaled: Second[];
  /** Of the arm with one replica; empty where that round has no valid window. */
  single: Second[];
}

/** Every variant at every load, in the order of the plan. */
export function scalingsOf(record: RunRecord, table: Table, pairs: readonly Pair[]): Scaling[] {
  const { workloads, levels } = record.plan.experiment;
  const windows = validWindowsByCase(record);
  return pairs.flatMap((pair) =>
    workloads.flatMap((workload) =>
      levels.flatMap((level) => {
        const rowOf = (key: string): Row | undefined =>
          table.rows.find(
            (row) =>
              row.key === key && row.workload === workload && isDeepStrictEqual(row.level, level),
          );
        const [single, scaled] = [rowOf(pair.single), rowOf(pair.scaled)];
        if (!single || !scaled) return [];
        return [scalingOf(windows, { variant: pair.single, workload, level, single, scaled })];
      }),
    ),
  );
}

type Named = Pick<Scaling, "variant" | "workload" | "level" | "single" | "scaled">;

function scalingOf(windows: ReadonlyMap<string, readonly MeasuredWindow[]>, named: Named): Scaling {
  const windowsOf = ({ caseId }: Row): Map<number, MeasuredWindow> =>
    new Map((windows.get(caseId) ?? []).map((window) => [window.round, window]));
  const single = windowsOf(named.single);
  const scaled = windowsOf(named.scaled);
  const both = [...scaled].flatMap(([round, window]) => {
    const other = single.get(round);
    return other ? [{ scaled: window, single: other }] : [];
  });
  const delays = [...scaled.values()].flatMap((window) => delayOf(window) ?? []);
  const all = [...scaled.values()];
  const rounds = [...scaled].map(([round, window]) => roundOf(round, window, single.get(round)));
  return {
    ...named,
    rounds,
    usual: usualReplicas(rounds),
    ratio: estimateOfKnownRatios(
      both.map((pair) => throughputOf(pair.scaled.load) / throughputOf(pair.single.load)),
    ),
    workSeconds: workOf(all, [...single.values()]),
    delaySeconds: known(delays.map(({ seconds }) => seconds)),
    startSeconds: known(delays.map(({ startSeconds }) => startSeconds)),
    rates: ratesOf(all),
    lost: lostIn(all),
    lostBySingle: lostIn([...single.values()]),
    askedAnew: all.reduce(
      (sum, { load }) => sum + (load.kind === "totals" ? 0 : (load.askedAnew?.requests ?? 0)),
      0,
    ),
  };
}

/** What most rounds had, whole: of two that as many had, the fewer replicas. */
function usualReplicas(rounds: readonly Pick<RoundOfScaling, "replicas">[]): Replicas | null {
  const alike = Map.groupBy(rounds, ({ replicas }) =>
    JSON.stringify([replicas.most, replicas.last, replicas.first]),
  );
  const [most] = [...alike.values()].toSorted(
    (a, b) => b.length - a.length || sizeOf(a[0]!) - sizeOf(b[0]!),
  );
  return most?.[0]!.replicas ?? null;
}

function sizeOf({ replicas: { first, most, last } }: Pick<RoundOfScaling, "replicas">): number {
  return most + last + first;
}

function lostIn(windows: readonly MeasuredWindow[]): number {
  return windows.reduce((sum, { load }) => sum + neverAnsweredOf(load), 0);
}

function known(values: readonly number[]): Estimate | null {
  return values.length === 0 ? null : estimateOf(values);
}

function workOf(
  scaled: readonly MeasuredWindow[],
  single: readonly MeasuredWindow[],
): Scaling["workSeconds"] {
  const secondsOfAll = (windows: readonly MeasuredWindow[]): number[] =>
    windows.flatMap(({ load }) =>
      load.kind === "closed" && load.requestsWanted !== undefined ? [load.seconds] : [],
    );
  const [one, grown] = [secondsOfAll(single), secondsOfAll(scaled)];
  return one.length === 0 || grown.length === 0
    ? null
    : { single: estimateOf(one), scaled: estimateOf(grown) };
}

/** Undefined where no replica came. */
function delayOf({
  scaling,
}: MeasuredWindow): { seconds: number; startSeconds: number } | undefined {
  const events = scaling?.events ?? [];
  const asked = events.find((event) => event.kind === "asked" && event.to > event.from);
  const came = events.find((event) => event.kind === "step" && event.step === "in-proxy");
  if (asked?.kind !== "asked" || !came) return undefined;
  return {
    seconds: (came.atMs - asked.sinceMs) / 1000,
    startSeconds: (came.atMs - asked.atMs) / 1000,
  };
}

function ratesOf(windows: readonly MeasuredWindow[]): Scaling["rates"] {
  const byWindow = windows.map(ratesByReplicas);
  const counts = new Set(byWindow.flatMap((rates) => [...rates.keys()]));
  return [...counts]
    .toSorted((a, b) => a - b)
    .map((replicas) => {
      const own = byWindow.flatMap((rates) => rates.get(replicas) ?? []);
      const toOne = byWindow.flatMap((rates) => {
        const [rate, ofOne] = [rates.get(replicas), rates.get(1)];
        return rate === undefined || !ofOne ? [] : [rate / ofOne];
      });
      return {
        replicas,
        requestsPerSecond: estimateOf(own),
        toOne: estimateOfKnownRatios(toOne),
        rounds: own.length,
      };
    });
}

function roundOf(
  round: number,
  window: MeasuredWindow,
  single: MeasuredWindow | undefined,
): RoundOfScaling {
  const scaling = window.scaling!;
  const counts = spansOf(scaling, window.load.seconds * 1000).map(({ replicas }) => replicas);
  const shares = scaling.readings.flatMap(({ cpuShare }) => cpuShare ?? []);
  return {
    round,
    replicas: { first: counts[0]!, most: Math.max(...counts), last: counts.at(-1)! },
    highestCpuShare: shares.length === 0 ? null : Math.max(...shares),
    events: scaling.events,
    scaled: secondsOf(window),
    single: single ? secondsOf(single) : [],
  };
}
