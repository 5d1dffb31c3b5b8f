import { expect, test } from "vitest";
import fixtures from "./fixtures/signed-rank.json" with { type: "json" };
import { seededRandom } from "./random.ts";
import { signedRankTest } from "./signed-rank.ts";

test.each(fixtures)("p of $count differences (exact: $exact) is scipy's $p", (fixture) => {
  const result = signedRankTest(fixture.differences);
  expect(result.p).toBeCloseTo(fixture.p, 12);
  expect(result).toMatchObject({ count: fixture.count, exact: fixture.exact });
});

test("small cases, counted by hand", () => {
  // All six positive: one of 64 assignments of signs, on either side.
  expect(signedRankTest([1, 2, 3, 4, 5, 6])).toEqual({ p: 2 / 64, count: 6, exact: true });
  // Rank sum 1 on the negative side: the sums 0 and 1, one way each of 8.
  expect(signedRankTest([-1, 2, 3]).p).toBe(4 / 8);
  // Ranks 1.5, 1.5, 3 and a negative 1.5: sum 0 one way, sum 1.5 two ways of 8.
  expect(signedRankTest([-1, 1, 2]).p).toBe(6 / 8);
});

test("zeros are dropped, and nothing but zeros rejects nothing", () => {
  expect(signedRankTest([0, 1, 2, -0, 3])).toEqual(signedRankTest([1, 2, 3]));
  expect(signedRankTest([0, 0])).toEqual({ p: 1, count: 0, exact: true });
  expect(signedRankTest([])).toEqual({ p: 1, count: 0, exact: true });
});

test("only non-zero differences count towards the limit of the exact law", () => {
  const differences = Array.from({ length: 53 }, (_, i) => i + 1);
  expect(signedRankTest([...differences, 0])).toEqual({ p: 2 ** -52, count: 53, exact: true });
  expect(signedRankTest([...differences, 54]).exact).toBe(false);
});

test("turning every sign leaves p as it was", () => {
  for (const { differences } of fixtures) {
    expect(signedRankTest(differences.map((each) => -each))).toEqual(signedRankTest(differences));
  }
});

test("equal sums on both sides give p 1, exact and approximate", () => {
  expect(signedRankTest([1, -2, -3, 4]).p).toBe(1);
  const both = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 1 : -1));
  expect(signedRankTest(both)).toEqual({ p: 1, count: 60, exact: false });
});

test.each([9, 30])(
  "at 5 %% it raises a false alarm in at most 5.5 %% of samples of %i",
  (count) => {
    const random = seededRandom(11);
    const samples = 4000;
    let alarms = 0;
    for (let sample = 0; sample < samples; sample++) {
      // The difference of two equal skewed laws is symmetric around zero.
      const differences = Array.from({ length: count }, () =>
        Math.log((1 - random()) / (1 - random())),
      );
      if (signedRankTest(differences).p <= 0.05) alarms += 1;
    }
    expect(alarms / samples).toBeLessThanOrEqual(0.055);
    // A test that never speaks would pass the line above. 20 of 512 sign patterns reject at 9.
    expect(alarms / samples).toBeGreaterThan(0.03);
  },
);

test("what is no number is refused in words", () => {
  expect(() => signedRankTest([1, Number.NaN])).toThrow("expected finite differences, got NaN");
});
