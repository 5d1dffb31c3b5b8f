import { expect, test } from "vitest";
import { median } from "./median.ts";

test("the middle value counts, in whatever order they come", () => {
  expect(median([10, 9, 100])).toBe(10);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
});

test("nothing has no median", () => {
  expect(median([])).toBeNaN();
});

test("the values are left as they were", () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});
