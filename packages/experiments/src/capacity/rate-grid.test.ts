import type { Experiment, LoadLevel } from "@stackbench/model";
import { experimentOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { readRateRange, searchAround, searchWithin } from "./rate-grid.ts";

const open: LoadLevel = { loop: "open", connections: 64, ratePerSecond: 1, arrivals: "poisson" };
const experiment = experimentOf(["a:bare", "b:bare"], { levels: [open] });
const slo = [{ kind: "latency" as const, percent: 99 as const, belowMs: 50 }];

const ratesOf = ({ levels }: Experiment): number[] =>
  levels.map((level) => (level.loop === "open" ? level.ratePerSecond : Number.NaN));

test("rates go from one end to the other, none further than 5 % from the next", () => {
  const rates = ratesOf(searchWithin(experiment, slo, { from: 7, to: 20_000 }));
  expect([rates[0], rates.at(-1)]).toEqual([7, 20_000]);
  for (const [index, rate] of rates.slice(1).entries()) {
    expect(rate / rates[index]!).toBeGreaterThan(1);
    expect(rate / rates[index]!).toBeLessThan(1.05);
  }
});

test("each variant is asked about what it serves in a closed loop, on one grid", () => {
  const settled = searchAround(experiment, slo, [
    { variant: "a:bare", workload: "hello", requestsPerSecond: 10_000 },
  ]);
  expect(settled.search?.ranges).toEqual([
    { variant: "a:bare", workload: "hello", fromPerSecond: 200, toPerSecond: 12_000 },
    // It served nothing, and is asked wherever others are.
    { variant: "b:bare", workload: "hello", fromPerSecond: 200, toPerSecond: 12_000 },
  ]);
  const both = searchAround(experiment, slo, [
    { variant: "a:bare", workload: "hello", requestsPerSecond: 10_000 },
    { variant: "b:bare", workload: "hello", requestsPerSecond: 3 },
  ]);
  expect(both.search?.ranges[1]).toMatchObject({ fromPerSecond: 1, toPerSecond: 3.6 });
  expect([ratesOf(both)[0], ratesOf(both).at(-1)]).toEqual([1, 12_000]);
});

test("a range of rates is read, and what is none is refused", () => {
  expect(readRateRange("100..20k")).toEqual({ from: 100, to: 20_000 });
  for (const text of ["", "100", "20k..100", "5..5", "0.5..9", "1..2000k", "a..b"]) {
    expect(() => readRateRange(text)).toThrow(/--rates: expected a range/);
  }
});
