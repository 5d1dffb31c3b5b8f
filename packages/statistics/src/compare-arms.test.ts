import { expect, test } from "vitest";
import { exactBinomialInterval } from "./binomial-interval.ts";
import { compareArms, inverted } from "./compare-arms.ts";
import { seededRandom, type Random } from "./random.ts";
import { rankIntervals } from "./rank-intervals.ts";
import { normalValues } from "./testing/normal-values.ts";

type Arms = Map<string, Map<number, number>>;

function armsOf(values: Record<string, number[]>): Arms {
  return new Map(
    Object.entries(values).map(([name, list]) => [name, new Map(list.entries())] as const),
  );
}

/** Arms of these true speeds; every round is slower or faster for all, and every value has noise of its own. */
function simulated(speeds: readonly number[], rounds: number, random: Random, noise = 0.02): Arms {
  const ofRound = normalValues(rounds, random, 0, 0.1);
  return armsOf(
    Object.fromEntries(
      speeds.map((speed, i) => {
        const ownNoise = normalValues(rounds, random, 0, noise);
        return [`arm${i}`, ownNoise.map((own, round) => speed * Math.exp(ofRound[round]! + own))];
      }),
    ),
  );
}

test("a constant ratio in wild rounds is found exactly", () => {
  const slow = [100, 20, 900, 55, 310, 70];
  const [comparison] = compareArms(armsOf({ slow, fast: slow.map((value) => value * 1.25) }));
  expect(comparison).toMatchObject({ a: "slow", b: "fast", rounds: 6, verdict: "slower" });
  expect(comparison!.ratio).toBeCloseTo(0.8, 12);
  // No measurement is as steady as that.
  expect(comparison!.low).toBeCloseTo(0.8 * Math.exp(-0.001 * (2.5706 / Math.sqrt(6))), 6);
  expect(comparison!.signedRankP).toBe(2 / 64);
});

test("only rounds that both have count, and pairs without one are left out", () => {
  const arms: Arms = new Map([
    ["a", new Map([1, 2, 3].map((round) => [round, 100]))],
    ["b", new Map([3, 4].map((round) => [round, 50]))],
    ["c", new Map([[4, 50]])],
  ]);
  const pairs = compareArms(arms).map(({ a, b, rounds, ratio }) => ({ a, b, rounds, ratio }));
  expect(pairs).toEqual([
    { a: "a", b: "b", rounds: 1, ratio: expect.closeTo(2, 12) },
    { a: "b", b: "c", rounds: 1, ratio: 1 },
  ]);
});

test("before six rounds there is no interval, and only what no two speeds explain is called", () => {
  const noise = [1, 1.01, 0.99];
  const of = (factor: number) =>
    compareArms(armsOf({ a: [100, 100, 100], b: noise.map((each) => (100 * each) / factor) }))[0]!;
  expect(of(1.5)).toMatchObject({ low: 0, high: Infinity, confidence: 1, verdict: "faster" });
  expect(of(1.33)).toMatchObject({ p: 1, verdict: "unresolved" });
  expect(of(1)).toMatchObject({ verdict: "unresolved" });
});

test("fewer than three rounds prove nothing", () => {
  expect(compareArms(armsOf({ a: [900, 901], b: [100, 100] }))[0]!.verdict).toBe("unresolved");
});

test("more pairs ask for more certainty: Holm over all comparisons of the call", () => {
  const base = [100, 104, 99, 102, 97, 103];
  const arms = armsOf({ a: base, b: [103, 108, 110, 105, 107, 106], c: base.toReversed() });
  for (const { p, adjustedP } of compareArms(arms)) expect(adjustedP).toBeGreaterThanOrEqual(p);
  expect(compareArms(arms).map(({ p, adjustedP }) => adjustedP / p)).toContainEqual(3);
});

test("a verdict that the signed-rank test does not share is not given", () => {
  // One round of six carries nearly all of the difference.
  const far = [1.06, 1.07, 1.065, 1.06, 1.07, 0.999];
  const [one] = compareArms(armsOf({ a: far.map((each) => 100 * each), b: far.map(() => 100) }), {
    margin: 0.03,
  });
  expect(one!.adjustedP).toBeLessThan(0.05);
  expect(one!.signedRankP).toBeGreaterThan(0.05);
  expect(one!.verdict).toBe("unresolved");
});

test("a sure difference inside the margin is a tie, and no longer with a smaller margin", () => {
  const base = [100, 104, 99, 102, 97, 103, 88, 120];
  const arms = armsOf({ a: base.map((value) => value * 1.02), b: base });
  expect(compareArms(arms)[0]!.verdict).toBe("tie");
  expect(compareArms(arms, { margin: 0.01 })[0]!.verdict).toBe("faster");
});

test("the other side of a comparison is what comparing the other way round gives", () => {
  const random = seededRandom(3);
  for (const rounds of [4, 9, 12, 30]) {
    const arms = simulated([1, 1.04], rounds, random);
    const there = compareArms(arms)[0]!;
    const back = compareArms(new Map([...arms].toReversed()))[0]!;
    const other = inverted(there);
    expect(other).toMatchObject({ a: back.a, b: back.b, verdict: back.verdict });
    expect(other.p).toBeCloseTo(back.p, 12);
    expect(other.ratio).toBeCloseTo(back.ratio, 12);
    expect(other.low).toBeCloseTo(back.low, 12);
    expect(other.high === back.high || Math.abs(other.high - back.high) < 1e-12).toBe(true);
    expect(inverted(other)).toMatchObject({ a: there.a, b: there.b, verdict: there.verdict });
  }
});

test.each([10, 12, 30])(
  "six equal arms over %i rounds: family-wise false alarms <= 0.05, coverage >= 0.94",
  (rounds) => {
    const random = seededRandom(rounds);
    const sets = 400;
    let [alarmed, significant, covered, intervals, perPair] = [0, 0, 0, 0, 0];
    for (let set = 0; set < sets; set++) {
      const comparisons = compareArms(simulated([1, 1, 1, 1, 1, 1], rounds, random), { margin: 0 });
      if (comparisons.some(({ verdict }) => verdict === "faster" || verdict === "slower"))
        alarmed += 1;
      significant += comparisons.some(({ adjustedP }) => adjustedP < 0.05) ? 1 : 0;
      perPair += comparisons.filter(({ p }) => p < 0.05).length;
      covered += comparisons.filter(({ low, high }) => low <= 1 && high >= 1).length;
      intervals += comparisons.length;
    }
    // Without the margin, so that the test alone must hold it.
    expect(alarmed).toBe(significant);
    expect(exactBinomialInterval(alarmed, sets, 0.99).low).toBeLessThanOrEqual(0.05);
    expect(exactBinomialInterval(alarmed, sets, 0.99).high).toBeLessThan(0.1);
    expect(covered / intervals).toBeGreaterThanOrEqual(0.94);
    // A test that never speaks would pass all of the above.
    expect(perPair / intervals).toBeGreaterThan(0.03);
    expect(perPair / intervals).toBeLessThan(0.06);
  },
);

test("a difference of 10 % is found, with the right sign, and one of 1 % never called", () => {
  const random = seededRandom(8);
  const sets = 200;
  let found = 0;
  for (let set = 0; set < sets; set++) {
    const verdicts = compareArms(simulated([1, 1.1, 1.11], 12, random, 0.01));
    const of = (a: string, b: string) =>
      verdicts.find((one) => one.a === a && one.b === b)!.verdict;
    expect(["slower", "unresolved"]).toContain(of("arm0", "arm1"));
    if (of("arm0", "arm1") === "slower" && of("arm0", "arm2") === "slower") found += 1;
    expect(["tie", "unresolved"]).toContain(of("arm1", "arm2"));
  }
  expect(found / sets).toBeGreaterThan(0.95);
});

test("rank intervals hold all true ranks at once in at least 95 % of runs", () => {
  const random = seededRandom(9);
  const speeds = [1, 0.96, 0.9, 0.895, 0.7];
  const sets = 300;
  let [allHeld, widths] = [0, 0];
  for (let set = 0; set < sets; set++) {
    const arms = simulated(speeds, 14, random);
    const places = rankIntervals([...arms.keys()], compareArms(arms));
    const held = speeds.map((_, i) => {
      const { low, high } = places.get(`arm${i}`)!;
      widths += high - low;
      return low <= i + 1 && i + 1 <= high;
    });
    if (held.every(Boolean)) allHeld += 1;
  }
  expect(allHeld / sets).toBeGreaterThanOrEqual(0.95);
  // Intervals from 1 to 5 would hold them always: a width of 4 each.
  expect(widths / (sets * speeds.length)).toBeLessThan(1);
});

test("twins are one arm to the others, and are compared with each other", () => {
  const arms = simulated([1, 1.2, 1], 10, seededRandom(3));
  const compared = compareArms(arms, { twins: ["arm0", "arm2"] });
  expect(compared.map(({ a, b }) => [a, b])).toEqual([
    ["arm0", "arm1"],
    ["arm0", "arm2"],
    ["arm1", "arm2"],
  ]);
  const [first, control, second] = compared;
  expect(second).toMatchObject({ verdict: "faster" });
  expect({ ...inverted(second!), b: "arm1", a: "arm0" }).toEqual(first);
  // Two comparisons are one family.
  expect(first!.adjustedP).toBeCloseTo(2 * first!.p, 12);
  expect(control!.ratio).toBe(compareArms(arms)[1]!.ratio);
  // A twin that has nothing is none.
  const alone = new Map([...arms].filter(([name]) => name !== "arm2"));
  expect(compareArms(alone, { twins: ["arm0", "arm2"] })).toEqual(compareArms(alone));
});

test("what cannot be is refused in words", () => {
  const compare = (value: number) => compareArms(armsOf({ a: [value], b: [1] }));
  expect(() => compare(0)).toThrow("expected positive values, got 0 and 1");
  expect(() => compare(Infinity)).toThrow("expected positive values, got Infinity and 1");
  expect(() => compare(Number.NaN)).toThrow("got NaN");
});
