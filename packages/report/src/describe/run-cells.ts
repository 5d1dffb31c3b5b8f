import type { Percentiles, Relative, Row, Throughput } from "../row.ts";
import type { Group, Remark } from "../table.ts";
import { empty, figure, text, unknown, type Cell } from "./cell.ts";
import { percent } from "../numbers.ts";
import { marksOf } from "./remarks.ts";

/** How far the uncertainty of an absolute throughput reaches, as a share of it: half the range of rounds without an interval. */
export function reachOf(throughput: Throughput | null): number | null {
  if (throughput === null) return null;
  const { estimate, interval, median, min, max, rounds } = throughput;
  if (interval === null) return rounds > 1 && median > 0 ? (max - min) / 2 / median : null;
  return Math.max(interval.high - estimate, estimate - interval.low) / estimate;
}

export function nameOf(row: Row): Cell {
  return text(row.checks === null ? row.key : `  by ${row.generator}`);
}

export function rankOf({ rank, checks }: Row): Cell {
  if (rank === null) return checks === null ? unknown : empty;
  return { kind: "places", ...rank };
}

export function throughputOf({ throughput, status }: Row): Cell {
  if (!throughput) return unknown;
  const doubtful = status === "invalid";
  return { kind: "figure", value: throughput.estimate, unit: "perSecond", doubtful };
}

export function verdictIn({ anchor }: Group): (row: Row) => Cell {
  return ({ key, checks, relative }) => {
    if (checks !== null) return empty;
    if (key === anchor) return text("anchor");
    return relative ? text(relative.verdict) : unknown;
  };
}

/** Empty for the anchor; where a row is not compared its verdict says so. */
export function changeCell(relative: Relative<string> | null): Cell {
  return relative ? { kind: "change", ratio: relative.ratio } : empty;
}

/** `other` stands where there is no interval. */
export function intervalCell(relative: Relative<string> | null, other: Cell): Cell {
  if (!relative?.interval) return other;
  const { low, high } = relative.interval;
  return { kind: "changeInterval", ratio: relative.ratio, low, high };
}

export function percentileCell(
  kind: "latency" | "serviceTime",
  percent: Percentiles["unanswered"][number],
): (row: Row) => Cell {
  return (row) => {
    const percentiles = row[kind];
    // It falls among requests that failed: no time at all.
    if (percentiles?.unanswered.includes(percent)) return text("never");
    return figure(percentiles?.[fields[percent]], "milliseconds");
  };
}

const fields = { 50: "p50Ms", 90: "p90Ms", 99: "p99Ms", 99.9: "p999Ms" } as const;

export function notesOf(row: Row, remarks: readonly Remark[]): Cell {
  const { valid, planned } = row.windows;
  const parts = marksOf(row, remarks);
  const disagreement = row.disagreement ?? null;
  if (disagreement !== null) parts.unshift(signedPercent(disagreement));
  if (row.throughput && valid < planned) parts.unshift(`${valid}/${planned}`);
  return text(parts.join(" "));
}

function signedPercent(share: number): string {
  return `${share < 0 ? "−" : "+"}${percent(share)}%`;
}
