import type { RunRecord, VariantInfo } from "@stackbench/model";
import type { Row, Table } from "@stackbench/report";
import { answeredRounds, throughputsByRound } from "../answered-rounds.ts";
import { judgeGrid, type Effect, type SizeFigures } from "../workers/judge-grid.ts";
import type { Details } from "./details.ts";
import { workOf, type Work } from "./judge-work.ts";

export interface Judgement {
  /** Of one shape in place of the plainest; null where it has no figure, or no row may be ranked. */
  best: Row | null;
  plain: Row | null;
  /** Whether the best is proven to serve more than the plainest. */
  isFaster: boolean;
  /** Whether there were too few rounds to tell by how much any other differs from the plainest. */
  isByFewRounds: boolean;
  work: Work;
  /** More threads, and more workers, of the plainest shape; null where they were not measured. */
  threads: Effect | null;
  workers: Effect | null;
}

export function judgeShapes(record: RunRecord, table: Table, details: Details): Judgement {
  const rows = table.rows.filter(({ checks }) => checks === null);
  const plain =
    rows.find((row) => row.key === details.plainest && answeredRounds(row).length > 0) ?? null;
  const ranked = rows.filter(({ rank, throughput }) => rank !== null && throughput !== null);
  const best = ranked.toSorted(byPlace)[0] ?? null;
  const others = ranked.filter(({ isAnchor }) => !isAnchor);
  const sizes = rows.flatMap((row) => sizeOf(row, record, details) ?? []);
  const grid = judgeGrid(sizes, 2 * details.cpuCount + 1);
  return {
    best,
    plain,
    isFaster: best?.relative?.verdict === "faster" && best.relative.anchor === details.plainest,
    isByFewRounds: others.length > 0 && others.every(({ relative }) => !relative?.interval),
    work: workOf(plain, record, details),
    threads: grid?.threads ?? null,
    workers: grid?.workers ?? null,
  };
}

function byPlace(a: Row, b: Row): number {
  return a.rank!.low - b.rank!.low || b.throughput!.estimate - a.throughput!.estimate;
}

/** Of the plainest shape at another size; undefined for any other shape, and without a figure. */
function sizeOf(row: Row, { variants }: RunRecord, details: Details): SizeFigures | undefined {
  const info = variants.find(({ key }) => key === row.key);
  const plain = variants.find(({ key }) => key === details.plainest);
  if (!info || !plain || row.status !== "measured" || !row.throughput) return undefined;
  if (wayOf(info, details) !== wayOf(plain, details)) return undefined;
  const byRound = throughputsByRound(row);
  if (byRound.size === 0) return undefined;
  const { estimate, interval } = row.throughput;
  return {
    workers: info.workers,
    threads: info.threads,
    throughput: { estimate, interval },
    byRound,
    memoryBytes: row.memoryBytes,
    ...relativeOf(row),
  };
}

function relativeOf({ isAnchor, relative }: Row): Pick<SizeFigures, "relative"> {
  if (isAnchor) return { relative: "anchor" };
  if (!relative) return {};
  const { ratio, interval, verdict } = relative;
  return { relative: { estimate: ratio, interval, verdict } };
}

/** Equal for variants that differ in nothing but numbers. */
function wayOf({ key, proxy, protocol, socket }: VariantInfo, { commands }: Details): string {
  return JSON.stringify([commands[key], proxy, protocol, socket]);
}
