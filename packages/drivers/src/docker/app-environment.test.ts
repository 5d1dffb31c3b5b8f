import { expect, it } from "vitest";
import { shareOf } from "./app-environment.ts";

it.each([
  [22, 1, [22]],
  [22, 4, [6, 6, 5, 5]],
  // Nobody can work with nothing, even where that makes more than there is.
  [2, 3, [1, 1, 1]],
])("shares %i among %i", (total, parts, shares) => {
  expect(shares.map((_, index) => shareOf(total, parts, index))).toEqual(shares);
});
