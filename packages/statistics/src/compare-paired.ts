import { holm } from "./holm.ts";
import { mean, squaredDeviations } from "./mean.ts";
import { moderateVariances } from "./moderate-variances.ts";
import { signedRankTest } from "./signed-rank.ts";
import { spentAt, type Looks } from "./spent-at.ts";
import { studentReach, studentTails } from "./student-tails.ts";
import { verdictOf, type Verdict } from "./verdict.ts";

/** Positive values of two arms by round; `pool` names the pairs whose noise is judged together, the empty name by default. */
export interface PairedValues {
  a: ReadonlyMap<number, number>;
  b: ReadonlyMap<number, number>;
  pool?: string;
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
}

export interface CompareOptions extends Partial<Looks> {
  /** Differences within ±margin do not matter (0.03 is 3 %). */
  margin?: number;
  /** Of each interval, by itself, whenever the run stops. */
  confidence?: number;
  /** Most chance of one false "faster" or "slower" among all comparisons of the call; the same of one false "tie". */
  alpha?: number;
}

/** A verdict needs so many common rounds; any difference may be called, and an interval given, from `fewestForAny` on. */
export const fewestForVerdict = 3;
/**
 * One server may draw one of two speeds at each of its starts, up to a third apart. That it draws the same in all of
 * n starts has probability 2^(1 - n): 3 % with 6. Before, only what no two speeds explain is called.
 */
export const fewestForAny = 6;
export const leastEarlyRatio = 1.4;
/** Of a logarithm: no measurement is steadier, whatever a few values say. */
const leastDeviation = 0.001;
/** From so many rounds on the signed-rank test can give p < 0.05: a verdict then needs it. */
const fewestForWitness = 6;
const witnessAlpha = 0.05;

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
 * Sources: the moderated t is G. K. Smyth's (see `moderateVariances`); repeated tests at parts of alpha and repeated
 * intervals: C. Jennison, B. W. Turnbull, "Group Sequential Methods" (2000), chapters 2 and 9; that the parts of one
 * pair are simply added is Bonferroni's inequality, which holds for any dependence of the looks.
 */
export function comparePaired(
  pairs: readonly PairedValues[],
  { margin = 0.03, confidence = 0.95, alpha = 0.05, looks = [], ended = true }: CompareOptions = {},
): (PairedComparison | undefined)[] {
  const states = pairs.map((pair) => new PairState(pair));
  const held = Math.max(0, ...states.map((state) => state.lastRound));
  const pools = [...Map.groupBy(states, ({ pool }) => pool).values()];
  const interim = looks.filter((look) => look < held || (look === held && !ended));
  for (const look of interim) for (const pool of pools) testPool(pool, look, false);
  if (ended) for (const pool of pools) testPool(pool, held, true);

  function testPool(pool: readonly PairState[], until: number, last: boolean): void {
    const measured = pool.flatMap((state) => {
      const values = state.until(until);
      return values.length < 2 ? [] : [{ state, values, centre: mean(values) }];
    });
    const samples = measured.map(({ values, centre }) => ({
      variance: squaredDeviations(values, centre) / (values.length - 1),
      degrees: values.length - 1,
    }));
    const moderated = moderateVariances(samples, pooledDegrees(measured.map(({ state }) => state)));
    for (const [index, { state, values, centre }] of measured.entries()) {
      const part = spentAt(
        { looks, ended: last },
        { tested: state.tested, rounds: values.length, spent: state.spent },
      );
      if (part === 0 || values.length < fewestForVerdict) continue;
      const { variance, degrees } = moderated[index]!;
      const error = Math.sqrt(Math.max(variance, leastDeviation ** 2) / values.length);
      state.test({ rounds: values.length, centre, error, degrees, part, margin });
    }
  }

  /** Of the independent deviations: pairs that share arms share theirs. */
  function pooledDegrees(of: readonly PairState[]): number {
    const arms = new Set(of.flatMap(({ values }) => [values.a, values.b])).size;
    const share = Math.min(1, (arms - 1) / of.length);
    return share * of.reduce((sum, state) => sum + state.count - 1, 0);
  }

  const measured = states.filter(({ count }) => count > 0);
  const adjusted = new Map(
    holm(measured.map(({ p }) => p)).map((p, index) => [measured[index]!, p] as const),
  );
  const ties = new Map(
    holm(measured.map(({ tieP }) => tieP)).map((p, index) => [measured[index]!, p] as const),
  );
  const reaches = new Map<string, number>();
  return states.map((state) => {
    if (state.count === 0) return undefined;
    const { centre } = state.latest ?? { centre: mean(state.logRatios) };
    const reach = reachOf(state, 1 - confidence, reaches);
    const found = {
      ratio: Math.exp(centre),
      low: Math.exp(centre - reach),
      high: Math.exp(centre + reach),
      confidence: reach === Infinity ? 1 : confidence,
      p: state.p,
      adjustedP: adjusted.get(state)!,
      tieAdjustedP: ties.get(state)!,
      signedRankP: signedRankTest(state.logRatios).p,
      rounds: state.count,
    };
    const verdict = verdictOf(found, { margin, alpha });
    const called = verdict === "faster" || verdict === "slower";
    return { ...found, verdict: called && contradicts(found) ? "unresolved" : verdict };
  });
}

function contradicts({
  signedRankP,
  rounds,
}: Pick<PairedComparison, "signedRankP" | "rounds">): boolean {
  return rounds >= fewestForWitness
    ? signedRankP >= witnessAlpha
    : signedRankP > 2 ** (1 - rounds) * (1 + 1e-9);
}

/** Half of the repeated interval's width, of the logarithm. */
function reachOf({ latest }: PairState, miss: number, reaches: Map<string, number>): number {
  if (latest === undefined || latest.rounds < fewestForAny) return Infinity;
  const { part, degrees, error } = latest;
  const key = `${part} ${degrees}`;
  const reach = reaches.get(key) ?? studentReach(1 - miss * part, degrees);
  reaches.set(key, reach);
  return reach * error;
}

interface PairTest {
  rounds: number;
  centre: number;
  error: number;
  degrees: number;
  /** Of the error that may be spent, 0 to 1. */
  part: number;
  margin: number;
}

/** What is known of a pair so far. */
class PairState {
  readonly values: PairedValues;
  readonly pool: string;
  readonly logRatios: readonly number[];
  readonly #rounds: readonly number[];
  p = 1;
  tieP = 1;
  /** Rounds at the latest test, and what all tests spent. */
  tested = 0;
  spent = 0;
  latest: PairTest | undefined;

  constructor(values: PairedValues) {
    this.values = values;
    this.pool = values.pool ?? "";
    this.#rounds = [...values.a.keys()]
      .filter((round) => values.b.has(round))
      .toSorted((a, b) => a - b);
    this.logRatios = this.#rounds.map((round) =>
      logRatio(values.a.get(round)!, values.b.get(round)!),
    );
  }

  get count(): number {
    return this.#rounds.length;
  }

  get lastRound(): number {
    return Math.max(0, ...this.values.a.keys(), ...this.values.b.keys());
  }

  until(round: number): readonly number[] {
    const count = this.#rounds.findLastIndex((each) => each <= round) + 1;
    return this.logRatios.slice(0, count);
  }

  test(found: PairTest): void {
    const { rounds, centre, error, degrees, part, margin } = found;
    this.tested = rounds;
    this.spent += part;
    this.latest = found;
    const isEarly = rounds < fewestForAny;
    if (isEarly && Math.abs(centre) < Math.log(leastEarlyRatio)) return;
    this.p = Math.min(this.p, studentTails(centre / error, degrees) / part);
    if (isEarly) return;
    // Both sides must be refuted (D. J. Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15 (1987)).
    const room = Math.log1p(margin) - Math.abs(centre);
    if (room > 0) {
      this.tieP = Math.min(this.tieP, studentTails(room / error, degrees) / 2 / part);
    }
  }
}

function logRatio(value: number, other: number): number {
  if (![value, other].every((each) => each > 0 && each < Infinity)) {
    throw new RangeError(`comparePaired: expected positive values, got ${value} and ${other}`);
  }
  // Not the logarithm of the quotient: this way the other direction gives the exact opposite.
  return Math.log(value) - Math.log(other);
}
