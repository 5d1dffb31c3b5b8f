import { medianByRound, mixesOf } from "@stackbench/experiments";
import {
  figureByRound,
  timesOf,
  type CpuSets,
  type HistogramData,
  type MeasuredWindow,
} from "@stackbench/model";
import { serverTimeShare, type Row } from "@stackbench/report";
import type { CaseName, FigureId, StepRun } from "./study.ts";

/** By round; of valid windows alone. */
export type ByRound = ReadonlyMap<number, number>;

type OfRound = (round: Row["byRound"][number]) => number | null | undefined;
type OfWindow = (window: MeasuredWindow, cpus: CpuSets) => number | null;

/** Requests/s, ms, and µs of app and proxy for a request. */
const ofRounds: Partial<Record<FigureId, OfRound>> = {
  throughput: ({ throughput }) => throughput,
  cpuMicros: ({ cpuMicrosPerRequest }) => cpuMicrosPerRequest,
  p50: ({ serviceTime }) => serviceTime?.p50Ms,
  p99: ({ serviceTime }) => serviceTime?.p99Ms,
  p999: ({ serviceTime }) => serviceTime?.p999Ms,
};

/** Shares of the time of the server's CPUs, 0 to 1, of app and proxy; bytes; ms; s that the requests of a bounded window took. */
const ofWindows: Partial<Record<FigureId, OfWindow>> = {
  cpuShare: (window, cpus) => serverTimeShare(window, cpus, ["cpuUserSeconds", "cpuSystemSeconds"]),
  userShare: (window, cpus) => serverTimeShare(window, cpus, ["cpuUserSeconds"]),
  systemShare: (window, cpus) => serverTimeShare(window, cpus, ["cpuSystemSeconds"]),
  shortest: ({ load }) => msOf(timesOf(load), ({ min }) => min),
  longest: ({ load }) => msOf(timesOf(load), ({ max }) => max),
  taken: ({ load }) =>
    load.kind === "closed" && load.requestsWanted !== undefined ? load.seconds : null,
  memory: ({ use: { services } }) => {
    const app = services.app?.memoryWorkingSetBytes;
    return app === undefined ? null : app + (services.proxy?.memoryWorkingSetBytes ?? 0);
  },
};

function msOf(
  times: HistogramData | undefined,
  ticks: (times: HistogramData) => number,
): number | null {
  return times && times.count > 0 ? (ticks(times) * times.tickNanoseconds) / 1e6 : null;
}

/** A figure of a case by round; empty where the case has no valid window, or the figure is not known. */
export function valuesOf({ record, table }: StepRun, name: CaseName, figure: FigureId): ByRound {
  const row = rowOf(table.rows, name);
  if (row === undefined) return new Map();
  if (name.part !== undefined) return partTimes({ record, table }, name);
  const ofRound = ofRounds[figure];
  if (ofRound) {
    return new Map(
      row.byRound.flatMap((round) => {
        const value = ofRound(round);
        return value === null || value === undefined ? [] : [[round.round, value] as const];
      }),
    );
  }
  const read = ofWindows[figure]!;
  const { cpus } = record.plan.experiment;
  const own = record.windows.filter(({ planned }) => planned.caseId === row.caseId);
  const byVariant = figureByRound(own, row.generator, (window) => read(window, cpus));
  return byVariant.get(row.key) ?? new Map();
}

/** Medians of one part of a mix, ms. */
function partTimes({ record, table }: StepRun, { variant, part }: CaseName): ByRound {
  const mix = mixesOf(record, table, {}).find((one) => one.variant === variant);
  const found = mix?.parts.find(({ name }) => name === part);
  return found ? medianByRound(found) : new Map();
}

/** The row of the first generator; undefined where there is none, or it holds nothing but invalid windows. */
function rowOf(
  rows: readonly Row[],
  { variant, workload, connections }: CaseName,
): Row | undefined {
  return rows.find(
    (row) =>
      row.key === variant &&
      (workload === undefined || row.workload === workload) &&
      row.checks === null &&
      row.status === "measured" &&
      (connections === undefined || row.level.connections === connections),
  );
}
