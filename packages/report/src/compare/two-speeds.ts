import type { ThroughputByRound } from "@stackbench/model";
import { median, twoHeaps } from "@stackbench/statistics";
import { perSecond } from "../numbers.ts";
import type { CaseFigures, RowCaution } from "../row.ts";

/** Two speeds that are closer together than this are not worth a word. */
const leastDistance = Math.log(1.05);
/** So many other rows must tell what a round did to all: fewer would hand on their own speeds. */
const leastOthers = 3;

/**
 * The caution `two-speeds` for a row whose starts fall into two heaps of throughput. `speeds`: of all variants of its
 * group, none in open loop, where the rate is given. What moved a whole round is taken out first, as the
 * median of the other rows.
 */
export function twoSpeeds(row: CaseFigures, speeds: ThroughputByRound): RowCaution[] {
  const own = [...(speeds.get(row.key) ?? [])];
  const others = [...speeds].filter(([key]) => key !== row.key).map(([, rounds]) => rounds);
  const heaps = twoHeaps(own.map(([round, value]) => Math.log(value) - roundEffect(round, others)));
  if (!heaps || heaps.highMean - heaps.lowMean < leastDistance) return [];
  const told = (starts: readonly number[]): string => {
    const logs = starts.map((start) => Math.log(own[start]![1]));
    return `${starts.length} at ${perSecond(Math.exp(median(logs)))}/s`;
  };
  const caution: RowCaution = {
    kind: "two-speeds",
    severity: "note",
    message: `of ${own.length} starts of ${row.key} ${told(heaps.low)} and ${told(heaps.high)}, none between (chance of it with one speed at most ${heaps.p.toPrecision(1)})`,
    windows: row.windows.valid,
    invalidWindows: 0,
  };
  return [caution];
}

/** By how much all but one row were faster in a round than they usually are, as a logarithm; 0 where too few tell. */
function roundEffect(round: number, others: readonly ReadonlyMap<number, number>[]): number {
  const effects = others.flatMap((rounds) => {
    const value = rounds.get(round);
    if (value === undefined) return [];
    return [Math.log(value) - median([...rounds.values()].map(Math.log))];
  });
  return effects.length < leastOthers ? 0 : median(effects);
}
