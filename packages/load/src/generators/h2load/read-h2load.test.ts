import { Histogram } from "@stackbench/statistics";
import { expect, test } from "vitest";
import { loadSpec } from "../../testing/load-spec.ts";
import { usedGenerator } from "../../used-generator.ts";
import { h2loadGenerator } from "./generator.ts";
import { readH2load } from "./read-h2load.ts";

const spec = { ...loadSpec({ connections: 4 }), http2: "h2c" as const };
const used = usedGenerator(h2loadGenerator.traits, "closed", "1.64.0");

/** What h2load says at its end, as captured: of its whole run, which is longer than the window. */
function summary({ timeouts = 0 } = {}): string[] {
  return [
    "Main benchmark duration is over for thread #0. Stopping all clients.",
    "Stopped all clients for thread #0",
    "",
    "finished in 2.00s, 19054.00 req/s, 898.37KB/s",
    `requests: 38885 total, 38893 started, 38885 done, 38108 succeeded, 777 failed, 777 errored, ${timeouts} timeout`,
    "status codes: 38113 2xx, 0 3xx, 0 4xx, 0 5xx",
  ];
}

const reduced = [
  "stackbench-window 1000123 40",
  "stackbench-status 200 5",
  "stackbench-latency 86 4",
  "stackbench-latency 16240 1",
  "stackbench-complete",
];

test("figures are of the window, by the log: not of the whole run", () => {
  const { load, succeededInAll } = readH2load([...summary(), ...reduced], spec, used);
  expect(load).toMatchObject({ seconds: 1.000123, succeeded: 5, errors: {}, causes: [] });
  expect(succeededInAll).toBe(40);
  const times = Histogram.fromData(load.serviceTime!);
  expect([times.count, times.min, times.max]).toEqual([5, 860, 162_400]);
});

test("errors come by kind, the most frequent first", () => {
  const lines = [
    ...summary({ timeouts: 2 }),
    ...reduced,
    "stackbench-status 503 3",
    "stackbench-status -1 7",
  ];
  const { load } = readH2load(lines, spec, used);
  expect(load.errors).toEqual({ reset: 7, status: 3, timeout: 2 });
  expect(load.causes.map(({ kind }) => kind)).toEqual(["reset", "status", "timeout"]);
  expect(load.statuses).toEqual({ 200: 5, 503: 3 });
});

test("what is cut off, or does not add up, is refused", () => {
  const read = (lines: readonly string[]) => () => readH2load(lines, spec, used);
  expect(read(summary())).toThrow('expected a line "stackbench-window"');
  expect(read(reduced)).toThrow('expected a line "requests: ..."');
  expect(read([...summary(), ...reduced.slice(0, -1)])).toThrow("cut off");
  const fewer = reduced.filter((line) => !line.includes("16240"));
  expect(read([...summary(), ...fewer])).toThrow("expected 5 service times, got 4");
});
