import { expect, test } from "vitest";
import { parabolaResiduals } from "./parabola-residuals.ts";

test.each([3, 10, 1001])("nothing is left of a parabola of %i values", (count) => {
  const values = Array.from({ length: count }, (_, i) => 5 + 3 * i - 0.2 * i * i);
  for (const residual of parabolaResiduals(values)) expect(residual).toBeCloseTo(0, 6);
});

test("what is left is what a fit by hand leaves", () => {
  const values = [2, 1, 4, 3, 7];
  // The sums of y, x y and (x^2 - 2) y, for x from -2 to 2, are 17, 12 and 6; of the shapes' squares 5, 10 and 14.
  const fitted = [-2, -1, 0, 1, 2].map((x) => 17 / 5 + (12 / 10) * x + (6 / 14) * (x * x - 2));
  const residuals = parabolaResiduals(values);
  residuals.forEach((residual, i) => expect(residual).toBeCloseTo(values[i]! - fitted[i]!, 12));
});
