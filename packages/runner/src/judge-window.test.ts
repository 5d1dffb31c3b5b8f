import type { LoadResult, ResourceUse } from "@stackbench/model";
import { fakeUse, loadResultOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { judgeWindow, type Judged } from "./judge-window.ts";

function judge(
  load: Partial<LoadResult> = {},
  use: Partial<ResourceUse["host"]> = {},
  changes: Partial<Judged> = {},
) {
  return judgeWindow({
    experiment: { cpus: { server: [0], load: [1], database: [0] }, keepAlive: true },
    variant: { workers: 1 },
    connections: 64,
    load: loadResultOf({}, load),
    use: { ...fakeUse, host: { ...fakeUse.host, ...use } },
    ...changes,
  }).map(({ kind, severity }) => `${kind} ${severity}`);
}

test("a flawless window carries nothing", () => {
  expect(judge()).toEqual([]);
});

test.each([
  [0.05, []],
  [0.051, ["steal note"]],
  [0.2, ["steal note"]],
  [0.201, ["steal invalid"]],
])("steal of %f", (stealShare, expected) => {
  expect(judge({}, { stealShare })).toEqual(expected);
});

test.each([
  [{ status: 40 }, ["errors note"]],
  [{ status: 60 }, ["errors invalid"]],
])("errors %j in 50,000", (errors, expected) => {
  expect(judge({ errors })).toEqual(expected);
});

test("a generator at its limit before a server that is not full is not ranked", () => {
  const busy = { busiestThreadCpuShare: 0.9 };
  expect(judge(busy, { busyShareByCpu: { 0: 0.7 } })).toEqual(["generator-bound unranked"]);
  expect(judge(busy, { busyShareByCpu: { 0: 0.95 } })).toEqual([]);
});

test("Little's law bites when connections stood idle, except where they were meant to", () => {
  const starved = { inFlightSeconds: 64 * 5 * 0.97 };
  expect(judge(starved)).toEqual(["little invalid"]);
  const closing = { cpus: { server: [0], load: [1], database: [0] }, keepAlive: false };
  expect(judge(starved, {}, { experiment: closing })).toEqual([]);
  // Another generator gets 5 %, from its own mean service time.
  const other = loadResultOf();
  const wrk: LoadResult = { ...other, generator: { ...other.generator, id: "wrk" } };
  delete wrk.inFlightSeconds;
  expect(judge({}, {}, { load: wrk })).toEqual([]);
  expect(judge({}, {}, { load: { ...wrk, seconds: wrk.seconds * 1.06 } })).toEqual(["little note"]);
});

test("a quota, shared CPUs, workers on one CPU, few and unfinished answers are told", () => {
  const throttled = {
    ...fakeUse,
    services: { app: { ...fakeUse.services.app!, throttledSeconds: 0.4 } },
  };
  expect(judge({}, {}, { use: throttled })).toEqual(["throttled invalid"]);
  const shared = { cpus: { server: [0], load: [0], database: [0] }, keepAlive: true };
  expect(judge({}, {}, { experiment: shared })).toEqual(["cpus-overlap note"]);
  expect(judge({}, {}, { variant: { workers: 2 } })).toEqual(["single-cpu-cluster note"]);
  expect(judge({ succeeded: 59 })).toEqual(["few-responses note"]);
  expect(judge({ unfinished: 3 })).toEqual(["unfinished note"]);
});
