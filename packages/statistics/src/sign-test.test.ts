import { expect, test } from "vitest";
import { signTest } from "./sign-test.ts";

test("exact tails of a fair coin, either way round", () => {
  expect(signTest(0, 6)).toBeCloseTo(2 / 64);
  expect(signTest(9, 1)).toBeCloseTo((2 * 11) / 1024);
  expect(signTest(1, 9)).toBe(signTest(9, 1));
  expect(signTest(4, 4)).toBe(1);
  expect(signTest(0, 0)).toBe(1);
});
