import { expect, test } from "vitest";
import { seededRandom } from "@stackbench/statistics";
import { expectedIntervalUs, removeInvented } from "./remove-invented.ts";

/** What wrk does to its counts, from the description of it. */
function correct(measured: ReadonlyMap<number, number>, intervalUs: number): Map<number, number> {
  const corrected = new Map(measured);
  for (const [value, count] of measured) {
    for (let m = value - intervalUs; m > intervalUs; m -= intervalUs) {
      corrected.set(m, (corrected.get(m) ?? 0) + count);
    }
  }
  return corrected;
}

test("what wrk invents is taken out again exactly, chains and overlaps too", () => {
  const random = seededRandom(11);
  for (const intervalUs of [1, 7, 100, 640]) {
    const measured = new Map<number, number>();
    for (let i = 0; i < 400; i++) {
      const value = 1 + Math.floor(random() ** 4 * 20_000);
      measured.set(value, (measured.get(value) ?? 0) + 1 + Math.floor(random() * 3));
    }
    const corrected = correct(measured, intervalUs);
    expect(corrected).not.toEqual(measured);
    const back = removeInvented(corrected, intervalUs);
    expect([...back].toSorted()).toEqual([...measured].toSorted());
  }
});

test("a wrong interval shows up as more invented samples than there are", () => {
  const corrected = new Map([
    [1000, 1],
    [1500, 5],
  ]);
  expect(() => removeInvented(corrected, 500)).toThrow("expected at least 5 samples at 1000");
});

test("the interval is computed in integers, and there is none without a round of answers", () => {
  expect(expectedIntervalUs(2_100_000, 1000, 64)).toBe(140_000);
  expect(expectedIntervalUs(2_100_000, 63, 64)).toBeUndefined();
});
