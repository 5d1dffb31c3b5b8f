import { expect, test } from "vitest";
import type { MeasuredWindow } from "@stackbench/model";
import { startSpreads } from "./start-spreads.ts";
import { runOf } from "../testing/run-of.ts";

/** The windows of several starts, by the throughput of each. */
function startsOf(...starts: number[][]): MeasuredWindow[] {
  const rounds = starts.flat().map((throughput) => ({ throughput }));
  const sketch = { variant: "a:bare", workload: "hello", rounds } as const;
  const { windows } = runOf({ cases: [sketch], rounds: rounds.length });
  const sittings = starts.flatMap((values, start) => values.map(() => `s${start}`));
  return windows
    .filter((window) => window.status === "measured")
    .map((window, index) => ({ ...window, sittingId: sittings[index]! }));
}

test("a server that keeps the speed it has drawn scatters between its starts alone", () => {
  const spreads = startSpreads(startsOf([7330, 7330], [9680, 9680], [9680, 9680], [7330, 7330]))!;
  expect(spreads.insideStart).toBeCloseTo(0);
  expect(spreads.betweenStarts).toBeCloseTo(Math.log(9680 / 7330) / Math.sqrt(3));
});

test("what scatters inside a start is not counted twice", () => {
  const spreads = startSpreads(startsOf([990, 1010], [1010, 990], [990, 1010], [1010, 990]))!;
  expect(spreads.betweenStarts).toBe(0);
  expect(spreads.insideStart).toBeCloseTo(Math.log(1010 / 990) / Math.SQRT2);
});

test("with one window a start the two cannot be told apart, with one start nothing", () => {
  const spreads = startSpreads(startsOf([900], [1000], [1100]))!;
  expect(spreads.insideStart).toBeNull();
  expect(spreads.betweenStarts).toBeCloseTo(0.1, 2);
  expect(startSpreads(startsOf([900, 1000]))).toBeNull();
  expect(startSpreads([])).toBeNull();
});
