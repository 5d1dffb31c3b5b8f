import { expect, test } from "vitest";
import { fakeUse, loadResultOf, totalsOf } from "./testing/index.ts";
import { answersWhileSampled } from "./valid-window.ts";

/** Read a little before the window and a little behind it. */
const use = { ...fakeUse, seconds: 0.065 };
const figures = { succeeded: 200, seconds: 0.04 };

test("load that runs through the window's edges is answered at its rate while counters run", () => {
  expect(answersWhileSampled({ load: loadResultOf(figures), use })).toBeCloseTo(325);
});

test.each([
  ["a window of so many requests", loadResultOf(figures, { requestsWanted: 200 })],
  ["a program that tells its totals", totalsOf(figures)],
])("%s has all of its answers between the readings", (_, load) => {
  expect(answersWhileSampled({ load, use })).toBe(200);
});
