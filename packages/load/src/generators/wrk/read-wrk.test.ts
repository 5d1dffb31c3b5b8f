import { expect, test } from "vitest";
import { Histogram } from "@stackbench/statistics";
import { readWrk } from "./read-wrk.ts";
import { wrkGenerator } from "./generator.ts";
import { usedGenerator } from "../../used-generator.ts";
import { loadSpec } from "../../testing/load-spec.ts";

const spec = loadSpec({ connections: 2 });
const traits = usedGenerator(wrkGenerator.traits, "closed");

// Two connections, 10 answers in 5000 µs: the interval is 1000 µs. The answer after 3500 µs
// makes wrk invent ones at 2500 and 1500.
const latencies = [
  "stackbench-latency 400 9",
  "stackbench-latency 1500 1",
  "stackbench-latency 2500 1",
  "stackbench-latency 3500 1",
];
const whole = ["stackbench-total 5000 10 0 0 0 0 0", ...latencies, "stackbench-complete"];

test("counts and service times come without the invented samples", () => {
  const result = readWrk(whole, spec, traits);
  expect(result).toMatchObject({ seconds: 0.005, succeeded: 10, errors: {} });
  const histogram = Histogram.fromData(result.serviceTime!);
  expect([histogram.count, histogram.min, histogram.max]).toEqual([10, 4000, 35_000]);
});

test("what wrk cannot tell is absent", () => {
  const result = readWrk(whole, spec, traits);
  for (const key of ["sent", "unfinished", "statuses", "succeededByRequest", "series"]) {
    expect(result).not.toHaveProperty(key);
  }
});

test("errors come by kind, and service times of wrong answers are not passed off as successes", () => {
  const lines = ["stackbench-total 5000 10 3 2 1 4 0", ...latencies, "stackbench-complete"];
  const result = readWrk(lines, spec, traits);
  expect(result.errors).toEqual({ connect: 3, reset: 3, status: 4 });
  expect(result.succeeded).toBe(6);
  expect(result.serviceTime).toBeUndefined();
});

test("late answers are timeouts and have no sample", () => {
  const lines = ["stackbench-total 5000 11 0 0 0 0 1", ...latencies, "stackbench-complete"];
  const result = readWrk(lines, spec, traits);
  expect(result.succeeded).toBe(10);
  expect(result.errors).toEqual({ timeout: 1 });
});

test("a dump that does not add up, or was cut off, is refused", () => {
  expect(() =>
    readWrk(["stackbench-total 5000 11 0 0 0 0 0", ...whole.slice(1)], spec, traits),
  ).toThrow("expected 11 samples without the invented ones, got 10");
  expect(() => readWrk(whole.slice(0, -1), spec, traits)).toThrow("cut off");
  expect(() => readWrk([], spec, traits)).toThrow("expected a line of seven totals");
});
