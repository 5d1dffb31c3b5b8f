import { fewestForRanks } from "./hodges-lehmann.ts";
import { holm } from "./holm.ts";
import { judgeHeaps } from "./judge-heaps.ts";
import { mean } from "./mean.ts";
import { moderateVariances } from "./moderate-variances.ts";
import { modelsOf, PairState, type Model } from "./pair-state.ts";
import { signTest } from "./sign-test.ts";
import { signedRankTest } from "./signed-rank.ts";
import { spentAt, type Looks } from "./spent-at.ts";
import { studentReach } from "./student-tails.ts";
import { verdictOf, type Verdict } from "./verdict.ts";
import {
  familyAlpha,
  fewestForAny,
  fewestForVerdict,
  leastDeviation,
  witnessAlpha,
} from "./verdict-rules.ts";

/** Positive values of two arms by round. */
export interface PairedValues {
  a: ReadonlyMap<number, number>;
  b: ReadonlyMap<number, number>;
  /** What `b` is, held a second time in each round: `a` is then compared with the geometric mean of both. */
  bAgain?: ReadonlyMap<number, number> | undefined;
  /**
   * What else tells the speed of a start, of each arm, positive (see `fitHeapsOfAll`). An arm's is one map in all its pairs. Left
   * aside where a common round has none.
   */
  telltales?: { [Side in "a" | "b" | "bAgain"]?: PairedValues[Side] | undefined } | undefined;
  /** Names the pairs whose noise is judged together, the empty name by default. */
  pool?: string | undefined;
}

/** `a` against `b`, over the rounds that both have. */
export interface PairedComparison {
  /** Of the geometric means of a ÷ b, with its interval; 0 to Infinity where too few rounds allow none. */
  ratio: number;
  low: number;
  high: number;
  /** How often such an interval holds the truth whenever the run stops, 0 to 1. */
  confidence: number;
  /** Of "equal", all looks at it accounted for, and after Holm's adjustment over all pairs of the call. */
  p: number;
  adjustedP: number;
  /** The same of "different by the margin or more": small where the two are as good as equal. */
  tieAdjustedP: number;
  /** The exact signed-rank test's, of all rounds, by itself: the witness. */
  signedRankP: number;
  rounds: number;
  /** Of `a`. */
  verdict: Verdict;
  /** Where it is a comparison at the same speed: ratio, interval and p are then of starts of one speed. */
  heaps?: HeapShares;
}

/** How often either arm drew the faster of two speeds. */
export interface HeapShares {
  /** Fast ÷ slow. */
  speeds: number;
  /** Rounds in which both drew the same speed, and in which one alone drew the fast one. */
  rounds: { same: number; aFast: number; bFast: number };
  /** Of "both draw the fast speed with the same chance", of all rounds, by itself. */
  sharesP: number;
  /** The same, all looks accounted for, and after Holm's adjustment together with the p of all pairs. */
  adjustedSharesP: number;
  /** "faster" or "slower" where `a` is proven to draw the fast speed more or less often, else "unresolved". */
  verdict: Verdict;
}

export interface CompareOptions extends Partial<Looks> {
  /** Differences within ±margin do not matter (0.03 is 3 %). */
  margin?: number;
  /** Of each interval, by itself, whenever the run stops. */
  confidence?: number;
  /** Most chance of one false "faster" or "slower" among all comparisons of the call; the same of one false "tie". */
  alpha?: number;
}

/**
 * Compares every pair by the logarithms of its ratios round by round, with Student's t on variances that all pairs of
 * a pool tell together. The data are looked at when the rounds in `looks` are held, and at the end: each look may
 * spend an equal part of the error, the last what is left, so that p-values, intervals and verdicts hold whichever
 * look ended the run. A pair is tested at a look only if its number of common rounds has reached the next one in
 * `looks`: rounds may be given to some pairs and not to others. Its p is the smallest over the looks, each divided by
 * its part. Without `looks` there is one look, at the end.
 *
 * Verdicts as in `verdictOf`, of the latest estimate; not given before `fewestForVerdict` rounds, before
 * `fewestForAny` only beyond a ratio of 1.4, and not where the signed-rank test is against it (from 6 rounds on
 * p >= 0.05; before, rounds that disagree about the sign). Undefined for a pair without a common round.
 * Throws RangeError where a value is not positive and finite.
 *
 * With `withinHeaps` a pair of which both arms drew either of two speeds, clearly apart (see `fitHeapsOfAll`, asked of a pool), is compared at
 * the same speed, at each look by what it has until then: its noise is what the speeds leave, judged with that of other
 * such pairs, and the witness is asked of the ratios without the speeds. That both draw the fast speed as often is a
 * hypothesis of its own (the exact sign test, with the same parts for the looks), adjusted together with all others.
 * The verdict is then that of `judgeHeaps`. What a pair showed before its heaps were told apart does not count.
 *
 * Sources: the moderated t is G. K. Smyth's (see `moderateVariances`); repeated tests at parts of alpha and repeated
 * intervals: C. Jennison, B. W. Turnbull, "Group Sequential Methods" (2000), chapters 2 and 9; that the parts of one
 * pair are simply added is Bonferroni's inequality, which holds for any dependence of the looks.
 */
export function comparePaired(
  pairs: readonly PairedValues[],
  {
    margin = 0.03,
    confidence = 0.95,
    alpha = familyAlpha,
    looks = [],
    ended = true,
    round,
    withinHeaps = false,
  }: CompareOptions = {},
): (PairedComparison | undefined)[] {
  const states = pairs.map((pair) => new PairState(pair));
  const held = Math.max(0, ...states.map((state) => state.lastRound));
  const pools = [...Map.groupBy(states, ({ pool }) => pool).values()];
  const interim = looks.filter((look) => (ended ? look < held : look <= (round ?? held)));
  for (const look of interim) for (const pool of pools) testPool(pool, look, false);
  if (ended) for (const pool of pools) testPool(pool, held, true);

  function testPool(pool: readonly PairState[], until: number, last: boolean): void {
    const seen = pool.filter((state) => state.countUntil(until) > 1);
    const models = withinHeaps ? modelsOf(seen, until) : seen.map((state) => state.plain(until));
    // What speeds leave is no noise of pairs that have them in it.
    for (const alike of Map.groupBy(models, ({ heaps }) => heaps !== undefined).values()) {
      testAlike(alike, last);
    }
  }

  function testAlike(models: readonly Model[], last: boolean): void {
    const moderated = moderateVariances(models, pooledDegrees(models));
    for (const [index, model] of models.entries()) {
      const { state, values, centre, leverage, heaps } = model;
      const part = spentAt(
        { looks, ended: last },
        { tested: state.tested, rounds: values.length, spent: state.spent },
      );
      if (part === 0 || values.length < fewestForVerdict) continue;
      const { variance, degrees } = moderated[index]!;
      const error = Math.sqrt(Math.max(variance, leastDeviation ** 2) * leverage);
      state.test({ values, centre, error, degrees, part, margin, heaps });
    }
  }

  /** Of the independent deviations until that look: pairs that share arms share theirs. */
  function pooledDegrees(models: readonly Model[]): number {
    const arms = new Set(models.flatMap(({ state }) => state.arms)).size;
    const share = Math.min(1, (arms - 1) / models.length);
    return share * models.reduce((sum, { degrees }) => sum + degrees, 0);
  }

  const measured = states.filter(({ count }) => count > 0);
  const withHeaps = measured.filter(({ latest }) => latest?.heaps !== undefined);
  const adjustedPs = holm([
    ...measured.map(({ p }) => p),
    ...withHeaps.map((each) => each.sharesP),
  ]);
  const adjusted = new Map(measured.map((state, index) => [state, adjustedPs[index]!] as const));
  const shares = new Map(
    withHeaps.map((state, index) => [state, adjustedPs[measured.length + index]!] as const),
  );
  const ties = new Map(
    holm(measured.map(({ tieP }) => tieP)).map((p, index) => [measured[index]!, p] as const),
  );
  const reaches = new Map<string, number>();
  return states.map((state) => {
    if (state.count === 0) return undefined;
    const { centre, values } = state.latest ?? {
      centre: mean(state.logRatios),
      values: state.logRatios,
    };
    const reach = reachOf(state, 1 - confidence, reaches);
    const found = {
      ratio: Math.exp(centre),
      low: Math.exp(centre - reach),
      high: Math.exp(centre + reach),
      confidence: reach === Infinity ? 1 : confidence,
      p: state.p,
      adjustedP: adjusted.get(state)!,
      tieAdjustedP: ties.get(state)!,
      signedRankP: signedRankTest(state.latest?.heaps ? values : state.logRatios).p,
      rounds: state.count,
    };
    const given = verdictOf(found, { margin, alpha });
    const called = given === "faster" || given === "slower";
    const verdict = called && contradicts(found) ? "unresolved" : given;
    const { heaps } = state.latest ?? {};
    if (heaps === undefined) return { ...found, verdict };
    const { aFast, bFast } = heaps.rounds;
    const sharesP = signTest(aFast, bFast);
    const all = { ...heaps, sharesP, adjustedSharesP: shares.get(state)! };
    return { ...found, ...judgeHeaps(verdict, all, alpha) };
  });
}

function contradicts({
  signedRankP,
  rounds,
}: Pick<PairedComparison, "signedRankP" | "rounds">): boolean {
  return rounds >= fewestForRanks
    ? signedRankP >= witnessAlpha
    : signedRankP > 2 ** (1 - rounds) * (1 + 1e-9);
}

/** Half of the repeated interval's width, of the logarithm. */
function reachOf({ latest }: PairState, miss: number, reaches: Map<string, number>): number {
  if (latest === undefined || latest.values.length < fewestForAny) return Infinity;
  const { part, degrees, error } = latest;
  const key = `${part} ${degrees}`;
  const reach = reaches.get(key) ?? studentReach(1 - miss * part, degrees);
  reaches.set(key, reach);
  return reach * error;
}
