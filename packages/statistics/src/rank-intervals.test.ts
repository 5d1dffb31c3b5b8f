import { expect, test } from "vitest";
import type { ArmComparison } from "./compare-arms.ts";
import { rankIntervals } from "./rank-intervals.ts";
import type { Verdict } from "./verdict.ts";

function compared(a: string, b: string, verdict: Verdict): ArmComparison {
  const figures = {
    ratio: 1,
    low: 1,
    high: 1,
    confidence: 0.95,
    p: 1,
    tieAdjustedP: 1,
    signedRankP: 1,
    adjustedP: 1,
    rounds: 6,
  };
  return { a, b, verdict, ...figures };
}

test("only resolved differences narrow a place; ties and unknowns leave it open", () => {
  const places = rankIntervals(
    ["a", "b", "c", "d"],
    [
      compared("a", "b", "unresolved"),
      compared("a", "c", "faster"),
      compared("a", "d", "faster"),
      compared("b", "c", "tie"),
      compared("d", "b", "slower"),
      compared("c", "d", "unresolved"),
    ],
  );
  expect(Object.fromEntries(places)).toEqual({
    a: { low: 1, high: 2 },
    b: { low: 1, high: 3 },
    c: { low: 2, high: 4 },
    d: { low: 3, high: 4 },
  });
});

test("all resolved gives single places; nothing compared leaves all open", () => {
  const all = [
    compared("a", "b", "slower"),
    compared("c", "a", "slower"),
    compared("b", "c", "faster"),
  ];
  expect([...rankIntervals(["a", "b", "c"], all).values()]).toEqual([
    { low: 2, high: 2 },
    { low: 1, high: 1 },
    { low: 3, high: 3 },
  ]);
  expect(rankIntervals(["a", "b"], []).get("b")).toEqual({ low: 1, high: 2 });
});

test("arms that are not ranked count for nobody's place", () => {
  const places = rankIntervals(
    ["a", "b"],
    [compared("a", "b", "slower"), compared("x", "b", "faster")],
  );
  expect(places).toEqual(
    new Map([
      ["a", { low: 2, high: 2 }],
      ["b", { low: 1, high: 1 }],
    ]),
  );
});
