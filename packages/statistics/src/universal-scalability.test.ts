import { expect, test } from "vitest";
import fixtures from "./fixtures/universal-scalability.json" with { type: "json" };
import { seededRandom } from "./random.ts";
import { normalValues } from "./testing/normal-values.ts";
import { fitUniversalScalability } from "./universal-scalability.ts";

const sizes = [1, 2, 4, 8, 16, 32, 64];

function law(lambda: number, sigma: number, kappa: number, noise: number[] = sizes.map(() => 0)) {
  return sizes.map((n, i) => ({
    n,
    throughput: ((lambda * n) / (1 + sigma * (n - 1) + kappa * n * (n - 1))) * Math.exp(noise[i]!),
  }));
}

test.each(fixtures)("lambda $lambda, sigma $sigma, kappa $kappa: as scipy's nnls", (fixture) => {
  const fit = fitUniversalScalability(fixture.points)!;
  expect(fit.lambda / fixture.lambda).toBeCloseTo(1, 9);
  expect(fit.sigma).toBeCloseTo(fixture.sigma, 9);
  expect(fit.kappa).toBeCloseTo(fixture.kappa, 9);
});

test("an exact law is found again, with its peak", () => {
  const fit = fitUniversalScalability(law(5000, 0.04, 0.001))!;
  expect(fit.lambda).toBeCloseTo(5000, 6);
  expect(fit.sigma).toBeCloseTo(0.04, 10);
  expect(fit.kappa).toBeCloseTo(0.001, 10);
  expect(fit.peakN).toBeCloseTo(Math.sqrt(0.96 / 0.001), 6);
  expect(fit.r2).toBeCloseTo(1, 12);
  for (const residual of fit.residuals) expect(residual).toBeCloseTo(0, 10);
});

test("linear growth has no peak, and sheer contention none either", () => {
  expect(fitUniversalScalability(law(10, 0, 0))).toMatchObject({
    sigma: 0,
    kappa: 0,
    peakN: Infinity,
  });
  const contended = fitUniversalScalability(law(10, 0.5, 0))!;
  expect(contended.sigma).toBeCloseTo(0.5, 10);
  expect(contended.kappa).toBeLessThan(1e-12);
});

test("throughput that only falls peaks at 1", () => {
  expect(fitUniversalScalability(law(10, 1.5, 0.2))!.peakN).toBe(1);
});

test("faster than linear is held at linear, not at a negative sigma", () => {
  const points = sizes.map((n) => ({ n, throughput: n ** 1.1 }));
  const fit = fitUniversalScalability(points)!;
  expect([fit.sigma, fit.kappa]).toEqual([0, 0]);
  expect(fit.residuals.at(-1)).toBeGreaterThan(0.1);
});

test("with 3 % of noise the coefficients stay near the truth", () => {
  const random = seededRandom(71);
  for (let i = 0; i < 100; i++) {
    const points = law(5000, 0.04, 0.001, normalValues(sizes.length, random, 0, 0.03));
    const fit = fitUniversalScalability(points)!;
    expect(Math.abs(fit.lambda / 5000 - 1)).toBeLessThan(0.1);
    expect(Math.abs(fit.peakN / 30.98 - 1)).toBeLessThan(0.2);
    expect(fit.r2).toBeGreaterThan(0.95);
  }
});

test("what cannot be is refused in words", () => {
  expect(() => fitUniversalScalability(law(1, 0, 0).slice(0, 2))).toThrow("3 different n, got 2");
  expect(() => fitUniversalScalability([{ n: 0, throughput: 1 }])).toThrow("got 0 and 1");
});
