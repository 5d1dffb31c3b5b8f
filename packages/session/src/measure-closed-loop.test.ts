import { HostError, StackFailure, type Experiment } from "@stackbench/model";
import {
  experimentOf,
  fakeClock,
  fakeDriver,
  fakeGenerator,
  fakeProfiler,
  fakeSampler,
  fakeTuner,
  fakeVerifier,
  loadResultOf,
  type FakeBehaviour,
} from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { chooseVariants } from "./choose-variants.ts";
import { closedLoopExperiment, measureClosedLoop } from "./measure-closed-loop.ts";

const keys = ["fastify:bare", "node-http:bare"];

async function pass(behaviour: FakeBehaviour, changes: Partial<Experiment> = {}) {
  const driver = fakeDriver(behaviour);
  const generator = fakeGenerator(behaviour);
  let told = "";
  const measured = await measureClosedLoop({
    selected: await chooseVariants(keys.join(",")),
    experiment: experimentOf(keys, changes),
    chosen: { driver, reason: "a test" },
    seed: 1,
    ports: {
      driver,
      generator: () => generator,
      sampler: fakeSampler(),
      profiler: fakeProfiler(),
      tuner: fakeTuner(),
      verifier: fakeVerifier(behaviour),
      clock: fakeClock(),
    },
    signal: new AbortController().signal,
    output: { write: (text) => void (told += text) },
  });
  expect(driver.up.size).toBe(0);
  return { ...measured, brought: driver.brought, told };
}

/** A flawless window of so many requests/s. */
const fast = (perSecond: number) => loadResultOf({ succeeded: perSecond * 2, seconds: 2 });

test("a share is one of the slowest variant's highest window", async () => {
  const speeds: Record<string, number[]> = {
    "fastify:bare": [20_000, 21_000],
    "node-http:bare": [30_000, 29_000],
  };
  const { closedLoop, slowest, brought, told } = await pass({
    measure: (variant) => fast(speeds[variant]!.shift()!),
  });
  expect(closedLoop.toSorted((a, b) => a.requestsPerSecond - b.requestsPerSecond)).toEqual([
    { variant: "fastify:bare", workload: "hello", requestsPerSecond: 21_000 },
    { variant: "node-http:bare", workload: "hello", requestsPerSecond: 30_000 },
  ]);
  expect([...slowest]).toEqual([["hello", 21_000]]);
  // Every variant once a round.
  expect(brought.slice(0, 2).toSorted()).toEqual(keys);
  expect(brought.slice(2).toSorted()).toEqual(keys);
  expect(told).toMatch(/slowest variant's closed-loop throughput for hello: 21,000 req\/s/);
});

test("a variant that fails or misbehaves does not count", async () => {
  const { closedLoop, slowest } = await pass({
    measure: (variant) =>
      variant === "fastify:bare"
        ? loadResultOf({ succeeded: 200, seconds: 2 }, { errors: { reset: 100 } })
        : fast(30_000),
  });
  expect(closedLoop.map(({ variant }) => variant)).toEqual(["node-http:bare"]);
  expect(slowest.get("hello")).toBe(30_000);
});

test("where none has a ceiling, the reasons are told", async () => {
  const failing = pass({
    bringUp: ({ variant }) => {
      throw new StackFailure("ready", `${variant.stackId} would not start`);
    },
  });
  await expect(failing).rejects.toThrow(HostError);
  await expect(failing).rejects.toThrow(/none:\n.*fastify would not start\n.*node-http would not/s);
});

test("a level in an open loop is measured in a closed one, with the fewest connections of any", () => {
  const open = { loop: "open", ratePerSecond: 1, arrivals: "poisson" } as const;
  const experiment = closedLoopExperiment(
    experimentOf(keys, {
      levels: [
        { ...open, connections: 256 },
        { ...open, connections: 32 },
      ],
      rounds: 50,
      windowsPerSitting: 4,
      generators: ["stackbench", "autocannon"],
    }),
  );
  expect(experiment).toMatchObject({
    levels: [{ loop: "closed", connections: 32 }],
    rounds: 2,
    windowsPerSitting: 1,
    generators: ["stackbench"],
    protocol: { order: "interleaved", budgetSeconds: null, halfWidthTarget: null, spareRounds: 0 },
  });
});
