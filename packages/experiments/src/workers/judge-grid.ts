import type { Verdict } from "@stackbench/statistics";
import { levelWithin, ratioOver, type Estimate } from "../estimate.ts";

/** What a number of workers and threads gave. */
export interface SizeFigures {
  workers: number;
  threads: number;
  /** Requests/s. */
  throughput: Estimate;
  /** The same by round; positive. */
  byRound: ReadonlyMap<number, number>;
  /** Of app and proxy; null where nobody knows. */
  memoryBytes: number | null;
  /** Its throughput divided by that of the anchor of the table it stands in, "anchor" for that one; absent where nothing was compared. */
  relative?: Compared | "anchor";
}

/** As a table compares it. */
interface Compared extends Estimate {
  verdict: Verdict;
}

/** More of one number with the other held at its least. */
export interface Effect {
  from: number;
  /** The number among the larger ones that serves most. */
  to: number;
  /** How many of the other. */
  beside: number;
  /** Throughput at `to` divided by that at `from`, over the rounds that both have. */
  ratio: Estimate;
  verdict: "helps" | "does not help" | "costs" | "unresolved";
}

/** Numbers of workers at one number of threads. */
export interface Plateau {
  threads: number;
  /** The fewest workers whose throughput lies within 5 % of the most. */
  from: number;
  /** The most workers that were tried. */
  to: number;
  /** Throughput at `to` divided by that at `from`, over the rounds that both have; null where they share none. */
  ratio: Estimate | null;
  memoryFromBytes: number | null;
  memoryToBytes: number | null;
}

/** Throughput divided by that of the best, over the rounds that both have; null where they share none. */
interface Advised {
  workers: number;
  ratio: Estimate | null;
}

/** What the numbers of workers and threads say together. */
export interface Judgement<Figures extends SizeFigures = SizeFigures> {
  /** The one that serves most. */
  best: Figures;
  /** The one with the least memory among those within 5 % of the best; null where nobody knows memory. */
  leanest: Figures | null;
  /** At the best's number of threads; null with one number of workers. */
  plateau: Plateau | null;
  /** At the best's number of threads: 2n+1 workers against the best; null where they have no figure. */
  advised: Advised | null;
  /** Null where only one number of them has a figure, or the least and the best share no round. */
  workers: Effect | null;
  threads: Effect | null;
}

/** `advised`: how many workers 2n+1 is. Undefined without figures. */
export function judgeGrid<Figures extends SizeFigures>(
  sizes: readonly Figures[],
  advised: number,
): Judgement<Figures> | undefined {
  if (sizes.length === 0) return undefined;
  const best = sizes.reduce((a, b) => (b.throughput.estimate > a.throughput.estimate ? b : a));
  const alike = sizes.filter((size) => size.threads === best.threads);
  const told = alike.find(({ workers }) => workers === advised);
  const lean = sizes
    .filter((size) => isLevel(size, best) && size.memoryBytes !== null)
    .toSorted((a, b) => a.memoryBytes! - b.memoryBytes!);
  return {
    best,
    leanest: lean[0] ?? null,
    plateau: plateauOf(alike),
    advised: told ? { workers: advised, ratio: ratioOver(told.byRound, best.byRound) } : null,
    workers: effectOf(sizes, "workers", "threads"),
    threads: effectOf(sizes, "threads", "workers"),
  };
}

/** Where more workers stop to bring anything, at one number of threads; null with fewer than two numbers of workers. */
export function plateauOf(alike: readonly SizeFigures[]): Plateau | null {
  if (alike.length < 2) return null;
  const sorted = alike.toSorted((a, b) => a.workers - b.workers);
  const best = sorted.reduce((a, b) => (b.throughput.estimate > a.throughput.estimate ? b : a));
  const from = sorted.find((size) => isLevel(size, best))!;
  const last = sorted.at(-1)!;
  return {
    threads: from.threads,
    from: from.workers,
    to: last.workers,
    ratio: ratioOver(last.byRound, from.byRound),
    memoryFromBytes: from.memoryBytes,
    memoryToBytes: last.memoryBytes,
  };
}

function isLevel(size: SizeFigures, best: SizeFigures): boolean {
  return size.throughput.estimate >= (1 - levelWithin) * best.throughput.estimate;
}

function effectOf(
  sizes: readonly SizeFigures[],
  number: "workers" | "threads",
  other: "workers" | "threads",
): Effect | null {
  const beside = Math.min(...sizes.map((size) => size[other]));
  const [least, ...more] = sizes
    .filter((size) => size[other] === beside)
    .toSorted((a, b) => a[number] - b[number]);
  if (!least || more.length === 0) return null;
  const to = more.reduce((a, b) => (b.throughput.estimate > a.throughput.estimate ? b : a));
  const compared = comparedWith(to, least);
  const ratio = compared ?? ratioOver(to.byRound, least.byRound);
  if (ratio === null) return null;
  const { estimate, interval } = ratio;
  const verdict = verdictOn(ratio, compared?.verdict);
  return { from: least[number], to: to[number], beside, ratio: { estimate, interval }, verdict };
}

/** As a table tells it, so that an answer does not tell another interval of the two; undefined where none does. */
function comparedWith(size: SizeFigures, least: SizeFigures): Compared | undefined {
  return least.relative === "anchor" && size.relative !== "anchor" ? size.relative : undefined;
}

/**
 * By 5 % or more at the best estimate, and proven to be a difference: by a table, which may know it before an interval can be
 * given, else never by fewer rounds than an interval needs.
 */
function verdictOn({ estimate, interval }: Estimate, told?: Verdict): Effect["verdict"] {
  const isMore = told === "faster" || (interval !== null && interval.low > 1);
  const isLess = told === "slower" || (interval !== null && interval.high < 1);
  if (isMore && estimate >= 1 + levelWithin) return "helps";
  if (isLess && estimate <= 1 - levelWithin) return "costs";
  if (told === "tie") return "does not help";
  return interval !== null && interval.high < 1 + levelWithin ? "does not help" : "unresolved";
}
