import { expect, test } from "vitest";
import type { PairedValues } from "./compare-paired.ts";
import { compareUnpaired } from "./compare-unpaired.ts";
import { seededRandom, type Random } from "./random.ts";
import { normalValues } from "./testing/normal-values.ts";

function pairOf(a: readonly number[], b: readonly number[]): PairedValues {
  const rounds = (values: readonly number[]) =>
    new Map(values.map((value, index) => [index + 1, value]));
  return { a: rounds(a), b: rounds(b) };
}

const compareOne = (
  a: readonly number[],
  b: readonly number[],
  options?: Parameters<typeof compareUnpaired>[1],
) => compareUnpaired([pairOf(a, b)], options)[0]!;

test("a ratio in any unit, its interval, and a verdict of the first", () => {
  const slow = [100, 101, 99, 102, 98];
  const fast = slow.map((value) => value * 1.5).toReversed();
  const compared = compareOne(slow, fast);
  expect(compared).toMatchObject({ verdict: "slower", counts: [5, 5], p: 2 / 252 });
  expect(compared.ratio).toBeCloseTo(1 / 1.5, 12);
  expect(compared.low).toBeLessThan(compared.ratio);
  expect(compared.high).toBeGreaterThan(compared.ratio);
  const inMillis = compareOne(
    slow.map((v) => v / 1000),
    fast.map((v) => v / 1000),
  );
  expect(inMillis.low).toBeCloseTo(compared.low, 12);
});

test("the other way round gives the inverse", () => {
  const [a, b] = [
    [3, 4, 5, 6.5, 7],
    [4, 4.5, 6, 8],
  ];
  const [there, back] = [
    compareOne(a, b, { confidence: 0.9 }),
    compareOne(b, a, { confidence: 0.9 }),
  ];
  expect(back.p).toBeCloseTo(there.p, 12);
  expect(back.ratio).toBeCloseTo(1 / there.ratio, 12);
  expect(back.low).toBeCloseTo(1 / there.high, 12);
  expect(back.high).toBeCloseTo(1 / there.low, 12);
});

test("three against three: the obvious is called without an interval, and nothing else", () => {
  const calm = [98, 100, 102];
  const times = (factor: number) => calm.map((value) => value * factor);
  const open = { low: 0, high: Infinity, rankSumP: 2 / 20 };
  expect(compareOne(times(1.5), calm)).toMatchObject({ ...open, verdict: "faster" });
  expect(compareOne(calm, times(1.5))).toMatchObject({ ...open, verdict: "slower" });
  // Two speeds a third apart may show so.
  expect(compareOne(times(1.35), calm)).toMatchObject({ ...open, verdict: "unresolved" });
  expect(compareOne([100, 150, 290], calm).verdict).toBe("unresolved");
  expect(compareOne(times(9).slice(1), calm).verdict).toBe("unresolved");
  expect(compareOne([100], [900]).verdict).toBe("unresolved");
  expect(compareUnpaired([pairOf([], calm), pairOf(calm, [])])).toEqual([undefined, undefined]);
});

test("what the ranks do not see is not called", () => {
  // Two of five lie among the others, which makes Student's p small all the same.
  const [a, b] = [
    [100, 101, 99, 102, 98],
    [30, 40, 99.5, 35, 100.5],
  ];
  const family = Array.from({ length: 10 }, () => pairOf(a, b));
  for (const one of compareUnpaired(family)) expect(one!.verdict).toBe("unresolved");
});

test("a family of many small runs: the obvious is called in all of it, the rest by what is left", () => {
  const random = seededRandom(3);
  const family = Array.from({ length: 24 }, (_, index) => {
    const draw = (speed: number) =>
      normalValues(3, random, 0, 0.03).map((log) => speed * Math.exp(log));
    return pairOf(draw(index % 2 === 0 ? 1.6 : 1), draw(1));
  });
  const verdicts = compareUnpaired(family).map((one) => one!.verdict);
  expect(new Set(verdicts.filter((_, index) => index % 2 === 0))).toEqual(new Set(["faster"]));
  expect(new Set(verdicts.filter((_, index) => index % 2 === 1))).toEqual(new Set(["unresolved"]));
});

test("a family is judged after Holm", () => {
  const [apart, alike] = compareUnpaired([
    pairOf([1, 2, 3, 4], [1.5, 2.5, 3.5, 4.5]),
    pairOf([50, 51, 52, 53], [60, 61, 62, 63]),
  ]);
  expect([apart!.verdict, alike!.verdict]).toEqual(["unresolved", "unresolved"]);
  expect(alike).toMatchObject({ p: 2 / 70, adjustedP: 4 / 70 });
  expect(compareOne([50, 51, 52, 53], [60, 61, 62, 63]).verdict).toBe("slower");
});

test("rows of other pools do not lend their noise", () => {
  const calm = Array.from({ length: 6 }, () => pairOf([98, 100, 102], [48, 50, 52]));
  const wild = Array.from({ length: 6 }, () => pairOf([10, 100, 1000], [5, 90, 800]));
  const verdicts = (pool: string) =>
    compareUnpaired([...calm, ...wild.map((pair) => ({ ...pair, pool }))])
      .slice(0, 6)
      .map((one) => one!.verdict);
  expect(verdicts("wild")).toEqual(calm.map(() => "faster"));
  expect(verdicts("")).toEqual(calm.map(() => "unresolved"));
});

type Law = (random: Random) => number;
const normal: Law = (random) => normalValues(1, random)[0]!;
/** Student's with 2 degrees of freedom: no variance at all. */
const heavy: Law = (random) =>
  normal(random) / Math.sqrt((normal(random) ** 2 + normal(random) ** 2) / 2);
const laws: [string, Law, { shared?: number; unlike?: boolean }][] = [
  ["calm", (random) => 0.02 * normal(random), {}],
  ["wild", (random) => 0.3 * normal(random), {}],
  ["heavy tails", (random) => 0.1 * heavy(random), {}],
  ["two speeds", (random) => (random() < 0.5 ? 0.28 : 0) + 0.02 * normal(random), {}],
  ["now and then a third of it", (random) => (random() < 0.1 ? -1 : 0) + 0.02 * normal(random), {}],
  ["rounds that move all rows", (random) => 0.02 * normal(random), { shared: 0.3 }],
  ["runs unlike in noise", (random) => 0.1 * normal(random), { unlike: true }],
];
const counts: [number, number][] = [
  [3, 3],
  [3, 5],
  [5, 5],
  [3, 10],
];

test.each(
  laws.flatMap(([name, law, run]) =>
    counts.flatMap(([a, b]) => [1, 6].map((pairs) => ({ name, law, run, a, b, pairs }))),
  ),
)(
  "$name, $a against $b in $pairs pairs: false alarms <= 5 %, and 95 % of intervals hold the truth",
  ({ law, run: { shared = 0, unlike = false }, a, b, pairs }) => {
    const random = seededRandom(41);
    const sets = 400;
    let [alarms, covered, intervals] = [0, 0, 0];
    for (let set = 0; set < sets; set++) {
      // Four in ten truly differ by a factor of three: what is found makes way for the rest.
      const truths = Array.from({ length: pairs }, (_, index) =>
        index % 5 < 2 && pairs > 1 ? 3 : 1,
      );
      const drawRun = (count: number, factors: readonly number[], width: number) => {
        const rounds = Array.from({ length: count }, () => shared * normal(random));
        return factors.map((factor) =>
          rounds.map((round) => factor * Math.exp(round + width * law(random))),
        );
      };
      const heads = drawRun(a, truths, unlike ? 3 : 1);
      const bases = drawRun(
        b,
        truths.map(() => 1),
        unlike ? 0.3 : 1,
      );
      const compared = compareUnpaired(heads.map((head, index) => pairOf(head, bases[index]!)));
      alarms += Number(
        compared.some((one, index) => truths[index] === 1 && one!.verdict.endsWith("er")),
      );
      for (const [index, one] of compared.entries()) {
        if (one!.high === Infinity) continue;
        intervals += 1;
        covered += Number(one!.low <= truths[index]! && one!.high >= truths[index]!);
      }
    }
    // 5 and 95 %, and what so few sets vary by.
    expect(alarms / sets).toBeLessThanOrEqual(0.07);
    if (intervals > 0) expect(covered / intervals).toBeGreaterThanOrEqual(0.925);
  },
);

test("what cannot be is refused in words", () => {
  expect(() => compareOne([1, -2], [1])).toThrow("expected positive values, got -2");
});
