import {
  comparePaired,
  type CompareOptions as PairedOptions,
  type HeapShares,
  type PairedComparison,
  type PairedValues,
} from "./compare-paired.ts";
import type { Verdict } from "./verdict.ts";

export interface CompareOptions extends PairedOptions {
  /** By arm and round, as in `PairedValues`. */
  telltales?: ReadonlyMap<string, Arm> | undefined;
  /** Pairs of arms that alone are compared; absent for all. */
  only?: readonly (readonly [string, string])[] | undefined;
}

type Arm = ReadonlyMap<number, number>;

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
  { telltales, only, ...options }: CompareOptions = {},
): ArmComparison[] {
  const names = [...arms.keys()];
  const [twin, again] = (options.twins ?? []).filter((name) => arms.has(name));
  const isTwin = (name: string): boolean =>
    again !== undefined && (name === twin || name === again);
  const isAsked = (a: string, b: string): boolean =>
    only?.some((pair) => pair.includes(a) && pair.includes(b)) ?? true;
  const pairs = names.flatMap((a, index) =>
    names.slice(index + 1).flatMap((b) => (isAsked(a, b) ? [{ a, b }] : [])),
  );
  /** What is asked by a pair: of an arm and a twin the same, by the arm's name, whichever twin it is. */
  const asked = Map.groupBy(pairs, (pair) =>
    isTwin(pair.a) === isTwin(pair.b) ? pair : isTwin(pair.a) ? pair.b : pair.a,
  );
  const compared = comparePaired(
    [...asked.keys()].map((question): PairedValues => {
      const sides =
        typeof question === "string" ? [question, twin!, again!] : [question.a, question.b];
      const [a, b, bAgain] = sides.map((name) => arms.get(name)!) as [Arm, Arm, Arm?];
      const [ofA, ofB, ofBAgain] = sides.map((name) => telltales?.get(name));
      return { a, b, bAgain, telltales: { a: ofA, b: ofB, bAgain: ofBAgain } };
    }),
    options,
  );
  const found = new Map(
    [...asked.values()].flatMap((alike, index) => alike.map((pair) => [pair, compared[index]])),
  );
  return pairs.flatMap((pair) => {
    const { a, b } = pair;
    const one = found.get(pair);
    if (one === undefined) return [];
    const isFromTwin = isTwin(a) && !isTwin(b);
    return [isFromTwin ? inverted({ a: b, b: a, ...one }) : { a, b, ...one }];
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
