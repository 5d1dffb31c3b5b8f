import { expect, test } from "vitest";
import { verdictOf } from "./verdict.ts";

const limits = { margin: 0.03, alpha: 0.05 };

test("faster and slower need both a small p and an estimate beyond the margin", () => {
  const evidence = { ratio: 1.05, adjustedP: 0.01, tieAdjustedP: 1 };
  expect(verdictOf(evidence, limits)).toBe("faster");
  expect(verdictOf({ ...evidence, adjustedP: 0.05 }, limits)).toBe("unresolved");
  expect(verdictOf({ ...evidence, ratio: 1.029 }, limits)).toBe("unresolved");
  // 0.97 is further from 1 than ÷1.03 is.
  expect(verdictOf({ ...evidence, ratio: 0.97 }, limits)).toBe("slower");
});

test("a tie needs a proof too, even where the difference is sure", () => {
  const evidence = { ratio: 1.02, adjustedP: 0.001, tieAdjustedP: 0.04 };
  expect(verdictOf(evidence, limits)).toBe("tie");
  expect(verdictOf({ ...evidence, tieAdjustedP: 0.05 }, limits)).toBe("unresolved");
  // What was proven once and no longer is the best estimate is not said.
  expect(verdictOf({ ...evidence, ratio: 1.04, adjustedP: 1 }, limits)).toBe("unresolved");
});

test("a margin below 0 is refused", () => {
  const evidence = { ratio: 1, adjustedP: 1, tieAdjustedP: 1 };
  expect(() => verdictOf(evidence, { margin: -1, alpha: 0.05 })).toThrow("expected 0 or more");
});
