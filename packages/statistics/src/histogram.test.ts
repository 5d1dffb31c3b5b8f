import { expect, test } from "vitest";
import { bucketIndex, bucketRange, Histogram } from "./histogram.ts";
import { seededRandom } from "./random.ts";

/** Values over seven decades, as service times are. */
function values(count: number, seed: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => Math.floor(10 ** (random() * 7)));
}

function filled(recorded: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of recorded) histogram.record(value);
  return histogram;
}

const percents = [0, 1, 25, 50, 75, 90, 99, 99.9, 100];

test("every percentile is within 0.1 % of the exact order statistic", () => {
  const recorded = values(20_000, 1);
  const sorted = recorded.toSorted((a, b) => a - b);
  const histogram = filled(recorded);
  for (const percent of percents) {
    const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length - 1e-6));
    const exact = sorted[rank - 1]!;
    expect(Math.abs(histogram.percentile(percent) - exact)).toBeLessThanOrEqual(exact * 0.001);
  }
});

test("small values, minimum, maximum, sum and mean are exact", () => {
  const histogram = filled([3, 1, 1000, 7]);
  expect(histogram.percentile(50)).toBe(3);
  expect(histogram.percentile(75)).toBe(7);
  expect([histogram.min, histogram.max, histogram.sum, histogram.count]).toEqual([
    1, 1000, 1011, 4,
  ]);
  expect(histogram.mean).toBe(1011 / 4);
});

test("a value beyond 2^32 - 1 ticks keeps its exact maximum and sum", () => {
  const histogram = filled([10, 2 ** 40]);
  expect(histogram.max).toBe(2 ** 40);
  expect(histogram.percentile(100)).toBe(2 ** 40);
  expect(histogram.sum).toBe(2 ** 40 + 10);
});

test("rangeAtRank holds the exact order statistic and is as narrow as its bucket", () => {
  const recorded = values(5000, 7);
  const sorted = recorded.toSorted((a, b) => a - b);
  const histogram = filled(recorded);
  for (const rank of [1, 2, 500, 2500, 4999, 5000]) {
    const { low, high } = histogram.rangeAtRank(rank);
    const exact = sorted[rank - 1]!;
    expect(low).toBeLessThanOrEqual(exact);
    expect(high).toBeGreaterThanOrEqual(exact);
    expect(high - low).toBeLessThanOrEqual(exact / 512);
  }
  expect(histogram.rangeAtRank(1).high).toBe(sorted[0]);
  expect(filled([1, 2 ** 40, 2 ** 41]).rangeAtRank(2).high).toBe(2 ** 41);
  expect(() => histogram.rangeAtRank(5001)).toThrow("expected a rank of 1 to 5000, got 5001");
});

test("countBeyond counts the ranks above a percentile", () => {
  const histogram = filled(values(3000, 2));
  expect(histogram.countBeyond(99)).toBe(30);
  expect(histogram.countBeyond(99.9)).toBe(3);
  expect(histogram.countBeyond(50)).toBe(1500);
  expect(histogram.countBeyond(100)).toBe(0);
  expect(new Histogram().countBeyond(50)).toBe(0);
});

test("merging is associative and commutative, and equals recording everything at once", () => {
  const [a, b, c] = [values(500, 3), values(700, 4), values(300, 5)];
  const left = filled(a);
  left.merge(filled(b));
  left.merge(filled(c));
  const right = filled(c);
  const inner = filled(b);
  inner.merge(filled(a));
  right.merge(inner);
  const once = filled([...a, ...b, ...c]).toData();
  expect(left.toData()).toEqual(once);
  expect(right.toData()).toEqual(once);
});

test("recordMany is as good as recording one by one", () => {
  const many = new Histogram();
  many.recordMany(123_456, 3);
  expect(many.toData()).toEqual(filled([123_456, 123_456, 123_456]).toData());
});

test("data survives JSON and back, sparse and in rising order", () => {
  const data = filled(values(2000, 6)).toData();
  const back = Histogram.fromData(JSON.parse(JSON.stringify(data)) as typeof data);
  expect(back.toData()).toEqual(data);
  expect(back.percentile(99)).toBe(filled(values(2000, 6)).percentile(99));
  const indices = data.buckets.map(([index]) => index);
  expect(indices).toEqual(indices.toSorted((x, y) => x - y));
  expect(data.buckets.every(([, count]) => count > 0)).toBe(true);
});

test("an empty histogram says so and merges as nothing", () => {
  const empty = new Histogram();
  expect(empty.percentile(50)).toBeNaN();
  expect(empty.mean).toBeNaN();
  expect(empty.toData()).toMatchObject({ count: 0, min: 0, max: 0, sum: 0, buckets: [] });
  const one = filled([42]);
  one.merge(Histogram.fromData(empty.toData()));
  expect(one.toData()).toEqual(filled([42]).toData());
});

test("buckets lie without gap or overlap, each at most 2^-bits of its value wide", () => {
  for (const bits of [4, 9, 12]) {
    const last = bucketIndex(0xffff_ffff, bits);
    let next = 0;
    for (let index = 0; index <= last; index++) {
      const { lowest, width } = bucketRange(index, bits);
      expect(lowest).toBe(next);
      expect(bucketIndex(lowest, bits)).toBe(index);
      expect(bucketIndex(lowest + width - 1, bits)).toBe(index);
      if (width > 1) expect(width / lowest).toBeLessThanOrEqual(2 ** -bits);
      next = lowest + width;
    }
    expect(next).toBe(2 ** 32);
  }
});

test("what cannot be is refused in words", () => {
  expect(() => new Histogram(3)).toThrow("expected an integer from 4 to 12, got 3");
  expect(() => new Histogram(9).merge(new Histogram(8))).toThrow("expected precisionBits 9, got 8");
  expect(() => filled([1]).percentile(101)).toThrow("expected 0 to 100, got 101");
  const data = filled([1, 2]).toData();
  expect(() => Histogram.fromData({ ...data, count: 3 })).toThrow(
    "expected 3 values in all, got 2",
  );
  expect(() => Histogram.fromData({ ...data, buckets: [[99_999_999, 2]] })).toThrow("bucket index");
});

test("values from some value on are counted by the middle of their buckets", () => {
  const histogram = new Histogram();
  for (const ticks of [10, 500, 500, 499_000, 501_000, 900_000]) histogram.record(ticks);
  expect([0, 10, 11, 500, 501].map((from) => histogram.countFrom(from))).toEqual([6, 6, 5, 5, 3]);
  expect([500_000, 899_000, 1_000_000].map((from) => histogram.countFrom(from))).toEqual([2, 1, 0]);
  expect(new Histogram().countFrom(1)).toBe(0);
});

test("how many values are so much or more lies between what whole buckets tell", () => {
  const random = seededRandom(11);
  const values = Array.from({ length: 2000 }, () => Math.floor(Math.exp(14 * random())));
  const histogram = new Histogram(5);
  for (const value of values) histogram.record(value);
  for (const ticks of [1, 40, 64, 1000, 4096, 77_777, 1_000_000]) {
    const { least, most } = histogram.rangeFrom(ticks);
    const exact = values.filter((value) => value >= ticks).length;
    expect(least).toBeLessThanOrEqual(exact);
    expect(most).toBeGreaterThanOrEqual(exact);
    // At the edge of a bucket nothing is cut.
    if (ticks === 64 || ticks === 4096) expect([least, most]).toEqual([exact, exact]);
  }
});

test("beyond the largest value there is none, and from the smallest on all", () => {
  const histogram = new Histogram(5);
  for (const value of [1001, 1003, 1005]) histogram.record(value);
  expect(histogram.rangeFrom(1001)).toEqual({ least: 3, most: 3 });
  // One bucket holds all three: the smallest is below, the largest is not.
  expect(histogram.rangeFrom(1003)).toEqual({ least: 1, most: 2 });
  expect(histogram.rangeFrom(1006)).toEqual({ least: 0, most: 0 });
});

test("what was counted comes back in rising order, its ends exact, the rest the middle of its bucket", () => {
  const histogram = new Histogram();
  const values = [5, 5, 100_001, 100_002, 700_003];
  for (const value of values) histogram.record(value);
  const counted = [...histogram.counted()];
  expect(counted[0]).toEqual({ ticks: 5, count: 1 });
  expect(counted.at(-1)).toEqual({ ticks: 700_003, count: 1 });
  expect(counted.map(({ count }) => count).reduce((a, b) => a + b)).toBe(values.length);
  expect(counted[2]!.count).toBe(2);
  expect(Math.abs(counted[2]!.ticks / 100_001 - 1)).toBeLessThan(0.001);
  expect([...new Histogram().counted()]).toEqual([]);
  for (const times of [1, 2, 3]) {
    const same = new Histogram();
    same.recordMany(123_456, times);
    const all = [...same.counted()];
    expect(all.every(({ ticks }) => ticks === 123_456)).toBe(true);
    expect(all.map(({ count }) => count).reduce((a, b) => a + b)).toBe(times);
  }
});
