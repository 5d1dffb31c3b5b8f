import { expect, test } from "vitest";
import { allOf, judgeInterval } from "./judgement.ts";

test.each([
  [{ low: 1.02, high: 1.1 }, "holds"],
  [{ low: 0.9, high: 0.99 }, "does not hold"],
  [{ low: 0.98, high: 1.1 }, "undecided"],
])("an interval %j against at least 1: %s", (interval, verdict) => {
  expect(judgeInterval(interval, { from: 1, to: Infinity })).toBe(verdict);
});

test("a range has two ends", () => {
  const range = { from: 2, to: 3 };
  expect(judgeInterval({ low: 2.1, high: 2.9 }, range)).toBe("holds");
  expect(judgeInterval({ low: 3.1, high: 3.9 }, range)).toBe("does not hold");
  expect(judgeInterval({ low: 2.9, high: 3.1 }, range)).toBe("undecided");
});

test("a claim of parts holds with all of them, and falls with one", () => {
  const holds = { verdict: "holds" as const, by: "a" };
  const open = { verdict: "undecided" as const, by: "b" };
  const falls = { verdict: "does not hold" as const, by: "c" };
  expect(allOf([holds, holds])).toEqual({ verdict: "holds", by: "a; a" });
  expect(allOf([holds, open]).verdict).toBe("undecided");
  expect(allOf([holds, open, falls]).verdict).toBe("does not hold");
  expect(allOf([]).verdict).toBe("undecided");
});
