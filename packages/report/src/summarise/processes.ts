import {
  answersWhileSampled,
  cpuSecondsOf,
  type MeasuredWindow,
  type ProcessGroupUse,
} from "@stackbench/model";
import { mean, median } from "@stackbench/statistics";
import type { LiveProcesses, GroupFigures } from "../row.ts";

/** The app's processes in time over the windows of a case; null where nobody counted them. */
export function liveProcesses(windows: readonly MeasuredWindow[]): LiveProcesses | null {
  const rounds = windows.flatMap(({ round, use }) => {
    const series = use.services.app?.processSeries;
    return series ? [{ round, ...series }] : [];
  });
  const counts = rounds.flatMap((series) => series.counts);
  if (counts.length === 0) return null;
  return {
    least: Math.min(...counts),
    most: Math.max(...counts),
    // Windows count alike, however densely each was sampled.
    mean: mean(rounds.map((series) => mean(series.counts))),
    changed: rounds.some((series) => new Set(series.counts).size > 1),
    rounds,
  };
}

/** What each process group of the app used, in the order of the variant's groups, the rest last; undefined without groups. */
export function groupFigures(windows: readonly MeasuredWindow[]): GroupFigures[] | undefined {
  const readings = windows.flatMap((window) =>
    (window.use.services.app?.processGroups ?? []).map((use) => ({ window, use })),
  );
  if (readings.length === 0) return undefined;
  return [...Map.groupBy(readings, ({ use }) => use.name)].map(([name, same]) => ({
    name,
    requestsPerSecond: medianOf(same, requestsPerSecond),
    cpuShare: median(same.map(({ window, use }) => cpuSecondsOf(use) / window.use.seconds)),
    cpuMicrosPerRequest: medianOf(same, cpuMicrosPerRequest),
    memoryBytes: highestOf(same, ({ use }) => use.memoryProportionalBytes),
    memoryMeanBytes: medianOf(same, ({ use }) => use.memoryProportionalMeanBytes),
    processes: Math.max(...same.map(({ use }) => use.processes)),
    endedProcesses: same.reduce((sum, { use }) => sum + use.endedProcesses, 0),
  }));
}

interface Reading {
  window: MeasuredWindow;
  use: ProcessGroupUse;
}

function requestsPerSecond({ window, use }: Reading): number | undefined {
  const succeeded = succeededOf(window, use);
  return succeeded === undefined ? undefined : succeeded / window.load.seconds;
}

/** Nothing where a group answered nothing: what it used was for no request. */
function cpuMicrosPerRequest({ window, use }: Reading): number | undefined {
  const succeeded = succeededOf(window, use);
  return succeeded === undefined || succeeded === 0
    ? undefined
    : (cpuSecondsOf(use) * 1e6) / succeeded / sampledOverCounted(window);
}

function sampledOverCounted(window: MeasuredWindow): number {
  return answersWhileSampled(window) / window.load.succeeded;
}

function succeededOf(
  { succeededByGroup }: MeasuredWindow,
  { name }: ProcessGroupUse,
): number | undefined {
  return name === null ? undefined : succeededByGroup?.[name];
}

function known(
  readings: readonly Reading[],
  figure: (reading: Reading) => number | undefined,
): number[] {
  return readings.map(figure).filter((value) => value !== undefined);
}

function medianOf(
  readings: readonly Reading[],
  figure: (reading: Reading) => number | undefined,
): number | null {
  const values = known(readings, figure);
  return values.length === 0 ? null : median(values);
}

function highestOf(
  readings: readonly Reading[],
  figure: (reading: Reading) => number | undefined,
): number | null {
  const values = known(readings, figure);
  return values.length === 0 ? null : Math.max(...values);
}
