import {
  column,
  describeSlos,
  figure,
  partColumns,
  rightColumn,
  sloColumns,
  slosIn,
  text,
  type Column,
} from "@stackbench/report";
import { tableOf, type Section, type Findings } from "../findings.ts";
import { describeMemory, describeMix } from "./describe-mix.ts";
import type { MixFigures, PoolFigures } from "./mixes.ts";

/** Whom the mixes of a run are held against: the first of the anchor at the same load. */
export function anchorOf(
  { row }: MixFigures,
  mixes: readonly MixFigures[],
  anchor: string,
): MixFigures | undefined {
  const level = JSON.stringify(row.level);
  return mixes.find((mix) => mix.variant === anchor && JSON.stringify(mix.row.level) === level);
}

export function tellMixes(mixes: readonly MixFigures[], anchor: string): Findings {
  return {
    answers: mixes.map((mix) => describeMix(mix, anchorOf(mix, mixes, anchor))),
    slos: describeSlos(mixes.map(({ row }) => row)),
    sections: mixes.map(sectionOf),
    reading,
  };
}

function sectionOf(mix: MixFigures): Section {
  return {
    title: titleOf(mix),
    tables: [
      tableOf(partColumns(mix.row.level), mix.parts, { isOfRows: true }),
      tableOf(poolColumns, mix.pools),
      ...(mix.row.slo ? [tableOf(sloColumns, slosIn([mix.row]), { isOfRows: true })] : []),
    ],
    lines: describeMemory(mix.pools),
  };
}

const reading =
  "All parts share the connections of one window, in the order that the seed draws. In a closed loop each has its share of all answers, so that a slow part holds the others back. in use: requests in flight to the pool (rate × mean time) over its workers × threads; over 100 %: some wait before a thread takes them. CPU and memory: of one CPU and as proportional set size for a process group; of the server's CPUs and as all that app and proxy took for a variant without groups, so that the two do not compare. An error for which no connection could be made belongs to no part.";

function titleOf({ variant, row }: MixFigures): string {
  const { level } = row;
  const load = level.loop === "closed" ? "closed loop" : `${level.ratePerSecond} requests/s`;
  return `${variant} · mix · ${level.connections} connections, ${load}`;
}

const poolColumns: Column<PoolFigures>[] = [
  column("pool", "pool", "left", ({ group }) => text(group ?? "all workers")),
  rightColumn("workers × threads", ({ workers, threads }) => text(`${workers} × ${threads}`)),
  rightColumn("requests/s", ({ requestsPerSecond }) => figure(requestsPerSecond, "perSecond")),
  rightColumn("mean ms", ({ meanServiceMs }) => figure(meanServiceMs, "milliseconds")),
  rightColumn("in use %", ({ busyShare }) => figure(busyShare, "wholePercent")),
  rightColumn("CPU %", ({ cpuShare }) => figure(cpuShare, "wholePercent")),
  rightColumn("memory MiB", ({ memoryBytes }) => figure(memoryBytes, "mebibytes")),
];
