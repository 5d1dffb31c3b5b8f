import {
  cpusOfWindow,
  stealShareOf,
  type CpuSets,
  type MeasuredWindow,
  type RunRecord,
} from "@stackbench/model";
import { serverTimeShare, type Row, type Table } from "@stackbench/report";
import { median } from "@stackbench/statistics";
import { throughputsByRound } from "../answered-rounds.ts";
import { validWindowsByCase } from "../valid-windows.ts";
import { findSaturation, type Saturation } from "./find-saturation.ts";

/** One number of connections of a curve. */
export interface CurveLevel {
  connections: number;
  row: Row;
  /** Whether it is part of what the curve tells: it did not fail, and some valid round has a right answer. */
  isOnCurve: boolean;
  /** Of the time of the server's CPUs, 0 to 1, medians of the windows; null where nobody knows. */
  cpuUserShare: number | null;
  cpuSystemShare: number | null;
  /** Of the server's CPU that most was stolen from. */
  stealShare: number | null;
}

/** Throughput of one variant and workload over connections. */
export interface Curve {
  /** `stack:variant`. */
  variant: string;
  workload: Row["workload"];
  /** In rising order. */
  levels: CurveLevel[];
  /** Of the levels on the curve; null with fewer than three of them. */
  saturation: Saturation | null;
  /** The fewest connections on the curve at which the generator and not the server was the limit; null where it never was. */
  generatorBoundFrom: number | null;
}

/** Every curve of a run, in the order of its variants. */
export function curvesOf(record: RunRecord, table: Table): Curve[] {
  const { variants, cpus } = record.plan.experiment;
  const windows = validWindowsByCase(record);
  const rows = table.rows.filter(({ checks }) => checks === null);
  const groups = Map.groupBy(rows, ({ key, workload }) => `${key}/${workload}`);
  return [...groups.values()]
    .toSorted((a, b) => variants.indexOf(a[0]!.key) - variants.indexOf(b[0]!.key))
    .map((ofCurve) => curveOf(ofCurve, (row) => windows.get(row.caseId) ?? [], cpus));
}

function curveOf(
  rows: readonly Row[],
  windowsOf: (row: Row) => readonly MeasuredWindow[],
  cpus: CpuSets,
): Curve {
  const { key, workload } = rows[0]!;
  const levels = rows
    .map((row) => levelOf(row, windowsOf(row), cpus))
    .toSorted((a, b) => a.connections - b.connections);
  const known = levels
    .filter(({ isOnCurve }) => isOnCurve)
    .map(({ connections, row }) => ({ connections, byRound: throughputsByRound(row) }));
  const bound = levels.find(({ isOnCurve, row }) => isOnCurve && isGeneratorBound(row));
  return {
    variant: key,
    workload,
    levels,
    saturation: known.length < 3 ? null : findSaturation(known),
    generatorBoundFrom: bound?.connections ?? null,
  };
}

function levelOf(row: Row, windows: readonly MeasuredWindow[], cpus: CpuSets): CurveLevel {
  const steals = windows.flatMap(
    ({ use }) => stealShareOf(use, cpusOfWindow(use, cpus).server) ?? [],
  );
  return {
    connections: row.level.connections,
    row,
    isOnCurve: row.status === "measured" && throughputsByRound(row).size > 0,
    cpuUserShare: shareOf(windows, cpus, "cpuUserSeconds"),
    cpuSystemShare: shareOf(windows, cpus, "cpuSystemSeconds"),
    stealShare: steals.length === 0 ? null : median(steals),
  };
}

function shareOf(
  windows: readonly MeasuredWindow[],
  cpus: CpuSets,
  kind: "cpuUserSeconds" | "cpuSystemSeconds",
): number | null {
  const shares = windows.flatMap((window) => serverTimeShare(window, cpus, [kind]) ?? []);
  return shares.length === 0 ? null : median(shares);
}

function isGeneratorBound({ cautions }: Row): boolean {
  return cautions.some(
    ({ kind, severity }) => kind === "generator-bound" && severity === "unranked",
  );
}
