import { hodgesLehmann } from "./hodges-lehmann.ts";
import { holm } from "./holm.ts";
import { signedRankTest } from "./signed-rank.ts";
import { verdictOf, type Verdict } from "./verdict.ts";

/** Arm `a` against arm `b`, over the rounds that both have. */
export interface ArmComparison {
  a: string;
  b: string;
  /** Hodges-Lehmann estimate of a ÷ b with its interval; 0 to Infinity where too few rounds allow none. */
  ratio: number;
  low: number;
  high: number;
  /** What the interval really reaches, 0 to 1. */
  confidence: number;
  /** Of the signed-rank test, and after Holm's adjustment over all comparisons of the call. */
  p: number;
  adjustedP: number;
  rounds: number;
  /** Of `a`. */
  verdict: Verdict;
}

export interface CompareOptions {
  /** Differences within ±margin do not matter (0.03 is 3 %). */
  margin?: number;
  /** Of each interval, by itself. */
  confidence?: number;
  /** Most chance of one false "faster" or "slower" among all comparisons of the call. */
  alpha?: number;
}

/**
 * Compares every arm with every other, paired by round: `arms` gives each arm's positive values by round. The values
 * of one round belong together, so that what disturbs a round disturbs no ratio. Works on the logarithms of the
 * per-round ratios. Verdicts as in `verdictOf`. Pairs without a common round are left out. One comparison a pair, `a`
 * before `b` in the order of the arms.
 * Throws RangeError where a value is not positive and finite.
 * Sources: see `hodgesLehmann`, `signedRankTest` and `holm`.
 */
export function compareArms(
  arms: ReadonlyMap<string, ReadonlyMap<number, number>>,
  { margin = 0.03, confidence = 0.95, alpha = 0.05 }: CompareOptions = {},
): ArmComparison[] {
  const names = [...arms.keys()];
  const pairs = names.flatMap((a, index) => names.slice(index + 1).map((b) => ({ a, b })));
  const measured = pairs.flatMap(({ a, b }) => {
    const logRatios = pairedLogRatios(arms.get(a)!, arms.get(b)!);
    if (logRatios.length === 0) return [];
    const { p } = signedRankTest(logRatios);
    const centre = hodgesLehmann(logRatios, confidence);
    return [
      {
        a,
        b,
        ratio: Math.exp(centre.estimate),
        low: Math.exp(centre.low),
        high: Math.exp(centre.high),
        confidence: centre.confidence,
        p,
        rounds: logRatios.length,
      },
    ];
  });
  const adjusted = holm(measured.map(({ p }) => p));
  return measured.map((comparison, index) => {
    const adjustedP = adjusted[index]!;
    return {
      ...comparison,
      adjustedP,
      verdict: verdictOf({ ...comparison, adjustedP }, { margin, alpha }),
    };
  });
}

/** The same comparison seen from the other side. */
export function inverted(comparison: ArmComparison): ArmComparison {
  const { a, b, ratio, low, high, verdict } = comparison;
  const opposite: Record<Verdict, Verdict> = {
    faster: "slower",
    slower: "faster",
    tie: "tie",
    unresolved: "unresolved",
  };
  return {
    ...comparison,
    a: b,
    b: a,
    ratio: 1 / ratio,
    low: 1 / high,
    high: 1 / low,
    verdict: opposite[verdict],
  };
}

function pairedLogRatios(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): number[] {
  return [...a].flatMap(([round, value]) => {
    const other = b.get(round);
    if (other === undefined) return [];
    if (![value, other].every((each) => each > 0 && each < Infinity)) {
      throw new RangeError(`compareArms: expected positive values, got ${value} and ${other}`);
    }
    // Not the logarithm of the quotient: this way the other direction gives the exact opposite.
    return [Math.log(value) - Math.log(other)];
  });
}
