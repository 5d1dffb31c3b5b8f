import { expect, test } from "vitest";
import { digamma, trigamma } from "./polygamma.ts";

test("known values: Euler's constant, and the sum of the inverse squares", () => {
  const euler = 0.577_215_664_901_532_9;
  expect(digamma(1)).toBeCloseTo(-euler, 11);
  expect(digamma(0.5)).toBeCloseTo(-euler - 2 * Math.LN2, 11);
  expect(digamma(100)).toBeCloseTo(4.600_161_852_738_087, 11);
  expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 11);
  expect(trigamma(0.5)).toBeCloseTo(Math.PI ** 2 / 2, 11);
  expect(trigamma(30)).toBeCloseTo(0.033_895_060_357_734, 11);
});
