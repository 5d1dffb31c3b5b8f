import {
  comparePaired,
  compareUnpaired,
  opposite,
  type HeapShares,
  type Looks,
  type PairedComparison,
  type PairedValues,
  type Verdict,
} from "@stackbench/statistics";
import { comparisonRules } from "../comparison-rules.ts";

/** By how much a figure of the head differs from the base's. */
export interface Change {
  /** Head ÷ base with its interval; 0 to Infinity where too few rounds allow none. */
  ratio: number;
  low: number;
  high: number;
  /** How often such an interval holds the truth, 0 to 1. */
  confidence: number;
  /** Rounds that both sides have, where equal rounds were compared with each other; else null. */
  commonRounds: number | null;
  /** Of "equal", all looks accounted for, and after Holm's adjustment over the whole family. */
  p: number;
  adjustedP: number;
  /** The same of "3 % apart or more": below 0.05 it is a tie. */
  tieAdjustedP: number;
  /** Of the exact signed-rank test on the common rounds, by itself: the witness. Null where rounds were not common. */
  signedRankP: number | null;
  /** Of the head: "faster" is the better one, also where a lower figure is better. */
  verdict: Verdict;
  /** Where starts have two speeds and this is a comparison at the same one: how often head (`a`) and base drew it. */
  heaps?: HeapShares;
}

/** One figure of two sides by round, all positive. */
export interface Sides {
  base: ReadonlyMap<number, number>;
  head: ReadonlyMap<number, number>;
  /** The base held a second time: the head is compared with the mean of both. */
  baseAgain?: ReadonlyMap<number, number> | undefined;
}

/** What is to be compared. */
export interface Pair extends Sides {
  /** What tells the speeds of the starts, of either side (see `telltalesByRound`). */
  telltales?: Sides;
  better: "higher" | "lower";
  /** Pairs of one pool tell together how noisy the figure is. */
  pool: string;
}

/** `paired`: equal rounds of both sides were held side by side, in a run with these looks; else null. */
export interface Pairing {
  paired: Looks | null;
  /** Where they were not: by what runs of one truth may differ. Default: as throughput and latency do. */
  calledBetweenRuns?: number;
}

/**
 * Compares every pair; all of them are one family, so that the chance of even one false "faster" or "slower" is at
 * most 5 %, and that of one false "tie". Paired as in tables, else as `compareUnpaired` does on all rounds. Null where
 * there is nothing to compare.
 */
export function comparePairs(
  pairs: readonly Pair[],
  { paired, calledBetweenRuns = comparisonRules.calledBetweenRuns }: Pairing,
): (Change | null)[] {
  const found = paired === null ? unpaired(pairs, calledBetweenRuns) : inRounds(pairs, paired);
  return found.map((change, index) => {
    if (change === undefined) return null;
    return pairs[index]!.better === "higher" ? change : fewerIsBetter(change);
  });
}

function fewerIsBetter({ verdict, heaps, ...change }: Change): Change {
  const seen = { ...change, verdict: opposite[verdict] };
  if (heaps === undefined) return seen;
  // The heap of the higher figures is the slow one.
  const { same, aFast, bFast } = heaps.rounds;
  const rounds = { same, aFast: bFast, bFast: aFast };
  return { ...seen, heaps: { ...heaps, rounds, verdict: opposite[heaps.verdict] } };
}

function inRounds(pairs: readonly Pair[], looks: Looks): (Change | undefined)[] {
  const compared = comparePaired(pairs.map(sidesOf), { ...comparisonRules, ...looks });
  return compared.map((found) => found && changeOf(found));
}

function changeOf({ rounds, ...rest }: PairedComparison): Change {
  return { ...rest, commonRounds: rounds };
}

function unpaired(pairs: readonly Pair[], calledBeyond: number): (Change | undefined)[] {
  const compared = compareUnpaired(pairs.map(sidesOf), { ...comparisonRules, calledBeyond });
  return compared.map((found) => {
    if (found === undefined) return undefined;
    const { counts: _, rankSumP: __, ...rest } = found;
    return { ...rest, commonRounds: null, signedRankP: null };
  });
}

function sidesOf({ base, baseAgain, head, telltales, pool }: Pair): PairedValues {
  const told = { a: telltales?.head, b: telltales?.base, bAgain: telltales?.baseAgain };
  return { a: head, b: base, bAgain: baseAgain, telltales: told, pool };
}
