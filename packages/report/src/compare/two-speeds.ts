import { throughputByRound, type WindowRecord } from "@stackbench/model";
import { median, twoHeaps } from "@stackbench/statistics";
import { perSecond } from "../describe/numbers.ts";
import type { Row, RowCaution } from "../table.ts";

/** Two speeds that are closer together than this are not worth a word. */
const leastDistance = Math.log(1.05);
/** So many other rows must tell what a round did to all: fewer would hand on their own speeds. */
const leastOthers = 3;

/**
 * The rows of a group with the caution `two-speeds` on each whose starts fall into two heaps of throughput (closed loop
 * only: in open loop the rate is given). What moved a whole round is taken out first, as the median of the other rows.
 */
export function tellTwoSpeeds(rows: readonly Row[], windows: readonly WindowRecord[]): Row[] {
  const first = rows.find(({ checks }) => checks === null);
  if (first === undefined || first.level.loop === "open") return [...rows];
  const speeds = throughputByRound(windows, first.generator);
  return rows.map((row) => {
    if (row.checks !== null) return row;
    const caution = cautionFor(row, speeds);
    return caution === undefined ? row : { ...row, cautions: [...row.cautions, caution] };
  });
}

type Speeds = ReturnType<typeof throughputByRound>;

function cautionFor(row: Row, speeds: Speeds): RowCaution | undefined {
  const own = [...(speeds.get(row.key) ?? [])];
  const others = [...speeds].filter(([key]) => key !== row.key).map(([, rounds]) => rounds);
  const heaps = twoHeaps(own.map(([round, value]) => Math.log(value) - roundEffect(round, others)));
  if (!heaps || heaps.highMean - heaps.lowMean < leastDistance) return undefined;
  const told = (starts: readonly number[]): string => {
    const logs = starts.map((start) => Math.log(own[start]![1]));
    return `${starts.length} at ${perSecond(Math.exp(median(logs)))}/s`;
  };
  return {
    kind: "two-speeds",
    severity: "note",
    message: `of ${own.length} starts of ${row.key} ${told(heaps.low)} and ${told(heaps.high)}, none between (chance of it with one speed at most ${heaps.p.toPrecision(1)})`,
    windows: row.windows.valid,
    invalidWindows: 0,
  };
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
