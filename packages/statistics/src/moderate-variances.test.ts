import { expect, test } from "vitest";
import { moderateVariances } from "./moderate-variances.ts";
import { seededRandom } from "./random.ts";
import { normalValues } from "./testing/normal-values.ts";

/** Variances of three values each. */
function drawn(deviations: readonly number[], seed: number) {
  const random = seededRandom(seed);
  return deviations.map((deviation) => {
    const [a = 0, b = 0, c = 0] = normalValues(3, random, 0, deviation);
    const middle = (a + b + c) / 3;
    const squares = (a - middle) ** 2 + (b - middle) ** 2 + (c - middle) ** 2;
    return { variance: squares / 2, degrees: 2 };
  });
}

test("one sample is left as it is", () => {
  expect(moderateVariances([{ variance: 4, degrees: 2 }], 2)).toEqual([
    { variance: 4, degrees: 2 },
  ]);
});

test("what agrees is drawn together and counts for more", () => {
  const samples = drawn(Array<number>(40).fill(1), 3);
  const moderated = moderateVariances(samples, 80);
  for (const { variance, degrees } of moderated) {
    expect(degrees).toBe(12);
    expect(variance).toBeGreaterThan(0.5);
    expect(variance).toBeLessThan(3);
  }
  // Never more than all independent deviations allow.
  expect(moderateVariances(samples, 5)[0]!.degrees).toBe(5);
});

test("where they differ by more than chance each keeps its own, the calm ones the more careful", () => {
  const samples = drawn([...Array<number>(20).fill(0.01), ...Array<number>(20).fill(3)], 4);
  const moderated = moderateVariances(samples, 80);
  expect(moderated[0]!.degrees).toBeLessThan(4);
  expect(moderated[0]!.variance).toBeGreaterThan(samples[0]!.variance);
});

test("variances of 0 are no trouble", () => {
  const zeros = Array.from({ length: 3 }, () => ({ variance: 0, degrees: 5 }));
  expect(moderateVariances(zeros, 10)[0]).toEqual({ variance: 0, degrees: 10 });
});
