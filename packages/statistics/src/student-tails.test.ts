import { expect, test } from "vitest";
import { studentReach, studentTails } from "./student-tails.ts";

test("reaches are those of the printed tables of Student's law", () => {
  expect(studentReach(0.95, 1)).toBeCloseTo(12.706, 3);
  expect(studentReach(0.95, 10)).toBeCloseTo(2.228, 3);
  expect(studentReach(0.99, 30)).toBeCloseTo(2.75, 3);
});

test("tails beyond a reach are what is left of its confidence", () => {
  expect(studentTails(studentReach(0.9, 7), 7)).toBeCloseTo(0.1, 10);
});
