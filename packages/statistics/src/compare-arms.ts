import {
  comparePaired,
  type CompareOptions,
  type HeapShares,
  type PairedComparison,
} from "./compare-paired.ts";
import type { Verdict } from "./verdict.ts";

export type { CompareOptions } from "./compare-paired.ts";

/** Arm `a` against arm `b`, over the rounds that both have. */
export interface ArmComparison extends PairedComparison {
  a: string;
  b: string;
}

/**
 * Compares every arm with every other, paired by round: `arms` gives each arm's positive values by round. The values
 * of one round belong together, so that what disturbs a round disturbs no ratio. Pairs without a common round are left
 * out. One comparison a pair, `a` before `b` in the order of the arms. All of them are one family and one pool, as
 * `comparePaired` says. Another arm has one comparison with both `twins`, which stands at its pair with either.
 * Throws RangeError where a value is not positive and finite.
 */
export function compareArms(
  arms: ReadonlyMap<string, ReadonlyMap<number, number>>,
  options: CompareOptions = {},
): ArmComparison[] {
  const names = [...arms.keys()];
  const [twin, again] = (options.twins ?? []).filter((name) => arms.has(name));
  const isTwin = (name: string): boolean =>
    again !== undefined && (name === twin || name === again);
  const pairs = names.flatMap((a, index) => names.slice(index + 1).map((b) => ({ a, b })));
  const ofTwins = pairs.filter(({ a, b }) => isTwin(a) !== isTwin(b));
  const others = [...new Set(ofTwins.map(({ a, b }) => (isTwin(a) ? b : a)))];
  const plain = pairs.filter((pair) => !ofTwins.includes(pair));
  const compared = comparePaired(
    [
      ...plain.map(({ a, b }) => ({ a: arms.get(a)!, b: arms.get(b)! })),
      ...others.map((a) => ({ a: arms.get(a)!, b: arms.get(twin!)!, bAgain: arms.get(again!)! })),
    ],
    options,
  );
  return pairs.flatMap((pair) => {
    const { a, b } = pair;
    const place = plain.indexOf(pair);
    const found = compared[place >= 0 ? place : plain.length + others.indexOf(isTwin(a) ? b : a)];
    if (found === undefined) return [];
    return [place < 0 && isTwin(a) ? inverted({ a: b, b: a, ...found }) : { a, b, ...found }];
  });
}

/** The same comparison seen from the other side. */
export function inverted(comparison: ArmComparison): ArmComparison {
  const { a, b, ratio, low, high, verdict, heaps } = comparison;
  return {
    ...comparison,
    a: b,
    b: a,
    ratio: 1 / ratio,
    low: 1 / high,
    high: 1 / low,
    verdict: opposite[verdict],
    ...(heaps && { heaps: invertedHeaps(heaps) }),
  };
}

function invertedHeaps({
  rounds: { same, aFast, bFast },
  verdict,
  ...rest
}: HeapShares): HeapShares {
  return { ...rest, rounds: { same, aFast: bFast, bFast: aFast }, verdict: opposite[verdict] };
}

/** The verdict of the other side. */
export const opposite: Record<Verdict, Verdict> = {
  faster: "slower",
  slower: "faster",
  tie: "tie",
  unresolved: "unresolved",
};
