import { counted } from "@stackbench/model";
import { changeInterval, mebibytes, percentChange } from "@stackbench/report";
import { estimateText, levelWithin, type Estimate } from "../estimate.ts";
import type { Cell, Grid } from "./grids.ts";
import type { Effect, Judgement, SizeFigures } from "./judge-grid.ts";

/** What all grids of a run have in common. */
export interface Asked {
  /** `stack:variant` without numbers. */
  variant: string;
  /** n: CPUs of the server. */
  cpuCount: number;
}

/**
 * The answer in one sentence: which numbers serve most, from where on more workers only cost memory, how 2n+1 does, and
 * which of workers or threads helps.
 */
export function describeGrid(grid: Grid, { variant, cpuCount }: Asked): string {
  const cpus = counted(cpuCount, "CPU");
  const under = counted(grid.connections, "connection");
  const { judgement } = grid;
  const parts =
    judgement === null
      ? [
          "no number of workers and threads has a valid window with a right answer, which tells nothing",
        ]
      : [
          ...bestParts(judgement),
          ...plateauPart(judgement, grid.cells),
          ...advisedPart(judgement, cpuCount),
          ...effectsPart(judgement),
        ];
  const bound =
    grid.generatorBound === 0
      ? []
      : [
          `in ${grid.generatorBound} of ${grid.cells.length} the generator was the limit, so that the server may serve more`,
        ];
  return `${variant}, ${grid.workload}, ${under}, on ${cpus}: ${[...parts, ...bound].join("; ")}.`;
}

function bestParts({ best, leanest, threads }: Judgement): string[] {
  const named = (size: SizeFigures): string => sizeText(size, threads !== null);
  const most = `${named(best)} serve${isOne(best) ? "s" : ""} most, ${estimateText(best.throughput)} requests/s`;
  if (leanest === null || leanest === best || best.memoryBytes === null) return [most];
  const memory = `${mebibytes(leanest.memoryBytes!)} MiB in place of ${mebibytes(best.memoryBytes)} MiB`;
  return [most, `${named(leanest)} come${isOne(leanest) ? "s" : ""} within 5 % of it in ${memory}`];
}

function isOne({ workers }: SizeFigures): boolean {
  return workers === 1;
}

function plateauPart({ plateau, threads }: Judgement, cells: readonly Cell[]): string[] {
  if (plateau === null) return [];
  const { from, to, ratio, memoryFromBytes, memoryToBytes } = plateau;
  const each = threads === null ? "" : `with ${counted(plateau.threads, "thread")} each `;
  if (from === to) {
    const alike = cells.filter((cell) => cell.threads === plateau.threads);
    const more = alike.filter(({ workers }) => workers > to).map(({ workers }) => workers);
    const most =
      more.length === 0 ? "the most tried" : `the most with a figure (${more.join(", ")} had none)`;
    return [`${each}throughput is highest at ${to} workers, ${most}`];
  }
  if (ratio === null) {
    return [`${each}more than ${counted(from, "worker")} bring nothing that rounds in common show`];
  }
  const knowsMemory = memoryFromBytes !== null && memoryToBytes !== null;
  const memory = knowsMemory
    ? `${mebibytes(memoryFromBytes)} MiB at ${from}, ${mebibytes(memoryToBytes)} MiB at ${to}; `
    : "";
  const isDearer = knowsMemory && memoryToBytes > memoryFromBytes;
  const change = `throughput ${changeText(ratio)}`;
  return [
    `${each}more than ${counted(from, "worker")} ${costText(ratio, isDearer)} (${memory}${change})`,
  ];
}

/** Lost throughput only "may" be lost where the rounds do not prove it. */
function costText({ estimate, interval }: Estimate, isDearer: boolean): string {
  if (estimate < 1 - levelWithin) {
    const may = interval !== null && interval.high < 1 ? "" : "may ";
    return `${may}cost throughput${isDearer ? " and memory" : ""}`;
  }
  return isDearer ? "only cost memory" : "bring nothing";
}

function advisedPart({ best, advised }: Judgement, cpuCount: number): string[] {
  if (advised === null) return [`2n+1 (${2 * cpuCount + 1}) was not measured`];
  const name = `2n+1 (${counted(advised.workers, "worker")})`;
  if (advised.workers === best.workers) return [`${name} is that best`];
  if (advised.ratio === null) return [`${name} has no round in common with the best`];
  const { estimate, interval } = advised.ratio;
  const share = (value: number): string => (value * 100).toFixed(1);
  const ends = interval && ` (${share(interval.low)} to ${share(interval.high)})`;
  return [`${name} serves ${share(estimate)} %${ends ?? ""} of the best`];
}

function effectsPart(judgement: Judgement): string[] {
  const parts = effectTexts(judgement);
  return parts.length === 0 ? [] : [parts.join(", ")];
}

/** What more threads and what more workers brought, in words; nothing of what was not measured. */
export function effectTexts({
  workers,
  threads,
}: Pick<Judgement, "workers" | "threads">): string[] {
  return [
    ...(threads === null
      ? []
      : [effectText("threads", threads, counted(threads.beside, "worker"))]),
    ...(workers === null
      ? []
      : [effectText("workers", workers, `${counted(workers.beside, "thread")} each`)]),
  ];
}

function effectText(name: "threads" | "workers", effect: Effect, beside: string): string {
  const { from, to, ratio, verdict } = effect;
  const how = `(${from} to ${to} with ${beside}: ${changeText(ratio)})`;
  switch (verdict) {
    case "helps":
      return `more ${name} help this work ${how}`;
    case "does not help":
      return `more ${name} do not help ${how}`;
    case "costs":
      return `more ${name} cost throughput ${how}`;
    case "unresolved":
      if (ratio.interval === null) {
        return `too few rounds to say whether more ${name} help ${how}`;
      }
      return `whether more ${name} help is unresolved ${how}`;
  }
}

/** `+4.0 %, +3.1 to +4.8`, `×3.92, ×3.90 to ×3.95`. */
function changeText({ estimate, interval }: Estimate): string {
  const ends = interval && `, ${changeInterval(estimate, interval.low, interval.high)}`;
  return `${percentChange(estimate)}${ends ?? ""}`;
}

/** `3 workers of 5 threads`. */
export function sizeText(
  { workers, threads }: Pick<SizeFigures, "workers" | "threads">,
  withThreads: boolean,
): string {
  return `${counted(workers, "worker")}${withThreads ? ` of ${counted(threads, "thread")}` : ""}`;
}
