import { marksOf } from "../describe/remarks.ts";
import { absent, milliseconds, percent, percentChange, perSecond } from "../describe/numbers.ts";
import type { Percentiles, Relative, Row, Throughput } from "../row.ts";
import type { Group, Remark } from "../table.ts";

/** How far the uncertainty of an absolute throughput reaches, as a share of it: half the range of rounds without an interval. */
export function reachOf(throughput: Throughput | null): number | null {
  if (throughput === null) return null;
  const { estimate, interval, median, min, max, rounds } = throughput;
  if (interval === null) return rounds > 1 && median > 0 ? (max - min) / 2 / median : null;
  return Math.max(interval.high - estimate, estimate - interval.low) / estimate;
}

export function nameOf(row: Row): string {
  return row.checks === null ? row.key : `  by ${row.generator}`;
}

export function rankOf({ rank, checks }: Row): string {
  if (rank === null) return checks === null ? absent : "";
  return rank.low === rank.high ? String(rank.low) : `${rank.low}-${rank.high}`;
}

export function throughputOf(row: Row): string {
  if (!row.throughput) return absent;
  const figure = perSecond(row.throughput.estimate);
  return row.status === "invalid" ? `(${figure})` : figure;
}

export function verdictIn({ anchor }: Group): (row: Row) => string {
  return ({ key, checks, relative }) => {
    if (checks !== null) return "";
    return key === anchor ? "anchor" : (relative?.verdict ?? absent);
  };
}

/** Empty for the anchor; where a row is not compared its verdict says so. */
export function changeCell(
  relativeOf: (row: Row) => Relative<string> | null,
): (row: Row) => string {
  return (row) => {
    const relative = relativeOf(row);
    return relative ? percentChange(relative.ratio) : "";
  };
}

export function intervalCell(
  relative: Relative<string> | null,
  format: (ratio: number, low: number, high: number) => string,
): string {
  if (!relative?.interval) return "";
  return format(relative.ratio, relative.interval.low, relative.interval.high);
}

export function percentileCell(
  kind: "latency" | "serviceTime",
  percent: Percentiles["unanswered"][number],
): (row: Row) => string {
  return (row) => {
    const percentiles = row[kind];
    if (percentiles?.unanswered.includes(percent)) return unanswered;
    return figure(percentiles?.[fields[percent]], milliseconds);
  };
}

/** Where a percentile falls among requests that failed: no time at all. */
const unanswered = "never";

const fields = { 50: "p50Ms", 90: "p90Ms", 99: "p99Ms", 99.9: "p999Ms" } as const;

export function notesOf(row: Row, remarks: readonly Remark[]): string {
  const { valid, planned } = row.windows;
  const parts = marksOf(row, remarks);
  const disagreement = row.disagreement ?? null;
  if (disagreement !== null) parts.unshift(signedPercent(disagreement));
  if (row.throughput && valid < planned) parts.unshift(`${valid}/${planned}`);
  return parts.join(" ");
}

function signedPercent(share: number): string {
  return `${share < 0 ? "−" : "+"}${percent(share)}%`;
}

export function wholePercent(share: number): string {
  return String(Math.round(share * 100));
}

export function spreadPercent(share: number): string {
  return share < 0.0995 ? (share * 100).toFixed(1) : wholePercent(share);
}

export function figure(
  value: number | null | undefined,
  format: (value: number) => string,
): string {
  return value === null || value === undefined ? absent : format(value);
}
