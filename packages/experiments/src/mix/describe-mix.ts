import { mebibytes, milliseconds, perSecond, type PartFigures } from "@stackbench/report";
import { ratioOver } from "../estimate.ts";
import { medianByRound, type MixFigures, type PoolFigures } from "./mixes.ts";

/**
 * The answer in one sentence: `wsgi:mod-wsgi-groups answers, against wsgi:mod-wsgi-daemon, hello 1.80 times as fast (p50 1.2
 * ms against 2.1; 1.7 to 1.9), …; 412 requests/s in all against 398`. The one that others are held against tells what it does itself.
 */
export function describeMix(mix: MixFigures, anchor: MixFigures | undefined): string {
  const inAll = mix.row.throughput;
  if (inAll === null || inAll === undefined) return `${mix.variant} has no valid window.`;
  const rate = `${perSecond(inAll.estimate)} requests/s in all`;
  // One without a window has nothing to be held against.
  if (anchor === undefined || anchor === mix || anchor.parts.length === 0) {
    return `${mix.variant} answers ${mix.parts.map(ownTime).join(", ")}, ${rate}.`;
  }
  const other = anchor.row.throughput;
  const against = other ? ` against ${perSecond(other.estimate)}` : "";
  const parts = mix.parts.map((part, index) => comparedTime(part, anchor.parts[index]!));
  return `${mix.variant} answers, against ${anchor.variant}, ${parts.join(", ")}; ${rate}${against}.`;
}

/** How the memory of each pool went, from its windows in the order of time: `memory of main: 45 MiB first, 80 last, 91 at most`. */
export function describeMemory(pools: readonly PoolFigures[]): string[] {
  return pools.flatMap(({ group, memoryOverTime }) => {
    const bytes = memoryOverTime.flatMap((window) => window.bytes);
    if (bytes.length === 0) return [];
    const [first, last] = [bytes[0]!, bytes.at(-1)!];
    return [
      `memory of ${group}: ${mebibytes(first)} MiB first, ${mebibytes(last)} last, ${mebibytes(Math.max(...bytes))} at most`,
    ];
  });
}

function ownTime({ name, p50Ms }: PartFigures): string {
  return typeof p50Ms === "number"
    ? `${name} in ${milliseconds(p50Ms)} ms (p50)`
    : `${name} in a time that too few answers tell`;
}

function comparedTime(part: PartFigures, other: PartFigures): string {
  const ratio = ratioOver(medianByRound(other), medianByRound(part));
  const { p50Ms } = part;
  if (ratio === null || typeof p50Ms !== "number" || typeof other.p50Ms !== "number") {
    return `${part.name} in a time that cannot be compared`;
  }
  const times = `p50 ${milliseconds(p50Ms)} ms against ${milliseconds(other.p50Ms)}`;
  const { estimate, interval } = ratio;
  if (interval === null)
    return `${part.name} ${speed(estimate)} (${times}; too few rounds for an interval)`;
  const ends = `${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}`;
  return interval.low > 1 || interval.high < 1
    ? `${part.name} ${speed(estimate)} (${times}; ${ends})`
    : `${part.name} no differently as far as can be told (${times}; ${ends} times as fast)`;
}

function speed(ratio: number): string {
  return `${ratio.toFixed(ratio < 10 ? 2 : 0)} times as fast`;
}
