import { expect, test } from "vitest";
import { doubledMeanRanks } from "./mean-ranks.ts";

test("equal values share their mean rank, doubled", () => {
  expect(doubledMeanRanks([3, 5, 5, 8, 9, 9, 9])).toEqual([2, 5, 5, 8, 12, 12, 12]);
  expect(doubledMeanRanks([])).toEqual([]);
});
