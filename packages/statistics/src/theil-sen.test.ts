import { describe, expect, test } from "vitest";
import { seededRandom } from "./random.ts";
import { theilSen, type Point } from "./theil-sen.ts";

const line = (slope: number, count = 40, from = 0): Point[] =>
  Array.from({ length: count }, (_, x) => ({ x, y: from + slope * x }));

/** Of a normal law, by Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

test("a straight line's slope, exactly", () => {
  expect(theilSen([line(3)])).toEqual({
    slope: 3,
    interval: { low: 3, high: 3, confidence: expect.any(Number) as number },
    units: "stretches",
    unitCount: 7,
  });
});

test("a quarter of wild points changes little", () => {
  const wild = line(3).map((point) => (point.x % 4 === 1 ? { ...point, y: 9999 } : point));
  expect(theilSen([wild])!.slope).toBeCloseTo(3, 0);
});

test("where a series begins tells nothing", () => {
  const many = Array.from({ length: 8 }, (_, index) => line(2, 6, 1000 * index));
  expect(theilSen(many)).toMatchObject({ slope: 2, units: "series", unitCount: 8 });
});

test("too little for a slope, and for an interval", () => {
  expect(theilSen([])).toBeUndefined();
  expect(theilSen([line(1, 3)])).toBeUndefined();
  expect(theilSen([Array.from({ length: 9 }, () => ({ x: 1, y: 2 }))])).toBeUndefined();
  expect(theilSen([line(1, 15)])).toMatchObject({ slope: 1, interval: null });
});

/** How often the interval holds the truth. */
function coverage(make: (random: () => number) => Point[][], truth: number, times = 400): number {
  const random = seededRandom(7);
  let held = 0;
  for (let time = 0; time < times; time++) {
    const { low, high } = theilSen(make(random))!.interval!;
    if (low <= truth && truth <= high) held++;
  }
  return held / times;
}

describe("how many of 95 % intervals hold the truth", () => {
  test("independent noise about a line", () => {
    const share = coverage(
      (random) => [line(0.5).map(({ x, y }) => ({ x, y: y + 5 * normal(random) }))],
      0.5,
    );
    expect(share).toBeGreaterThan(0.95);
  });

  test("a random walk with a drift, whose errors stay", () => {
    const share = coverage((random) => {
      let level = 0;
      return [line(0).map(({ x }) => ({ x, y: (level += 0.5 + normal(random)) }))];
    }, 0.5);
    expect(share).toBeGreaterThan(0.9);
  });

  test("many short series, each with a slope of its own", () => {
    const share = coverage(
      (random) => Array.from({ length: 9 }, () => line(0.5 + 0.2 * normal(random), 8)),
      0.5,
    );
    expect(share).toBeGreaterThan(0.93);
  });
});
