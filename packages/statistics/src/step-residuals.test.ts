import { expect, test } from "vitest";
import { stepResiduals } from "./step-residuals.ts";

test.each([
  ["a step up", [3, 3, 9, 9, 9]],
  ["a step down at the first value", [9, 3, 3]],
  ["two values", [4, 7]],
  ["no step", [5, 5, 5]],
])("nothing is left of %s", (_, values) => {
  for (const residual of stepResiduals(values)) expect(residual).toBeCloseTo(0, 12);
});

test("the step that leaves least is taken", () => {
  expect(stepResiduals([1, 3, 10, 12, 11])).toEqual([-1, 1, -1, 1, 0]);
});
