import { expect, test } from "vitest";
import { verdictOf } from "./verdict.ts";

const limits = { margin: 0.03, alpha: 0.05 };

test("faster and slower need both a small p and a ratio beyond the margin", () => {
  const evidence = { ratio: 1.05, low: 1.01, high: 1.09, adjustedP: 0.01 };
  expect(verdictOf(evidence, limits)).toBe("faster");
  expect(verdictOf({ ...evidence, adjustedP: 0.05 }, limits)).toBe("unresolved");
  expect(verdictOf({ ...evidence, ratio: 1.029 }, limits)).toBe("unresolved");
  expect(verdictOf({ ratio: 1 / 1.05, low: 0.9, high: 0.99, adjustedP: 0.01 }, limits)).toBe(
    "slower",
  );
});

test("a tie needs the whole interval inside the margin, even where the difference is sure", () => {
  const evidence = { ratio: 1.02, low: 1.01, high: 1.029, adjustedP: 0.001 };
  expect(verdictOf(evidence, limits)).toBe("tie");
  expect(verdictOf({ ...evidence, high: 1.031 }, limits)).toBe("unresolved");
  // 0.97 is further from 1 than ÷1.03 is.
  expect(verdictOf({ ...evidence, low: 0.97 }, limits)).toBe("unresolved");
  expect(verdictOf({ ...evidence, low: 0.971 }, limits)).toBe("tie");
});

test("a negative margin is refused in words", () => {
  const evidence = { ratio: 1, low: 1, high: 1, adjustedP: 1 };
  expect(() => verdictOf(evidence, { margin: -0.1, alpha: 0.05 })).toThrow(
    "expected 0 or more, got -0.1",
  );
});
