import { seededRandom } from "@stackbench/statistics";
import { expect, test } from "vitest";
import { findSaturation, type LevelThroughput } from "./find-saturation.ts";

const doubled = [1, 2, 4, 8, 16, 32, 64];

/** Throughput by connections, of six rounds that differ by some percent. */
function curve(
  law: (connections: number) => number,
  { connections = doubled, noise = 0.01 } = {},
): LevelThroughput[] {
  const random = seededRandom(1);
  return connections.map((count) => ({
    connections: count,
    byRound: new Map(
      [1, 2, 3, 4, 5, 6].map((round) => [round, law(count) * (1 + noise * (random() - 0.5))]),
    ),
  }));
}

/** A server that serves `most` at once, each for 5 ms. */
const serving = (most: number) => (connections: number) => Math.min(connections, most) / 0.005;

test.each([1, 4, 6, 8, 24])("a server that serves %i at once saturates at as many", (most) => {
  const found = findSaturation(curve(serving(most)));
  expect(found.hasLevelledOff).toBe(true);
  expect(found.asymptote.estimate / (most / 0.005)).toBeCloseTo(1, 1.5);
  expect(found.saturatesAt!.estimate / most).toBeCloseTo(1, 1.5);
  const { low, high } = found.saturatesAt!.interval!;
  expect(low).toBeLessThan(high);
  // The first level that has as many connections.
  expect(found.levelsOffAt).toBe(doubled.find((count) => count >= most));
});

test("the knee is where a server of so many places is full, where that is a level", () => {
  expect(findSaturation(curve(serving(8))).knee).toBe(8);
  expect(findSaturation(curve(serving(1))).knee).toBeNull();
});

test("throughput that still grows at the last level has not levelled off", () => {
  const found = findSaturation(curve(serving(1000)));
  expect(found).toMatchObject({ hasLevelledOff: false, levelsOffAt: 64, knee: null });
});

test("a curve of the scalability law gives its coefficients and its peak", () => {
  const law = (n: number): number => (100 * n) / (1 + 0.05 * (n - 1) + 0.002 * n * (n - 1));
  const { scalability } = findSaturation(curve(law));
  expect(scalability!.lambda.estimate).toBeCloseTo(100, -1);
  expect(scalability!.sigma.estimate).toBeCloseTo(0.05, 2);
  expect(scalability!.kappa.estimate).toBeCloseTo(0.002, 3);
  expect(scalability!.peakAt).toBeGreaterThan(18);
  expect(scalability!.peakAt).toBeLessThan(26);
});

test("fewer than six rounds have no interval, and a level without a round is refused", () => {
  const two = curve(serving(4)).map(({ connections, byRound }) => ({
    connections,
    byRound: new Map([...byRound].slice(0, 2)),
  }));
  expect(findSaturation(two).asymptote.interval).toBeNull();
  const [first, ...others] = two;
  expect(() => findSaturation([{ ...first!, byRound: new Map() }, ...others])).toThrow(
    /each with a round/,
  );
});
