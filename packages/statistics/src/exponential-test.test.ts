import { expect, test } from "vitest";
import { exponentialTest } from "./exponential-test.ts";
import fixtures from "./fixtures/exponential-test.json" with { type: "json" };
import { seededRandom, type Random } from "./random.ts";
import { normalValues } from "./testing/normal-values.ts";

function gaps(count: number, rate: number, random: Random): number[] {
  return Array.from({ length: count }, () => -Math.log(1 - random()) / rate);
}

test.each(fixtures)("$samples.length samples of rate $rate: scipy's statistic and p", (fixture) => {
  const known = exponentialTest(fixture.samples, fixture.rate);
  expect(known.statistic).toBeCloseTo(fixture.statistic, 12);
  expect(Math.abs(known.p - fixture.p)).toBeLessThan(0.005);
  expect(exponentialTest(fixture.samples).statistic).toBeCloseTo(fixture.fittedStatistic, 12);
});

test("Lilliefors' and Stephens' critical values of 5 % are met where the rate is not given", () => {
  // Stephens (1974), table 1A: D* = 1.094 at 5 %, 1.308 at 1 %. Two steps of a distribution reach any distance.
  const table = [
    { modified: 0.99, p: 0.1 },
    { modified: 1.094, p: 0.05 },
    { modified: 1.308, p: 0.01 },
  ];
  for (const { modified, p } of table) {
    const count = 400;
    const root = Math.sqrt(count);
    const distance = modified / (root + 0.26 + 0.5 / root) + 0.2 / count;
    // Exponential quantiles, the lowest share of them pushed to 0: the distance is that share at 0, and the mean
    // is put right by the largest.
    const pushed = Math.round(distance * count);
    const samples = Array.from({ length: count }, (_, i) =>
      i < pushed ? 0 : -Math.log(1 - (i + 0.5) / count),
    );
    const lost = count - samples.reduce((sum, value) => sum + value, 0);
    samples[count - 1]! += lost;
    const result = exponentialTest(samples);
    expect(result.statistic).toBeCloseTo(pushed / count, 6);
    expect(Math.abs(result.p / p - 1)).toBeLessThan(0.2);
  }
});

test.each([
  [10, undefined],
  [50, undefined],
  [2000, undefined],
  [50, 1000],
  [2000, 1000],
])("%i true samples, rate %s: about a twentieth rejected at 0.05", (count, rate) => {
  const random = seededRandom(121);
  const sets = count > 1000 ? 600 : 2000;
  let rejected = 0;
  for (let i = 0; i < sets; i++) {
    if (exponentialTest(gaps(count, 1000, random), rate).p < 0.05) rejected += 1;
  }
  expect(rejected / sets).toBeGreaterThan(0.03);
  expect(rejected / sets).toBeLessThan(0.07);
});

test("p itself is uniform, not only at 5 %", () => {
  const random = seededRandom(122);
  const ps = Array.from({ length: 2000 }, () => exponentialTest(gaps(60, 3, random)).p);
  for (const level of [0.01, 0.1, 0.3, 0.5, 0.8]) {
    const share = ps.filter((p) => p < level).length / ps.length;
    expect(Math.abs(share - level)).toBeLessThan(0.04);
  }
});

test("other laws are found out: constant gaps, normal ones, bursts, and another rate than told", () => {
  const random = seededRandom(123);
  const constant = Array.from({ length: 200 }, () => 0.001);
  const normal = normalValues(200, random, 1, 0.2);
  const bursts = gaps(300, 1, random).map((gap, i) => (i % 10 === 0 ? gap * 10 : gap / 10));
  for (const samples of [constant, normal, bursts])
    expect(exponentialTest(samples).p).toBeLessThan(0.001);
  expect(exponentialTest(gaps(2000, 1.1, random), 1).p).toBeLessThan(0.01);
});

test("what cannot be is refused in words", () => {
  expect(() => exponentialTest([1, 2, 3, 4])).toThrow("at least 5 samples, got 4");
  expect(() => exponentialTest([1, 2, 3, 4, -1])).toThrow("samples of 0 or more, got -1");
  expect(() => exponentialTest([0, 0, 0, 0, 0])).toThrow("a sample above 0, got none");
  expect(() => exponentialTest([1, 2, 3, 4, 5], 0)).toThrow("a rate above 0, got 0");
});
