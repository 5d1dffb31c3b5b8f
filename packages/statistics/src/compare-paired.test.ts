import { expect, test } from "vitest";
import { comparePaired, type PairedValues } from "./compare-paired.ts";
import { seededRandom, type Random } from "./random.ts";
import { normalValues } from "./testing/normal-values.ts";

function rounds(values: readonly number[]): Map<number, number> {
  return new Map(values.map((value, index) => [index + 1, value]));
}

function noisy(count: number, random: Random, ratio = 1, deviation = 0.02): PairedValues {
  const draw = (speed: number) =>
    rounds(normalValues(count, random, 0, deviation).map((log) => speed * Math.exp(log)));
  return { a: draw(ratio), b: draw(1) };
}

test("a difference that a look found stays found, and its interval is of its latest rounds", () => {
  const pair = noisy(9, seededRandom(2), 1.3, 0.01);
  const early = comparePaired([pair], { looks: [6, 8], ended: true })[0]!;
  expect(early).toMatchObject({ verdict: "faster", rounds: 9, confidence: 0.95 });
  // Of the same rounds held in one look the interval is narrower: looks cost.
  const once = comparePaired([pair])[0]!;
  expect(once.high - once.low).toBeLessThan(early.high - early.low);
});

test("a look inside a run spends its part only", () => {
  const pair = noisy(6, seededRandom(5), 1.05, 0.02);
  const [look] = comparePaired([pair], { looks: [6, 12], ended: false });
  const [end] = comparePaired([pair], { looks: [6, 12], ended: true });
  const [once] = comparePaired([pair]);
  expect(look!.p).toBeCloseTo(Math.min(1, 3 * once!.p), 10);
  // Its end: all that is left.
  expect(end!.p).toBeCloseTo(once!.p, 10);
});

test("before its first look a pair has an estimate and nothing else", () => {
  const [one] = comparePaired([noisy(5, seededRandom(1), 2)], { looks: [6], ended: false });
  expect(one).toMatchObject({ p: 1, low: 0, high: Infinity, verdict: "unresolved", rounds: 5 });
});

test("inside a run the looks count that all rounds are held of, whatever some pairs have more", () => {
  const pair = noisy(8, seededRandom(5), 1.3, 0.01);
  const first6 = (rounds: PairedValues["a"]) => new Map([...rounds].slice(0, 6));
  const [after6] = comparePaired([{ a: first6(pair.a), b: first6(pair.b) }], {
    looks: [6, 8, 12],
    ended: false,
  });
  const [begun] = comparePaired([pair], { looks: [6, 8, 12], ended: false, round: 7 });
  expect(begun).toMatchObject({ ...after6, rounds: 8, signedRankP: expect.any(Number) as number });
  const [none] = comparePaired([pair], { looks: [6, 8, 12], ended: false, round: 5 });
  expect(none).toMatchObject({ p: 1, verdict: "unresolved" });
});

test("a look that is past is judged as it was held, by what all pairs had told until then", () => {
  const random = seededRandom(8);
  const arms = [1, 1.03, 1.07].map((speed) => noisy(12, random, speed, 0.03).a);
  const pairsUntil = (round: number): PairedValues[] => {
    const held = arms.map((arm) => new Map([...arm].slice(0, round)));
    return held.flatMap((a, index) => held.slice(index + 1).map((b) => ({ a, b })));
  };
  const looks = [3, 6, 9, 12];
  for (const look of [3, 6, 9]) {
    const live = comparePaired(pairsUntil(look), { looks, ended: false });
    const past = comparePaired(pairsUntil(12), { looks, ended: false, round: look });
    for (const [index, { p, tieAdjustedP, low, high }] of live.map((one) => one!).entries()) {
      expect(past[index]).toMatchObject({ p, tieAdjustedP, low, high });
    }
  }
});

test("rows of other pools do not lend their noise", () => {
  const random = seededRandom(8);
  const wild = Array.from({ length: 6 }, () => ({ ...noisy(6, random, 1, 0.4), pool: "wild" }));
  const calm = Array.from({ length: 6 }, () => ({
    ...noisy(6, random, 1.04, 0.005),
    pool: "calm",
  }));
  const apart = comparePaired([...calm, ...wild])[0]!;
  const together = comparePaired([...calm, ...wild].map(({ a, b }) => ({ a, b })))[0]!;
  expect(apart.verdict).toBe("faster");
  expect(together.high - together.low).toBeGreaterThan(apart.high - apart.low);
});

test("a tie is proven for all pairs together: more pairs, more rounds", () => {
  const random = seededRandom(4);
  const pairs = Array.from({ length: 40 }, () => noisy(8, random, 1, 0.012));
  const alone = pairs.filter((pair) => comparePaired([pair])[0]!.verdict === "tie").length;
  const together = comparePaired(pairs).filter((one) => one?.verdict === "tie");
  for (const one of together) expect(one!.tieAdjustedP).toBeLessThan(0.05);
  expect(alone).toBeGreaterThan(0);
});

test.each([[[] as number[]], [[3, 6, 9]], [[6, 9, 13, 19]]])(
  "looked at after %j rounds and stopped at the first finding, equal arms are called in at most 5 % of runs, and 95 % of intervals hold the truth",
  (looks) => {
    const random = seededRandom(21);
    const sets = 600;
    const most = (looks.at(-1) ?? 9) + 3;
    let [called, covered, intervals] = [0, 0, 0];
    for (let set = 0; set < sets; set++) {
      const whole = noisy(most, random);
      const cut = (to: number): PairedValues => ({
        a: new Map([...whole.a].filter(([round]) => round <= to)),
        b: new Map([...whole.b].filter(([round]) => round <= to)),
      });
      let found = comparePaired([whole], { looks, ended: true, margin: 0 })[0]!;
      for (const look of looks) {
        const at = comparePaired([cut(look)], { looks, ended: false, margin: 0 })[0]!;
        if (at.verdict === "unresolved") continue;
        found = at;
        break;
      }
      called += Number(found.verdict !== "unresolved");
      if (found.high === Infinity) continue;
      intervals += 1;
      covered += Number(found.low <= 1 && found.high >= 1);
    }
    expect(called / sets).toBeLessThanOrEqual(0.06);
    expect(covered / intervals).toBeGreaterThanOrEqual(0.94);
    // A test that never speaks would pass all of the above.
    expect(called / sets).toBeGreaterThan(0.01);
  },
);

/** Arms that draw one of two speeds 0.28 apart at each start, with 2 % of noise beside it. */
function ofTwoSpeeds(
  count: number,
  random: Random,
  { ratio = 1, fast = [0.5, 0.5] } = {},
): PairedValues {
  const draw = (speed: number, chance: number) =>
    rounds(
      normalValues(count, random, 0, 0.02).map(
        (log) => speed * Math.exp(log + (random() < chance ? 0.28 : 0)),
      ),
    );
  return { a: draw(ratio, fast[0]!), b: draw(1, fast[1]!) };
}

const looked = { looks: [8, 12, 18, 27, 41], withinHeaps: true };

test("arms of two speeds are compared at the same one, looks and the family accounted for", () => {
  const pair = ofTwoSpeeds(27, seededRandom(12), { ratio: 1 / 1.05 });
  const [plain] = comparePaired([pair], { ...looked, withinHeaps: false });
  expect(plain).toMatchObject({ verdict: "unresolved" });
  expect(plain).not.toHaveProperty("heaps");
  const [within] = comparePaired([pair], looked);
  expect(within).toMatchObject({ verdict: "slower", rounds: 27, confidence: 0.95 });
  expect(within!.low).toBeLessThan(1 / 1.05);
  expect(within!.high).toBeGreaterThan(1 / 1.05);
  expect(within!.high - within!.low).toBeLessThan((plain!.high - plain!.low) / 4);
  const { speeds, rounds: counts, verdict } = within!.heaps!;
  expect(Math.log(speeds)).toBeCloseTo(0.28, 1);
  expect(counts.same + counts.aFast + counts.bFast).toBe(27);
  expect(verdict).toBe("unresolved");
  // A look costs, and so does each further pair.
  const once = comparePaired([pair], { withinHeaps: true })[0]!;
  expect(once.high - once.low).toBeLessThan(within!.high - within!.low);
  expect(comparePaired([pair, pair], looked)[0]!.adjustedP).toBeGreaterThan(within!.adjustedP);
});

test("how often the fast speed is drawn is a verdict of its own", () => {
  const pair = ofTwoSpeeds(30, seededRandom(4), { fast: [0.2, 0.8] });
  const [one] = comparePaired([pair], { withinHeaps: true });
  expect(one!.low).toBeLessThan(1);
  expect(one!.high).toBeGreaterThan(1);
  expect(one).toMatchObject({ verdict: "slower", heaps: { verdict: "slower" } });
  const other = comparePaired([{ a: pair.b, b: pair.a }], { withinHeaps: true })[0]!;
  expect(other).toMatchObject({ verdict: "faster", heaps: { verdict: "faster" } });
  expect(other.heaps!.adjustedSharesP).toBeCloseTo(one!.heaps!.adjustedSharesP, 12);
  expect(other.ratio).toBeCloseTo(1 / one!.ratio, 12);
});

test("where one arm alone has two speeds, or neither, the means are compared", () => {
  const random = seededRandom(6);
  for (const pair of [ofTwoSpeeds(20, random, { fast: [0.5, 1] }), noisy(20, random, 1.04)]) {
    expect(comparePaired([pair], looked)).toEqual(
      comparePaired([pair], { ...looked, withinHeaps: false }),
    );
  }
});

/** Two arms that are one and the same, and a third; two speeds 0.28 apart where `fast` is not 0. */
function twinsAndThird(count: number, random: Random, { ratio = 1, fast = 0 } = {}) {
  const arm = (speed: number) =>
    rounds(
      normalValues(count, random, 0, 0.02).map(
        (log) => speed * Math.exp(log + (random() < fast ? 0.28 : 0)),
      ),
    );
  return { a: arm(ratio), b: arm(1), bAgain: arm(1) };
}

test("against twins it is the mean of both, over rounds that all have", () => {
  const { a, b, bAgain } = twinsAndThird(20, seededRandom(3), { ratio: 1.1 });
  bAgain.delete(7);
  const [found] = comparePaired([{ a, b, bAgain }]);
  const mean = rounds([...b].map(([round, value]) => Math.sqrt(value * (bAgain.get(round) ?? 0))));
  mean.delete(7);
  const [plain] = comparePaired([{ a, b: mean }]);
  expect(found).toMatchObject({ rounds: 19, verdict: "faster" });
  expect(found!.ratio).toBeCloseTo(plain!.ratio, 10);
  expect(found!.high).toBeCloseTo(plain!.high, 10);
});

test.each([0, 0.5])("against twins intervals are narrower, and hold the truth: fast %f", (fast) => {
  const random = seededRandom(4);
  const options = { looks: [8, 16], withinHeaps: true };
  const runs = Array.from({ length: 600 }, () => {
    const { a, b, bAgain } = twinsAndThird(24, random, { fast });
    const control = { a: bAgain, b };
    const [both] = comparePaired([{ a, b, bAgain }, control], options);
    const [one] = comparePaired([{ a, b }, control, { a, b: bAgain }], options);
    return { both: both!, one: one! };
  });
  const share = (holds: (run: (typeof runs)[0]) => boolean) =>
    runs.filter(holds).length / runs.length;
  expect(share(({ both }) => both.low <= 1 && both.high >= 1)).toBeGreaterThan(0.95);
  expect(share(({ both }) => both.verdict === "faster" || both.verdict === "slower")).toBeLessThan(
    0.03,
  );
  const width = (of: "both" | "one") =>
    runs.reduce((sum, run) => sum + Math.log(run[of].high / run[of].low), 0);
  // The square root of three quarters is 0.87; at the same speed each of two distances is uncertain.
  expect(width("both") / width("one")).toBeLessThan(fast === 0 ? 0.9 : 0.93);
  expect(share(({ both }) => both.verdict === "tie")).toBeGreaterThan(
    share(({ one }) => one.verdict === "tie"),
  );
});
